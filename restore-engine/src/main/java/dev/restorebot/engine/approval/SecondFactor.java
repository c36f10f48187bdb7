package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;

/** Checks what an approver shows beside being who the chat says. Thread-safe. */
public interface SecondFactor {
  /** The result of a check of a code. */
  enum Answer {
    GOOD("The code is correct."),
    NOT_ENROLLED(
        "You have no authenticator enrolled here. Run `restore-bot totp enroll` on the bot's"
            + " machine, or let another lead approve."),
    WRONG(
        "The code is wrong. Check the app again: the code changes every 30 seconds. If it is still"
            + " wrong, compare the clocks of your phone and of the bot's machine."),
    USED("This code has already been used. Wait for the next one, at most 30 seconds."),
    LOCKED(
        "Too many wrong codes: your codes are refused for up to 15 minutes. Another lead can"
            + " approve meanwhile."),
    BROKEN(
        "The file of the enrolled authenticators cannot be used, so no code can be checked. Check"
            + " the bot's log and the state folder.");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    /** For the one who gave the code. */
    public String words() {
      return words;
    }
  }

  /** Checks a code, which can be used only once: after that it is refused. */
  Answer check(Actor actor, SecondFactorCode code);
}
