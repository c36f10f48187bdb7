package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.totp.Enrolment;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot totp}. */
@Command(name = "totp", description = "Authenticator apps of the leads who approve.")
final class TotpCommand {
  @ParentCommand private RestoreBotCommand parent;

  @Command(
      name = "enroll",
      description = {
        "Creates a secret for a lead and prints it once, for their authenticator app.",
        "To replace the secret of an enrolled lead, remove it first."
      })
  int enroll(
      @Parameters(paramLabel = "ACTOR", description = "Such as slack:U0123ABCD.") String id,
      @Option(
              names = "--no-chat-account",
              description = "This person has no account in a chat: for a name without a chat.")
          boolean noChatAccount)
      throws SettingsException, IOException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    if (!noChatAccount && mayHaveTwoVotes(settings, id)) {
      parent
          .err()
          .println(
              "One person has one vote, and "
                  + id
                  + " may also be an on-call lead in a chat. Enroll their account there (such as"
                  + " slack:U0123ABCD), or set approval.same-person: [\"cli:"
                  + id
                  + " = slack:U0123ABCD\"]. If they have no account in a chat, add"
                  + " --no-chat-account.");
      return ExitCodes.USAGE;
    }
    try (JdbcAuditLog audit =
        JdbcAuditLog.open(settings.stateDir().resolve(StateFolder.DATABASE_FILE))) {
      Optional<Enrolment> made = factor(settings, audit).enrol(new Actor(id, id));
      if (made.isEmpty()) {
        parent
            .err()
            .println(
                id
                    + " is already enrolled. To enroll again, first run `"
                    + parent.pasteable("restore-bot totp remove " + id)
                    + "`.");
        return ExitCodes.USAGE;
      }
      parent.out().println("Add this to " + id + "'s authenticator app. It is shown only once:");
      if (parent.terminal().blocks()) {
        QrText.of(made.get().uri()).forEach(line -> parent.out().println("  " + line));
      }
      parent.out().println("  " + made.get().uri());
      parent.out().println("  or type this secret: " + made.get().secret());
      parent
          .out()
          .println(
              "One person has one vote: other accounts and enrolments of the same person belong in"
                  + " approval.same-person.");
      return ExitCodes.PASSED;
    }
  }

  /** A name says nothing of who that is in the chats whose leads can vote too. */
  private static boolean mayHaveTwoVotes(Settings settings, String id) {
    boolean leads =
        !settings.slack().leads().isEmpty()
            || !settings.discord().leads().isEmpty()
            || settings.disasters().values().stream().anyMatch(each -> !each.leads().isEmpty());
    boolean inChat = id.startsWith("slack:") || id.startsWith("discord:");
    return leads && !inChat && !new SamePersonRules(settings.approval().samePerson()).knows(id);
  }

  @Command(name = "remove", description = "Removes a lead's secret.")
  int remove(@Parameters(paramLabel = "ACTOR", description = "Such as slack:U0123ABCD.") String id)
      throws SettingsException, IOException {
    parent.quietLog();
    Settings settings = parent.settingsWithoutChats();
    try (JdbcAuditLog audit =
        JdbcAuditLog.open(settings.stateDir().resolve(StateFolder.DATABASE_FILE))) {
      boolean removed = factor(settings, audit).remove(new Actor(id, id));
      parent
          .out()
          .println(removed ? "Removed the secret of " + id + "." : id + " is not enrolled.");
      return removed ? ExitCodes.PASSED : ExitCodes.USAGE;
    }
  }

  private static TotpSecondFactor factor(Settings settings, JdbcAuditLog audit) {
    return new TotpSecondFactor(
        settings.stateDir().resolve(StateFolder.AUTHENTICATORS_FILE), audit, Clock.systemUTC());
  }
}
