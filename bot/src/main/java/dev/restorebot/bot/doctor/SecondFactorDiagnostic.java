package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import java.io.IOException;
import java.util.Set;

/** Enough leads have an authenticator, when codes are asked for. */
public record SecondFactorDiagnostic(Settings settings, Enrolled enrolled)
    implements DiagnosticCheck {
  /** Returns the people who are enrolled. */
  public interface Enrolled {
    Set<String> ids() throws IOException;
  }

  @Override
  public String name() {
    return "second-factor";
  }

  @Override
  public Finding examine() throws IOException {
    if (settings.approval().secondFactor() == Settings.SecondFactor.NONE) {
      return Finding.ok(name(), "approval.second-factor is none, so no codes are asked for.");
    }
    int have = enrolled.ids().size();
    return have >= settings.approval().needed()
        ? Finding.ok(name(), have + " people have an authenticator.")
        : Finding.broken(
            name(),
            have
                + " people have an authenticator, but "
                + settings.approval().needed()
                + " have to approve with a code.",
            "Enroll each lead: run `restore-bot totp enroll ACTOR`.");
  }
}
