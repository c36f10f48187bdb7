package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Remotes;
import java.util.List;

/** Checks the runbook's best practices against the existing backups. */
public final class BestPractices {
  private final List<Rule> rules;

  /** With what backups should be like, and a way to ask remotes. */
  public BestPractices(AdviceSettings settings, Remotes remotes) {
    this.rules =
        List.of(
            new BackupScriptStatusRule(),
            new ScheduleRule(settings.newestWithin()),
            new GenerationsRule(settings.generations()),
            new UsualSizeRule(settings.sizeChange()),
            new OffsiteRule(remotes),
            new EncryptedRule(remotes),
            new TestedInTimeRule(settings.testedWithin()));
  }

  /**
   * Checks which of them hold, in a fixed order. May read backups and ask remotes: takes its time.
   */
  public List<Practice> look(BackupInventory stock) {
    return rules.stream().map(rule -> rule.look(stock)).toList();
  }
}
