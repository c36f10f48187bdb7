package dev.restorebot.bot.demo;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cards of the tour.
 *
 * @param site address of the application
 */
record TourCards(URI site) {
  static final int STEPS = 4;

  private static final String DISASTER =
      "disaster " + Samples.NEWEST + " " + Samples.DATABASE + " all assignments were deleted";
  private static final String BACK =
      "Read the result in the thread, then come back here (←) for the next step.";
  private static final String SWITCH = "At the top right (\"Acting as\"), choose ";

  /** Returns the cards of the steps that are done, and of the next one. */
  List<Card> of(TourFacts facts) {
    List<Boolean> done =
        List.of(
            facts.passed(),
            facts.failed(),
            facts.drill().filter(drill -> drill.state() == DrillState.SIGNED_OFF).isPresent(),
            facts.disaster().filter(TourCards::isOver).isPresent());
    List<Card> cards = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      cards.add(
          switch (step) {
            case 0 -> test(done.get(step));
            case 1 -> broken(done.get(step));
            case 2 -> drill(done.get(step), facts.drill());
            default -> disaster(facts);
          });
      if (!done.get(step)) {
        break;
      }
    }
    return cards;
  }

  private static Card test(boolean done) {
    return done
        ? done(1, "a backup passed its test restore")
            .line("Its thread has the checks, and the command that opens the restored database.")
            .build()
        : next(1, "test a backup")
            .line(
                "This demo has a small application, its PostgreSQL database, and five backups of"
                    + " it. All of it is on this machine, and Ctrl-C removes it.")
            .line(
                "Press \"Test the newest backup\". The bot restores it into a temporary server and"
                    + " checks the data. A test never changes production. "
                    + BACK)
            .button(command("test latest", "Test the newest backup"))
            .build();
  }

  private static Card broken(boolean done) {
    return done
        ? done(2, "a broken backup was found")
            .line("Its thread says what is wrong, and what to do.")
            .build()
        : next(2, "find a broken backup")
            .line(
                "One of the backups restores without any error, but its table `users` is empty."
                    + " Press \"Test the backup without users\". "
                    + BACK)
            .button(command("test " + Samples.NO_USERS, "Test the backup without users"))
            .build();
  }

  private static Card drill(boolean done, Optional<Drill> drill) {
    if (done) {
      return done(3, "the drill is signed off")
          .line(
              "Its record and its signed report are kept as evidence. The next one is in a month.")
          .build();
    }
    Card.Builder card = next(3, "run a drill");
    DrillState state = drill.map(Drill::state).orElse(DrillState.DUE);
    return switch (state) {
      case RUNNING -> card.line("The drill is running. It takes a few seconds.").build();
      case RECORDED ->
          card.line("The drill has ended. Somebody else than the one who ran it signs it off:")
              .line(SWITCH + "Ben, then press \"Sign off the drill\".")
              .button(
                  primary(
                      Button.of(Action.DRILL_SIGN, drill.orElseThrow().id(), "Sign off the drill")))
              .build();
      default ->
          card.line(
                  "A drill is a test restore with a record that a lead signs off. The one of this"
                      + " month is due. Press \"Run the drill\". "
                      + BACK)
              .button(command("drill " + Samples.DATABASE, "Run the drill"))
              .build();
    };
  }

  private Card disaster(TourFacts facts) {
    Optional<Disaster> disaster = facts.disaster();
    if (disaster.filter(TourCards::isOver).isPresent()) {
      return done(4, "production was restored and rolled back")
          .line(
              site
                  + " is as it was before. Nothing was lost on the way: the restored database is"
                  + " kept beside it.")
          .line(
              "This was the tour. To use restore-bot with your own backups, read docs/slack.md,"
                  + " docs/discord.md or docs/migrating.md.")
          .build();
    }
    if (disaster.filter(each -> isDone(each) || !each.state().ended()).isEmpty()) {
      return next(4, "restore production")
          .line(
              "Somebody deleted all assignments: open "
                  + site
                  + " in another window. The newest backup still has them.")
          .line(
              SWITCH
                  + "Asha, then press \"Request a disaster restore\". Nothing is changed before two"
                  + " other people, the on-call leads Ben and Chen, approve.")
          .button(command(DISASTER, "Request a disaster restore"))
          .build();
    }
    Card.Builder card = next(4, "restore production");
    if (facts.approvals().isPresent()) {
      return approval(card, disaster.get(), facts.approvals().get()).build();
    }
    return progress(card, disaster.get()).build();
  }

  private static Card.Builder approval(Card.Builder card, Disaster disaster, int approvals) {
    String what = isDone(disaster) ? "rollback" : "restore";
    return approvals == 0
        ? card.line("Two leads must approve the " + what + ". The message below has the plan.")
            .line(SWITCH + "Ben, then press \"Approve\" in the message below.")
        : card.line("One lead has approved the " + what + ", one more is needed.")
            .line(SWITCH + "Chen, then press \"Approve\" in the message below.");
  }

  private Card.Builder progress(Card.Builder card, Disaster disaster) {
    return switch (disaster.state()) {
      case AWAITING_GO ->
          card.line(
                  "The backup is restored beside production, which has not changed. "
                      + site
                      + " is down: the application is stopped.")
              .line(
                  "Read the differences in the message below. \"Look at it\" shows a command that"
                      + " opens the restored database. Then, as Ben or Chen, press \"Swap in\".");
      case AWAITING_KEEP ->
          card.line(
              "A check failed. As Ben or Chen, press \"Keep it\" or \"Roll back\" in the message"
                  + " below.");
      case ROLLING_BACK ->
          card.line(
              "The rollback is running. Watch its steps in the message below, and " + site + ".");
      case DONE ->
          disaster.hasWayBack()
              ? rollBack(card)
              : card.line(
                      "The old database was deleted, so there is no rollback. To see one, request"
                          + " the restore again.")
                  .button(command(DISASTER, "Request a disaster restore"));
      default ->
          card.line(
              "The restore is running. Watch its steps in the message below, and " + site + ".");
    };
  }

  private Card.Builder rollBack(Card.Builder card) {
    return card.line(site + " lists 400 assignments again. The old database is kept.")
        .line(
            "Now go back: press \"Roll back\" in the message below and give a reason. Two"
                + " other leads approve it, so do this as Asha.");
  }

  private static boolean isOver(Disaster disaster) {
    return disaster.state() == DisasterState.ROLLED_BACK && disaster.progress().swapBegan();
  }

  private static boolean isDone(Disaster disaster) {
    return disaster.state() == DisasterState.DONE;
  }

  private static Card.Builder next(int step, String what) {
    return Card.of(Tone.INFO, "Tour, step " + step + " of " + STEPS + ": " + what);
  }

  private static Card.Builder done(int step, String what) {
    return Card.of(Tone.GOOD, "Tour, step " + step + " of " + STEPS + " is done: " + what);
  }

  private static Button command(String command, String label) {
    return primary(Button.of(Action.COMMAND, command, label));
  }

  private static Button primary(Button button) {
    return new Button(
        button.action(), button.value(), button.label(), Button.Style.PRIMARY, Optional.empty());
  }
}
