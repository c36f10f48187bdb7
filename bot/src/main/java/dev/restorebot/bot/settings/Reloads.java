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
              Keys.LIFETIME,
              Keys.WARN_BEFORE,
              Keys.MAX_LIFETIME,
              Keys.KEEP_FREE,
              Keys.MAX_DISK,
              Keys.FOLDERS,
              Keys.REMOTES,
              Keys.RCLONE,
              Keys.RCLONE_CONFIG,
              Keys.KEY_FILE,
              Keys.ITERATIONS,
              Keys.TIME_ZONE,
              Keys.NAMES,
              Keys.LIST_KEPT,
              Keys.NEWEST_WITHIN,
              Keys.TESTED_WITHIN,
              Keys.GENERATIONS,
              Keys.SIZE_CHANGE,
              Keys.UPLOADS_NAMES,
              Keys.UPLOADS_WITHIN,
              Keys.ARCHIVE_ROOT,
              Keys.PATH_PREFIX,
              Keys.JOBS,
              Keys.TIMEOUT,
              Keys.OWNER,
              Keys.LEVEL,
              Keys.STATEMENT_TIMEOUT,
              Keys.KEY_TABLES,
              Keys.ALEMBIC_HEAD,
              Keys.ALEMBIC_VERSIONS,
              Keys.SCHEMA_DRIFT,
              Keys.MAX_DROP,
              Keys.MIN_ROWS,
              Keys.FRESHNESS,
              Keys.MAX_AGE,
              Keys.MAX_BACKUP_AGE,
              Keys.MAX_RESTORE_TIME,
              Keys.UNMASK,
              Keys.UPLOADS_QUERY,
              Keys.UPLOADS_REQUIRED,
              Keys.SLACK_CHANNELS,
              Keys.SLACK_TESTERS,
              Keys.SLACK_LEADS,
              Keys.DISCORD_CHANNELS,
              Keys.DISCORD_TESTERS,
              Keys.DISCORD_LEADS,
              Keys.NEEDED,
              Keys.APPROVE_WITHIN,
              Keys.RUN_WITHIN,
              Keys.REMINDERS,
              Keys.SECOND_FACTOR,
              Keys.SAME_PERSON,
              Keys.CHECK_PATIENCE,
              Keys.HAND_CHECKS,
              Keys.CONTACTS),
          VerifyParts.DATABASES,
          QueryParts.CANARY.path(),
          QueryParts.SAMPLES.path(),
          QueryParts.ASSERTIONS.path(),
          QueryParts.IGNORES.path(),
          DisasterParts.CHECKS.path(),
          DrillParts.DRILLS.path());

  /** Stays as it was at the start. */
  static final Set<String> RESTART =
      paths(
          Stream.of(
              Keys.STATE_DIR,
              Keys.RUNTIME,
              Keys.PREFIX,
              Keys.DOCKER_HOST,
              Keys.IMAGE,
              Keys.DEFAULT_MAJOR,
              Keys.PULL,
              Keys.MEMORY,
              Keys.CPUS,
              Keys.PIDS,
              Keys.START_TIMEOUT,
              Keys.SERVER_ARGS,
              Keys.BIN_DIR,
              Keys.BASE_DIR,
              Keys.RUN_AS,
              Keys.VERIFY_NEW,
              Keys.VERIFY_NEW_CHANNEL,
              Keys.CONCURRENT,
              Keys.CONSOLE,
              Keys.PORT,
              Keys.CHANNEL,
              Keys.SLACK,
              Keys.SLACK_MODE,
              Keys.SLACK_BOT_TOKEN,
              Keys.SLACK_APP_TOKEN,
              Keys.SLACK_SIGNING_SECRET,
              Keys.SLACK_PORT,
              Keys.SLACK_API,
              Keys.SLACK_WORKSPACE,
              Keys.DISCORD,
              Keys.DISCORD_TOKEN,
              Keys.DISCORD_SERVER,
              Keys.DISCORD_API,
              Keys.DISCORD_GATEWAY,
              Keys.PROJECT,
              Keys.SERVICE,
              Keys.DATABASE,
              Keys.STOP,
              Keys.STOP_SERVICES,
              Keys.SWAP,
              Keys.SAFETY_COPY,
              Keys.REQUIRE_TESTED,
              Keys.OVERRIDE_FILE,
              Keys.UPLOADS_VOLUME,
              Keys.EVIDENCE_KEY,
              Keys.METRICS,
              Keys.METRICS_ADDRESS,
              Keys.METRICS_PORT));

  private Reloads() {}

  private static Set<String> paths(Stream<Key<?>> keys, String... more) {
    return Stream.concat(keys.map(Key::path), Stream.of(more)).collect(toUnmodifiableSet());
  }
}
