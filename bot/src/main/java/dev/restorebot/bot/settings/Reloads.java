package dev.restorebot.bot.settings;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Set;
import java.util.stream.Stream;

/**
 * What a running bot takes over when its settings change, and what needs a restart. Every setting
 * is in one of the two; a test holds that.
 *
 * <p>A restart is needed for what a part holds open (ports, connections, the state), for what
 * containers were made with, and for what a disaster restore's plan is about: that is approved by
 * people, and must not change under their hands.
 */
final class Reloads {
  /** Taken over. What is under way keeps what it began with. */
  static final Set<String> LIVE =
      paths(
          Stream.of(
              SettingKeys.LIFETIME,
              SettingKeys.WARN_BEFORE,
              SettingKeys.MAX_LIFETIME,
              SettingKeys.KEEP_FREE,
              SettingKeys.MAX_DISK,
              SettingKeys.FOLDERS,
              SettingKeys.REMOTES,
              SettingKeys.RCLONE,
              SettingKeys.RCLONE_CONFIG,
              SettingKeys.KEY_FILE,
              SettingKeys.ITERATIONS,
              SettingKeys.TIME_ZONE,
              SettingKeys.NAMES,
              SettingKeys.LIST_KEPT,
              SettingKeys.NEWEST_WITHIN,
              SettingKeys.TESTED_WITHIN,
              SettingKeys.GENERATIONS,
              SettingKeys.SIZE_CHANGE,
              SettingKeys.UPLOADS_NAMES,
              SettingKeys.UPLOADS_WITHIN,
              SettingKeys.ARCHIVE_ROOT,
              SettingKeys.PATH_PREFIX,
              SettingKeys.JOBS,
              SettingKeys.TIMEOUT,
              SettingKeys.OWNER,
              SettingKeys.LEVEL,
              SettingKeys.STATEMENT_TIMEOUT,
              SettingKeys.KEY_TABLES,
              SettingKeys.ALEMBIC_HEAD,
              SettingKeys.ALEMBIC_VERSIONS,
              SettingKeys.SCHEMA_DRIFT,
              SettingKeys.MAX_DROP,
              SettingKeys.MIN_ROWS,
              SettingKeys.FRESHNESS,
              SettingKeys.MAX_AGE,
              SettingKeys.MAX_BACKUP_AGE,
              SettingKeys.MAX_RESTORE_TIME,
              SettingKeys.UNMASK,
              SettingKeys.UPLOADS_QUERY,
              SettingKeys.UPLOADS_REQUIRED,
              SettingKeys.SLACK_CHANNELS,
              SettingKeys.SLACK_TESTERS,
              SettingKeys.SLACK_LEADS,
              SettingKeys.DISCORD_CHANNELS,
              SettingKeys.DISCORD_TESTERS,
              SettingKeys.DISCORD_LEADS,
              SettingKeys.NEEDED,
              SettingKeys.APPROVE_WITHIN,
              SettingKeys.RUN_WITHIN,
              SettingKeys.REMINDERS,
              SettingKeys.SECOND_FACTOR,
              SettingKeys.SAME_PERSON,
              SettingKeys.CHECK_PATIENCE,
              SettingKeys.HAND_CHECKS,
              SettingKeys.CONTACTS),
          VerifySettingsReader.DATABASES,
          QuerySettingsReader.CANARY.path(),
          QuerySettingsReader.SAMPLES.path(),
          QuerySettingsReader.ASSERTIONS.path(),
          QuerySettingsReader.IGNORES.path(),
          DisasterSettingsReader.CHECKS.path(),
          DrillSettingsReader.DRILLS.path());

  /** Stays as it was at the start. */
  static final Set<String> RESTART =
      paths(
          Stream.of(
              SettingKeys.STATE_DIR,
              SettingKeys.RUNTIME,
              SettingKeys.PREFIX,
              SettingKeys.DOCKER_HOST,
              SettingKeys.IMAGE,
              SettingKeys.DEFAULT_MAJOR,
              SettingKeys.PULL,
              SettingKeys.MEMORY,
              SettingKeys.CPUS,
              SettingKeys.PIDS,
              SettingKeys.START_TIMEOUT,
              SettingKeys.SERVER_ARGS,
              SettingKeys.BIN_DIR,
              SettingKeys.BASE_DIR,
              SettingKeys.RUN_AS,
              SettingKeys.VERIFY_NEW,
              SettingKeys.VERIFY_NEW_CHANNEL,
              SettingKeys.CONCURRENT,
              SettingKeys.CONSOLE,
              SettingKeys.PORT,
              SettingKeys.CHANNEL,
              SettingKeys.SLACK,
              SettingKeys.SLACK_MODE,
              SettingKeys.SLACK_BOT_TOKEN,
              SettingKeys.SLACK_APP_TOKEN,
              SettingKeys.SLACK_SIGNING_SECRET,
              SettingKeys.SLACK_PORT,
              SettingKeys.SLACK_API,
              SettingKeys.SLACK_WORKSPACE,
              SettingKeys.DISCORD,
              SettingKeys.DISCORD_TOKEN,
              SettingKeys.DISCORD_SERVER,
              SettingKeys.DISCORD_API,
              SettingKeys.DISCORD_GATEWAY,
              SettingKeys.PROJECT,
              SettingKeys.SERVICE,
              SettingKeys.DATABASE,
              SettingKeys.STOP,
              SettingKeys.STOP_SERVICES,
              SettingKeys.SWAP,
              SettingKeys.SAFETY_COPY,
              SettingKeys.REQUIRE_TESTED,
              SettingKeys.OVERRIDE_FILE,
              SettingKeys.UPLOADS_VOLUME,
              SettingKeys.EVIDENCE_KEY,
              SettingKeys.METRICS,
              SettingKeys.METRICS_ADDRESS,
              SettingKeys.METRICS_PORT));

  private Reloads() {}

  private static Set<String> paths(Stream<SettingKey<?>> keys, String... more) {
    return Stream.concat(keys.map(SettingKey::path), Stream.of(more)).collect(toUnmodifiableSet());
  }
}
