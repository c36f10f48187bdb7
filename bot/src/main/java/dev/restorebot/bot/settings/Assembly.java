package dev.restorebot.bot.settings;

import dev.restorebot.engine.advice.AdviceSettings;
import java.nio.file.Path;
import java.util.Map;

/** Puts settings together from their values. */
final class Assembly {
  private final Values values;
  private final Map<String, String> environment;
  private final Secrets secrets;

  Assembly(Values values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
    this.secrets = new Secrets(values, environment);
  }

  Settings settings() {
    Settings.Verify verify = VerifyParts.general(values);
    Settings settings =
        new Settings(
            stateDir(),
            sandbox(),
            new Settings.Backups(
                values.get(Keys.FOLDERS),
                values.get(Keys.REMOTES),
                new Settings.Rclone(values.get(Keys.RCLONE), values.get(Keys.RCLONE_CONFIG)),
                secrets.read(Keys.KEY_FILE),
                values.get(Keys.ITERATIONS),
                values.get(Keys.TIME_ZONE),
                values.get(Keys.NAMES),
                values.get(Keys.LIST_KEPT),
                values.get(Keys.VERIFY_NEW),
                values.get(Keys.VERIFY_NEW_CHANNEL),
                new AdviceSettings(
                    values.get(Keys.GENERATIONS),
                    values.get(Keys.NEWEST_WITHIN),
                    values.get(Keys.TESTED_WITHIN),
                    values.get(Keys.SIZE_CHANGE))),
            new Settings.Uploads(
                values.get(Keys.UPLOADS_NAMES),
                values.get(Keys.UPLOADS_WITHIN),
                values.get(Keys.ARCHIVE_ROOT),
                values.get(Keys.PATH_PREFIX)),
            new Settings.Restore(
                values.get(Keys.JOBS),
                values.get(Keys.TIMEOUT),
                values.get(Keys.OWNER),
                values.get(Keys.CONCURRENT)),
            verify,
            VerifyParts.databases(values),
            new Settings.Console(
                values.get(Keys.CONSOLE), values.get(Keys.PORT), values.get(Keys.CHANNEL)),
            new ChatParts(values, secrets).slack(),
            new ChatParts(values, secrets).discord(),
            DisasterParts.approval(values),
            DisasterParts.disaster(values),
            DrillParts.of(values),
            new Settings.Evidence(values.get(Keys.EVIDENCE_KEY)),
            new Settings.Metrics(
                values.get(Keys.METRICS),
                values.get(Keys.METRICS_ADDRESS),
                values.get(Keys.METRICS_PORT)));
    checkTogether(settings);
    return settings;
  }

  private Settings.Sandbox sandbox() {
    return new Settings.Sandbox(
        values.get(Keys.RUNTIME),
        values.get(Keys.PREFIX),
        values.get(Keys.LIFETIME),
        values.get(Keys.WARN_BEFORE),
        values.get(Keys.MAX_LIFETIME),
        values.get(Keys.KEEP_FREE),
        values.get(Keys.MAX_DISK),
        new Settings.Docker(
            values.get(Keys.DOCKER_HOST),
            values.get(Keys.IMAGE),
            values.get(Keys.DEFAULT_MAJOR),
            values.get(Keys.PULL),
            values.get(Keys.MEMORY),
            values.get(Keys.CPUS),
            values.get(Keys.PIDS),
            values.get(Keys.START_TIMEOUT),
            values.get(Keys.SERVER_ARGS)),
        new Settings.Local(
            values.get(Keys.BIN_DIR), values.get(Keys.BASE_DIR), values.get(Keys.RUN_AS)));
  }

  /** As the XDG base directory specification says, when it is not set. */
  private Path stateDir() {
    String set = values.get(Keys.STATE_DIR);
    if (!set.isBlank()) {
      return Read.path(set);
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return Read.path(xdg.startsWith("/") ? xdg : "~/.local/state").resolve("restore-bot");
  }

  private void checkTogether(Settings settings) {
    Settings.Sandbox sandbox = settings.sandbox();
    if (sandbox.maxLifetime().compareTo(sandbox.lifetime()) < 0) {
      values.problem(
          Keys.MAX_LIFETIME.path(), "is shorter than " + Keys.LIFETIME.path() + ", make it longer");
    }
    if (settings.backups().iterations().isEmpty()) {
      values.problem(Keys.ITERATIONS.path(), "needs at least one number");
    }
  }
}
