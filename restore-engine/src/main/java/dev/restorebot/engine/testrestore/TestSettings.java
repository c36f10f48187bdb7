package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Settings of test restores.
 *
 * @param owner whose the sandboxes are: the owner of the job store, or {@link
 *     OrphanFinder#commandOwner()} for a command without one
 * @param concurrent how many at once; the rest queue
 * @param sandboxLifetime how long a sandbox stays for inspection
 * @param warnBefore how long before its end its thread is told
 * @param maxLifetime the longest that a sandbox may stay, however often its end is put off
 * @param keepSandbox whether the sandbox stays for inspection at all
 * @param warm how many started, empty servers are kept ready for the next tests
 * @param logins people's logins to sandboxes that stay
 * @param disk when a sandbox that fills the disk is ended
 * @param names how the names of backups are made: their {@code {app}} is compared with the database
 *     in the backup
 * @param database the database that every backup must be of; empty for any
 * @param policies the policy of a backup, by the names of its database, the one inside it first
 */
public record TestSettings(
    String owner,
    int concurrent,
    Duration sandboxLifetime,
    Duration warnBefore,
    Duration maxLifetime,
    boolean keepSandbox,
    int warm,
    LoginSettings logins,
    DiskLimits disk,
    BackupNames names,
    Optional<String> database,
    Function<List<String>, DatabasePolicy> policies) {
  /** Returns the same settings with another owner of sandboxes. */
  public TestSettings withOwner(String other) {
    return new TestSettings(
        other,
        concurrent,
        sandboxLifetime,
        warnBefore,
        maxLifetime,
        keepSandbox,
        warm,
        logins,
        disk,
        names,
        database,
        policies);
  }

  /** The same for backups of one database only. */
  public TestSettings of(Optional<String> only) {
    return new TestSettings(
        owner,
        concurrent,
        sandboxLifetime,
        warnBefore,
        maxLifetime,
        keepSandbox,
        warm,
        logins,
        disk,
        names,
        only,
        policies);
  }
}
