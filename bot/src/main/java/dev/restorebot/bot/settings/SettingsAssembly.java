package dev.restorebot.bot.settings;

import dev.restorebot.engine.advice.AdviceSettings;
import java.nio.file.Path;
import java.util.Map;

/** Puts settings together from their values. */
final class SettingsAssembly {
  private final SettingValues values;
  private final Map<String, String> environment;
  private final Secrets secrets;

  SettingsAssembly(SettingValues values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
    this.secrets = new Secrets(values, environment);
  }

  Settings settings() {
    Settings.Verify verify = VerifySettingsReader.general(values);
    Settings settings =
        new Settings(
            stateDir(),
            sandbox(),
            new Settings.Backups(
                values.get(SettingKeys.FOLDERS),
                values.get(SettingKeys.REMOTES),
                new Settings.Rclone(
                    values.get(SettingKeys.RCLONE), values.get(SettingKeys.RCLONE_CONFIG)),
                secrets.read(SettingKeys.KEY_FILE),
                values.get(SettingKeys.ITERATIONS),
                values.get(SettingKeys.TIME_ZONE),
                values.get(SettingKeys.NAMES),
                values.get(SettingKeys.LIST_KEPT),
                values.get(SettingKeys.VERIFY_NEW),
                values.get(SettingKeys.VERIFY_NEW_CHANNEL),
                new AdviceSettings(
                    values.get(SettingKeys.GENERATIONS),
                    values.get(SettingKeys.NEWEST_WITHIN),
                    values.get(SettingKeys.TESTED_WITHIN),
                    values.get(SettingKeys.SIZE_CHANGE))),
            new Settings.Uploads(
                values.get(SettingKeys.UPLOADS_NAMES),
                values.get(SettingKeys.UPLOADS_WITHIN),
                values.get(SettingKeys.ARCHIVE_ROOT),
                values.get(SettingKeys.PATH_PREFIX)),
            new Settings.Restore(
                values.get(SettingKeys.JOBS),
                values.get(SettingKeys.TIMEOUT),
                values.get(SettingKeys.OWNER),
                values.get(SettingKeys.CONCURRENT)),
            verify,
            VerifySettingsReader.databases(values),
            new Settings.Console(
                values.get(SettingKeys.CONSOLE),
                values.get(SettingKeys.PORT),
                values.get(SettingKeys.CHANNEL)),
            new ChatSettingsReader(values, secrets).slack(),
            new ChatSettingsReader(values, secrets).discord(),
            DisasterSettingsReader.approval(values),
            DisasterSettingsReader.disaster(values),
            DrillSettingsReader.of(values),
            new Settings.Evidence(values.get(SettingKeys.EVIDENCE_KEY)),
            new Settings.Metrics(
                values.get(SettingKeys.METRICS),
                values.get(SettingKeys.METRICS_ADDRESS),
                values.get(SettingKeys.METRICS_PORT)));
    checkTogether(settings);
    return settings;
  }

  private Settings.Sandbox sandbox() {
    return new Settings.Sandbox(
        values.get(SettingKeys.RUNTIME),
        values.get(SettingKeys.PREFIX),
        values.get(SettingKeys.LIFETIME),
        values.get(SettingKeys.WARN_BEFORE),
        values.get(SettingKeys.MAX_LIFETIME),
        values.get(SettingKeys.KEEP_FREE),
        values.get(SettingKeys.MAX_DISK),
        new Settings.Docker(
            values.get(SettingKeys.DOCKER_HOST),
            values.get(SettingKeys.IMAGE),
            values.get(SettingKeys.DEFAULT_MAJOR),
            values.get(SettingKeys.PULL),
            values.get(SettingKeys.MEMORY),
            values.get(SettingKeys.CPUS),
            values.get(SettingKeys.PIDS),
            values.get(SettingKeys.START_TIMEOUT),
            values.get(SettingKeys.SERVER_ARGS)),
        new Settings.Local(
            values.get(SettingKeys.BIN_DIR),
            values.get(SettingKeys.BASE_DIR),
            values.get(SettingKeys.RUN_AS)));
  }

  /** As the XDG base directory specification says, when it is not set. */
  private Path stateDir() {
    String set = values.get(SettingKeys.STATE_DIR);
    if (!set.isBlank()) {
      return Parsers.path(set);
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return Parsers.path(xdg.startsWith("/") ? xdg : "~/.local/state").resolve("restore-bot");
  }

  private void checkTogether(Settings settings) {
    Settings.Sandbox sandbox = settings.sandbox();
    if (sandbox.maxLifetime().compareTo(sandbox.lifetime()) < 0) {
      values.problem(
          SettingKeys.MAX_LIFETIME.path(),
          "is shorter than " + SettingKeys.LIFETIME.path() + ", make it longer");
    }
    if (settings.backups().iterations().isEmpty()) {
      values.problem(SettingKeys.ITERATIONS.path(), "needs at least one number");
    }
  }
}
