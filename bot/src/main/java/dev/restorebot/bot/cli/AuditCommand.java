package dev.restorebot.bot.cli;

import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditVerdict;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.evidence.AuditAgainstEvidence;
import dev.restorebot.engine.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code restore-bot audit}. */
@Command(name = "audit", description = "The audit log: what was requested, attempted and done.")
final class AuditCommand {
  @ParentCommand private RestoreBotCommand parent;

  @Command(
      name = "verify",
      description = "Checks whether any entry was changed, removed, inserted or cut off.")
  int verify(
      @Option(
              names = "--evidence",
              paramLabel = "DIR",
              description = {
                "Also compares with the reports in DIR (a folder for each job): each records where"
                    + " the log ended, so a log that was cut or rewritten is found."
              })
          Optional<Path> evidence,
      @Option(
              names = "--head",
              paramLabel = "NUMBER:HASH",
              description =
                  "Also checks that the log still has this entry: the end of the log as a thread or"
                      + " a report recorded it.")
          Optional<String> head,
      @Mixin JsonOption json)
      throws SettingsException, IOException {
    parent.quietLog();
    Optional<AuditHead> remembered = head.flatMap(AuditHead::parse);
    if (head.isPresent() && remembered.isEmpty()) {
      parent.err().println("--head needs NUMBER:HASH, as the thread or the report shows it.");
      return ExitCodes.USAGE;
    }
    Optional<JdbcAuditLog> log = open();
    if (log.isEmpty()) {
      return ExitCodes.USAGE;
    }
    try (JdbcAuditLog audit = log.get()) {
      AuditVerdict verdict = audit.verify(remembered);
      List<String> differences =
          evidence.isPresent() ? AuditAgainstEvidence.compare(audit, evidence.get()) : List.of();
      boolean whole = verdict.whole() && differences.isEmpty();
      if (json.wanted()) {
        parent.answers().json(new Verified(whole, verdict.words(), differences));
        return whole ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
      }
      parent.out().println(verdict.words());
      differences.forEach(line -> parent.out().println("WRONG: " + line));
      if (evidence.isPresent() && differences.isEmpty()) {
        parent.out().println("The reports and the log agree.");
      }
      return whole ? ExitCodes.PASSED : ExitCodes.CHECK_FAILED;
    }
  }

  /** The verdict for a program; docs/command-line.md describes it. */
  private record Verified(boolean whole, String words, List<String> differences) {}

  @Command(name = "export", description = "Prints the audit log as JSON lines, oldest entry first.")
  int export() throws SettingsException, IOException {
    parent.quietLog();
    Optional<JdbcAuditLog> log = open();
    if (log.isEmpty()) {
      return ExitCodes.USAGE;
    }
    try (JdbcAuditLog audit = log.get()) {
      audit.export(parent.out());
      return ExitCodes.PASSED;
    }
  }

  private Optional<JdbcAuditLog> open() throws SettingsException {
    Path state = parent.settingsWithoutChats().stateDir().resolve(StateFolder.DATABASE_FILE);
    if (!Files.exists(state)) {
      parent.err().println("There is no state in " + state + ", so nothing has been logged yet.");
      return Optional.empty();
    }
    return Optional.of(JdbcAuditLog.open(state));
  }
}
