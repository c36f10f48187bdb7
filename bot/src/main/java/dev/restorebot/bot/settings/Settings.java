package dev.restorebot.bot.settings;

import dev.restorebot.engine.advice.AdviceSettings;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.verify.Expectation;
import dev.restorebot.engine.verify.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be set. Immutable, validated, and safe to print: secrets do not show.
 *
 * <p>Each setting is explained in {@code config/restore-bot.yaml}; {@link SettingKeys} holds names
 * and defaults.
 *
 * @param stateDir where the bot keeps what it must not forget
 */
public record Settings(
    Path stateDir,
    Sandbox sandbox,
    Backups backups,
    Uploads uploads,
    Restore restore,
    Verify verify,
    Map<String, Verify> databases,
    Console console,
    Slack slack,
    Discord discord,
    Approval approval,
    Disaster disaster,
    List<DrillSettings> drills,
    Evidence evidence,
    Metrics metrics) {

  public Settings {
    databases = Map.copyOf(databases);
    drills = List.copyOf(drills);
  }

  /** Where sandboxes run. */
  public enum SandboxRuntime {
    AUTO,
    DOCKER,
    LOCAL
  }

  /** Sandboxes, whatever runs them. */
  public record Sandbox(
      SandboxRuntime runtime,
      String prefix,
      Duration lifetime,
      Duration warnBefore,
      Duration maxLifetime,
      long keepFree,
      Optional<Long> maxDisk,
      Docker docker,
      Local local) {}

  /** Sandboxes in Docker. */
  public record Docker(
      Optional<String> host,
      String image,
      int defaultMajor,
      boolean pull,
      long memory,
      int cpus,
      int pids,
      Duration startTimeout,
      List<String> serverArgs) {
    public Docker {
      serverArgs = List.copyOf(serverArgs);
    }
  }

  /** Sandboxes from an installed PostgreSQL. */
  public record Local(Optional<Path> binDir, Optional<Path> baseDir, String runAs) {}

  /** Where backups lie and how they are opened. */
  public record Backups(
      List<Path> folders,
      List<String> remotes,
      Rclone rclone,
      SecretValue key,
      List<Integer> iterations,
      ZoneId timeZone,
      List<String> names,
      Duration listKept,
      boolean verifyNew,
      Optional<String> verifyNewChannel,
      AdviceSettings advice) {
    public Backups {
      folders = List.copyOf(folders);
      remotes = List.copyOf(remotes);
      iterations = List.copyOf(iterations);
      names = List.copyOf(names);
    }
  }

  /** The program that reads remotes, and its own settings. */
  public record Rclone(String program, Optional<Path> configFile) {}

  /** Which archives hold the files beside a database, and how their names meet its paths. */
  public record Uploads(
      List<String> names, Duration within, String archiveRoot, String pathPrefix) {
    public Uploads {
      names = List.copyOf(names);
    }
  }

  /** How backups are restored. */
  public record Restore(int jobs, Duration timeout, boolean ownerAndPrivileges, int concurrent) {}

  /** What a restored database has to be like. */
  public record Verify(
      Level level,
      Duration statementTimeout,
      List<String> keyTables,
      Optional<String> alembicHead,
      Optional<Path> alembicVersions,
      SchemaDrift schemaDrift,
      int maxDrop,
      List<MinRows> minRows,
      List<String> freshness,
      Optional<Duration> maxAge,
      Optional<Duration> maxBackupAge,
      Optional<Duration> maxRestoreTime,
      Optional<Canary> canary,
      List<Sample> samples,
      List<String> unmask,
      List<Assertion> assertions,
      Optional<String> uploadsQuery,
      boolean uploadsRequired,
      List<Ignore> ignoreErrors) {
    public Verify {
      keyTables = List.copyOf(keyTables);
      minRows = List.copyOf(minRows);
      freshness = List.copyOf(freshness);
      samples = List.copyOf(samples);
      unmask = List.copyOf(unmask);
      assertions = List.copyOf(assertions);
      ignoreErrors = List.copyOf(ignoreErrors);
    }
  }

  /** What another schema than that of the last passed run means. */
  public enum SchemaDrift {
    NOTE,
    FAIL
  }

  /** The fewest rows of a table. */
  public record MinRows(String table, long rows) {
    @Override
    public String toString() {
      return table + " = " + rows;
    }
  }

  /** A query and the one value that it must give; the value never shows. */
  public record Canary(String sql, SecretValue value) {}

  /** A query whose rows are shown. */
  public record Sample(String name, String sql) {}

  /** A query whose value must be as expected. */
  public record Assertion(String name, String sql, Expectation is) {}

  /** An error that does not count, and why. */
  public record Ignore(String pattern, String reason) {}

  /** The local web page. */
  public record Console(boolean enabled, int port, String channel) {}

  /** How Slack reaches the bot. */
  public enum SlackMode {
    SOCKET,
    HTTP
  }

  /** Slack. */
  public record Slack(
      boolean enabled,
      SlackMode mode,
      SecretValue botToken,
      SecretValue appToken,
      SecretValue signingSecret,
      int httpPort,
      URI apiBaseUrl,
      Optional<String> workspace,
      List<String> channels,
      List<String> testers,
      List<String> leads) {
    public Slack {
      channels = List.copyOf(channels);
      testers = List.copyOf(testers);
      leads = List.copyOf(leads);
    }

    /** The same, switched off. */
    public Slack off() {
      return new Slack(
          false,
          mode,
          botToken,
          appToken,
          signingSecret,
          httpPort,
          apiBaseUrl,
          workspace,
          channels,
          testers,
          leads);
    }
  }

  /** Discord. */
  public record Discord(
      boolean enabled,
      SecretValue token,
      Optional<String> server,
      Optional<URI> apiBaseUrl,
      Optional<URI> gatewayUrl,
      List<String> channels,
      List<String> testers,
      List<String> leads) {
    public Discord {
      channels = List.copyOf(channels);
      testers = List.copyOf(testers);
      leads = List.copyOf(leads);
    }

    /** The same, switched off. */
    public Discord off() {
      return new Discord(false, token, server, apiBaseUrl, gatewayUrl, channels, testers, leads);
    }
  }

  /** What an approver shows beside being who the chat says. */
  public enum SecondFactor {
    NONE,
    TOTP
  }

  /** Who lets a disaster restore run. */
  public record Approval(
      int needed,
      Duration approveWithin,
      Duration runWithin,
      List<Duration> reminders,
      SecondFactor secondFactor,
      List<Set<String>> samePerson) {
    public Approval {
      reminders = List.copyOf(reminders);
      samePerson = List.copyOf(samePerson);
    }
  }

  /** When the services stop for a disaster restore. */
  public enum StopServices {
    BEFORE_RESTORE,
    BEFORE_SWAP
  }

  /** Who swaps the restored volume in. */
  public enum Swap {
    ASK,
    AUTOMATIC,
    MANUAL
  }

  /** A page that must answer after a swap. */
  public record HttpCheck(String name, URI url, int status, Optional<String> contains) {}

  /** Disaster restores of a Compose project. */
  public record Disaster(
      Optional<String> project,
      String service,
      Optional<String> database,
      List<String> stop,
      StopServices stopServices,
      Swap swap,
      boolean safetyCopy,
      Optional<Duration> requireTestedWithin,
      Optional<Path> overrideFile,
      Optional<String> uploadsVolume,
      Duration checkPatience,
      List<HttpCheck> httpChecks,
      List<String> handChecks,
      List<String> contacts) {
    public Disaster {
      stop = List.copyOf(stop);
      httpChecks = List.copyOf(httpChecks);
      handChecks = List.copyOf(handChecks);
      contacts = List.copyOf(contacts);
    }
  }

  /** Reports of what was tested. */
  public record Evidence(Optional<Path> keyFile) {}

  /** Metrics and health for a monitoring system. */
  public record Metrics(boolean enabled, String address, int port) {}

  /** What applies to a database: its own settings, or the general ones. */
  public Verify verifyOf(String database) {
    return databases.getOrDefault(database, verify);
  }

  /** All settings, a line each, for people; secrets do not show. */
  public String describe() {
    return SettingsText.of(this);
  }
}
