package dev.restorebot.bot.settings;

import dev.restorebot.engine.advice.AdviceSettings;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.verify.Level;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every setting that has a single value or a list. A list's default has a line for each part. */
final class SettingKeys {
  private static final ValueType<Set<String>> ONE_PERSON =
      Parsers.matching(
          "\\s*{id}\\s*(?:=\\s*{id}\\s*)*"
              .replace("{id}", "(?:slack|discord|console|cli):[^\\s=]+"),
          "one person's ids such as slack:U0123ABCD = discord:1190000000000000003",
          SettingKeys::onePerson);
  private static final ValueType<Settings.MinRows> TABLE_ROWS =
      Parsers.matching(
          "[^=]+=\\s*\\d{1,18}\\s*",
          "a table and its fewest rows such as users = 10",
          SettingKeys::minRows);
  private static final ValueType<String> SLACK_PERSON =
      Parsers.matching(
          "[UWS][A-Z0-9]{3,20}", "the id of a person (U0123ABCD) or a user group (S0123ABCD)");
  private static final ValueType<String> SNOWFLAKE =
      Parsers.matching("[0-9]{15,20}", "an id of 15 to 20 digits (Discord: Copy ID)");

  static final SettingKey<String> STATE_DIR = new SettingKey<>("state-dir", "", Parsers.TEXT);

  static final SettingKey<Settings.SandboxRuntime> RUNTIME =
      new SettingKey<>("sandbox.runtime", "auto", Parsers.oneOf(Settings.SandboxRuntime.class));
  static final SettingKey<String> PREFIX =
      new SettingKey<>(
          "sandbox.prefix",
          "restore-bot",
          Parsers.matching(
              "[a-z0-9][a-z0-9_.-]{0,39}", "a name of lower-case letters, digits, -, _ and ."));
  static final SettingKey<Duration> LIFETIME =
      new SettingKey<>("sandbox.lifetime", "24h", Parsers.DURATION);
  static final SettingKey<Duration> WARN_BEFORE =
      new SettingKey<>("sandbox.warn-before", "1h", Parsers.DURATION);
  static final SettingKey<Duration> MAX_LIFETIME =
      new SettingKey<>("sandbox.max-lifetime", "7d", Parsers.DURATION);
  static final SettingKey<Long> KEEP_FREE =
      new SettingKey<>("sandbox.keep-free", "1GiB", Parsers.SIZE_IN_BYTES);
  static final SettingKey<Optional<Long>> MAX_DISK =
      new SettingKey<>("sandbox.max-disk", "", Parsers.optional(Parsers.SIZE_IN_BYTES));

  static final SettingKey<Optional<String>> DOCKER_HOST =
      new SettingKey<>("sandbox.docker.host", "", Parsers.optional(Parsers.TEXT));
  static final SettingKey<String> IMAGE =
      new SettingKey<>(
          "sandbox.docker.image", "postgres:{major}-alpine", Parsers.matching("\\S+", "an image"));
  static final SettingKey<Integer> DEFAULT_MAJOR =
      new SettingKey<>("sandbox.docker.default-major", "17", Parsers.number(9, 99));
  static final SettingKey<Boolean> PULL =
      new SettingKey<>("sandbox.docker.pull", "true", Parsers.BOOL);
  static final SettingKey<Long> MEMORY =
      new SettingKey<>("sandbox.docker.memory", "2GiB", Parsers.SIZE_IN_BYTES);
  static final SettingKey<Integer> CPUS =
      new SettingKey<>("sandbox.docker.cpus", "0", Parsers.number(0, 1024));
  static final SettingKey<Integer> PIDS =
      new SettingKey<>("sandbox.docker.pids", "256", Parsers.number(32, 100_000));
  static final SettingKey<Duration> START_TIMEOUT =
      new SettingKey<>("sandbox.docker.start-timeout", "60s", Parsers.DURATION);
  static final SettingKey<List<String>> SERVER_ARGS =
      new SettingKey<>("sandbox.docker.server-args", "", Parsers.list(Parsers.TEXT));

  static final SettingKey<Optional<Path>> BIN_DIR =
      new SettingKey<>("sandbox.local.bin-dir", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<Path>> BASE_DIR =
      new SettingKey<>("sandbox.local.base-dir", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<String> RUN_AS =
      new SettingKey<>(
          "sandbox.local.run-as", "nobody", Parsers.matching("[a-z_][a-z0-9_-]*", "a user name"));

  static final SettingKey<List<Path>> FOLDERS =
      new SettingKey<>("backups.folders", "./deploy/backups", Parsers.list(Parsers.PATH));
  static final SettingKey<List<String>> REMOTES =
      new SettingKey<>("backups.remotes", "", Parsers.list(Parsers.REMOTE));
  static final SettingKey<String> RCLONE =
      new SettingKey<>("backups.rclone.program", "rclone", Parsers.TEXT);
  static final SettingKey<Optional<Path>> RCLONE_CONFIG =
      new SettingKey<>("backups.rclone.config-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<Path>> KEY_FILE =
      new SettingKey<>("backups.key-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<List<Integer>> ITERATIONS =
      new SettingKey<>(
          "backups.iterations", "200000\n10000", Parsers.list(Parsers.number(1, 100_000_000)));
  static final SettingKey<ZoneId> TIME_ZONE =
      new SettingKey<>("backups.time-zone", "system", Parsers.ZONE);

  static final SettingKey<List<String>> NAMES =
      new SettingKey<>(
          "backups.names", String.join("\n", BackupNames.USUAL), Parsers.list(Parsers.NAMES));
  static final SettingKey<Duration> LIST_KEPT =
      new SettingKey<>("backups.list-kept", "10s", Parsers.DURATION);
  static final SettingKey<Boolean> VERIFY_NEW =
      new SettingKey<>("backups.verify-new", "false", Parsers.BOOL);
  static final SettingKey<Optional<String>> VERIFY_NEW_CHANNEL =
      new SettingKey<>("backups.verify-new-channel", "", Parsers.optional(Parsers.CHANNEL));
  static final SettingKey<Duration> NEWEST_WITHIN =
      new SettingKey<>("backups.advice.newest-within", "26h", Parsers.DURATION);
  static final SettingKey<Duration> TESTED_WITHIN =
      new SettingKey<>("backups.advice.tested-within", "24h", Parsers.DURATION);
  static final SettingKey<List<AdviceSettings.Generation>> GENERATIONS =
      new SettingKey<>(
          "backups.advice.generations",
          "daily\nweekly\nmonthly",
          Parsers.list(Parsers.oneOf(AdviceSettings.Generation.class)));
  static final SettingKey<Integer> SIZE_CHANGE =
      new SettingKey<>("backups.advice.size-change", "50", Parsers.number(1, 1_000));

  static final SettingKey<List<String>> UPLOADS_NAMES =
      new SettingKey<>(
          "uploads.names", "{app}_uploads_{yyyy-MM-dd_HH-mm-ss}", Parsers.list(Parsers.NAMES));
  static final SettingKey<Duration> UPLOADS_WITHIN =
      new SettingKey<>("uploads.within", "6h", Parsers.DURATION);
  static final SettingKey<String> ARCHIVE_ROOT =
      new SettingKey<>("uploads.archive-root", "", Parsers.TEXT);
  static final SettingKey<String> PATH_PREFIX =
      new SettingKey<>("uploads.path-prefix", "", Parsers.TEXT);

  static final SettingKey<Integer> JOBS =
      new SettingKey<>("restore.jobs", "0", Parsers.number(0, 256));
  static final SettingKey<Duration> TIMEOUT =
      new SettingKey<>("restore.timeout", "4h", Parsers.DURATION);
  static final SettingKey<Boolean> OWNER =
      new SettingKey<>("restore.owner-and-privileges", "false", Parsers.BOOL);
  static final SettingKey<Integer> CONCURRENT =
      new SettingKey<>("restore.concurrent", "1", Parsers.number(1, 64));

  static final SettingKey<Level> LEVEL =
      new SettingKey<>("verify.level", "standard", Parsers.oneOf(Level.class));
  static final SettingKey<Duration> STATEMENT_TIMEOUT =
      new SettingKey<>("verify.statement-timeout", "5m", Parsers.DURATION);
  static final SettingKey<List<String>> KEY_TABLES =
      new SettingKey<>(
          "verify.key-tables",
          "users?\nassignments?\nassignment_documents?\nalembic_version?",
          Parsers.list(Parsers.TEXT));
  static final SettingKey<Optional<String>> ALEMBIC_HEAD =
      new SettingKey<>("verify.alembic-head", "", Parsers.optional(Parsers.TEXT));
  static final SettingKey<Optional<Path>> ALEMBIC_VERSIONS =
      new SettingKey<>("verify.alembic-versions", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Settings.SchemaDrift> SCHEMA_DRIFT =
      new SettingKey<>("verify.schema-drift", "note", Parsers.oneOf(Settings.SchemaDrift.class));
  static final SettingKey<Integer> MAX_DROP =
      new SettingKey<>("verify.max-drop", "50", Parsers.number(0, 100));
  static final SettingKey<List<Settings.MinRows>> MIN_ROWS =
      new SettingKey<>("verify.min-rows", "", Parsers.list(TABLE_ROWS));
  static final SettingKey<List<String>> FRESHNESS =
      new SettingKey<>(
          "verify.freshness",
          "",
          Parsers.list(Parsers.matching(".+\\..+", "a column such as users.created_at")));
  static final SettingKey<Optional<Duration>> MAX_AGE =
      new SettingKey<>("verify.max-age", "", Parsers.optional(Parsers.DURATION));
  static final SettingKey<Optional<Duration>> MAX_BACKUP_AGE =
      new SettingKey<>("verify.max-backup-age", "", Parsers.optional(Parsers.DURATION));
  static final SettingKey<Optional<Duration>> MAX_RESTORE_TIME =
      new SettingKey<>("verify.max-restore-time", "", Parsers.optional(Parsers.DURATION));
  static final SettingKey<List<String>> UNMASK =
      new SettingKey<>("verify.unmask", "", Parsers.list(Parsers.TEXT));
  static final SettingKey<Optional<String>> UPLOADS_QUERY =
      new SettingKey<>("verify.uploads-query", "", Parsers.optional(Parsers.TEXT));
  static final SettingKey<Boolean> UPLOADS_REQUIRED =
      new SettingKey<>("verify.uploads-required", "false", Parsers.BOOL);

  static final SettingKey<Boolean> CONSOLE =
      new SettingKey<>("console.enabled", "true", Parsers.BOOL);
  static final SettingKey<Integer> PORT =
      new SettingKey<>("console.port", "8077", Parsers.number(0, 65_535));
  static final SettingKey<String> CHANNEL =
      new SettingKey<>(
          "console.channel",
          "ops-restore",
          Parsers.matching("[a-z0-9-]{1,40}", "a channel of lower-case letters, digits and -"));

  static final SettingKey<Boolean> SLACK = new SettingKey<>("slack.enabled", "false", Parsers.BOOL);
  static final SettingKey<Settings.SlackMode> SLACK_MODE =
      new SettingKey<>("slack.mode", "socket", Parsers.oneOf(Settings.SlackMode.class));
  static final SettingKey<Optional<Path>> SLACK_BOT_TOKEN =
      new SettingKey<>("slack.bot-token-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<Path>> SLACK_APP_TOKEN =
      new SettingKey<>("slack.app-token-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<Path>> SLACK_SIGNING_SECRET =
      new SettingKey<>("slack.signing-secret-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Integer> SLACK_PORT =
      new SettingKey<>("slack.http-port", "8078", Parsers.number(0, 65_535));
  static final SettingKey<URI> SLACK_API =
      new SettingKey<>("slack.api-base-url", "https://slack.com/api/", Parsers.URL);
  static final SettingKey<Optional<String>> SLACK_WORKSPACE =
      new SettingKey<>(
          "slack.workspace",
          "",
          Parsers.optional(
              Parsers.matching("[TE][A-Z0-9]{3,20}", "a workspace id such as T0123ABCD")));
  static final SettingKey<List<String>> SLACK_CHANNELS =
      new SettingKey<>(
          "slack.channels",
          "",
          Parsers.list(
              Parsers.matching(
                  "[CGD][A-Z0-9]{3,20}", "a channel id such as C0123ABCD, not a name")));
  static final SettingKey<List<String>> SLACK_TESTERS =
      new SettingKey<>("slack.testers", "", Parsers.list(SLACK_PERSON));
  static final SettingKey<List<String>> SLACK_LEADS =
      new SettingKey<>("slack.leads", "", Parsers.list(SLACK_PERSON));

  static final SettingKey<Boolean> DISCORD =
      new SettingKey<>("discord.enabled", "false", Parsers.BOOL);
  static final SettingKey<Optional<Path>> DISCORD_TOKEN =
      new SettingKey<>("discord.token-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<String>> DISCORD_SERVER =
      new SettingKey<>("discord.server", "", Parsers.optional(SNOWFLAKE));
  static final SettingKey<Optional<URI>> DISCORD_API =
      new SettingKey<>("discord.api-base-url", "", Parsers.optional(Parsers.URL));
  static final SettingKey<Optional<URI>> DISCORD_GATEWAY =
      new SettingKey<>("discord.gateway-url", "", Parsers.optional(Parsers.URL));
  static final SettingKey<List<String>> DISCORD_CHANNELS =
      new SettingKey<>("discord.channels", "", Parsers.list(SNOWFLAKE));
  static final SettingKey<List<String>> DISCORD_TESTERS =
      new SettingKey<>("discord.testers", "", Parsers.list(SNOWFLAKE));
  static final SettingKey<List<String>> DISCORD_LEADS =
      new SettingKey<>("discord.leads", "", Parsers.list(SNOWFLAKE));

  static final SettingKey<Integer> NEEDED =
      new SettingKey<>("approval.needed", "2", Parsers.number(2, 20));
  static final SettingKey<Duration> APPROVE_WITHIN =
      new SettingKey<>("approval.approve-within", "30m", Parsers.DURATION);
  static final SettingKey<Duration> RUN_WITHIN =
      new SettingKey<>("approval.run-within", "30m", Parsers.DURATION);
  static final SettingKey<List<Duration>> REMINDERS =
      new SettingKey<>("approval.reminders", "10m\n20m", Parsers.list(Parsers.DURATION));
  static final SettingKey<Settings.SecondFactor> SECOND_FACTOR =
      new SettingKey<>(
          "approval.second-factor", "none", Parsers.oneOf(Settings.SecondFactor.class));
  static final SettingKey<List<Set<String>>> SAME_PERSON =
      new SettingKey<>("approval.same-person", "", Parsers.list(ONE_PERSON));

  static final SettingKey<Optional<String>> PROJECT =
      new SettingKey<>(
          "disaster.project",
          "",
          Parsers.optional(
              Parsers.matching("[a-z0-9][a-z0-9_-]*", "the name of a Compose project")));
  static final SettingKey<String> SERVICE =
      new SettingKey<>(
          "disaster.service", "db", Parsers.matching("[a-zA-Z0-9._-]+", "a Compose service"));
  static final SettingKey<Optional<String>> DATABASE =
      new SettingKey<>("disaster.database", "", Parsers.optional(Parsers.TEXT));
  static final SettingKey<List<String>> STOP =
      new SettingKey<>("disaster.stop", "api\nemail-worker\nfrontend", Parsers.list(Parsers.TEXT));
  static final SettingKey<Settings.StopServices> STOP_SERVICES =
      new SettingKey<>(
          "disaster.stop-services", "before-restore", Parsers.oneOf(Settings.StopServices.class));
  static final SettingKey<Settings.Swap> SWAP =
      new SettingKey<>("disaster.swap", "ask", Parsers.oneOf(Settings.Swap.class));
  static final SettingKey<Boolean> SAFETY_COPY =
      new SettingKey<>("disaster.safety-copy", "false", Parsers.BOOL);
  static final SettingKey<Optional<Duration>> REQUIRE_TESTED =
      new SettingKey<>("disaster.require-tested-within", "", Parsers.optional(Parsers.DURATION));
  static final SettingKey<Optional<Path>> OVERRIDE_FILE =
      new SettingKey<>("disaster.override-file", "", Parsers.optional(Parsers.PATH));
  static final SettingKey<Optional<String>> UPLOADS_VOLUME =
      new SettingKey<>(
          "disaster.uploads-volume",
          "",
          Parsers.optional(
              Parsers.matching("[a-zA-Z0-9._-]+", "a volume's name in the project's files")));
  static final SettingKey<Duration> CHECK_PATIENCE =
      new SettingKey<>("disaster.check-patience", "2m", Parsers.DURATION);
  static final SettingKey<List<String>> HAND_CHECKS =
      new SettingKey<>(
          "disaster.hand-checks",
          "An administrator can log in\nThe assignment list loads\nA document can be downloaded\n"
              + "Notifications are visible",
          Parsers.list(Parsers.TEXT));
  static final SettingKey<List<String>> CONTACTS =
      new SettingKey<>("disaster.contacts", "", Parsers.list(Parsers.TEXT));

  static final SettingKey<Optional<Path>> EVIDENCE_KEY =
      new SettingKey<>("evidence.key-file", "", Parsers.optional(Parsers.PATH));

  static final SettingKey<Boolean> METRICS =
      new SettingKey<>("metrics.enabled", "false", Parsers.BOOL);
  static final SettingKey<String> METRICS_ADDRESS =
      new SettingKey<>(
          "metrics.address", "127.0.0.1", Parsers.matching("[0-9a-fA-F.:]+", "an IP address"));
  static final SettingKey<Integer> METRICS_PORT =
      new SettingKey<>("metrics.port", "8079", Parsers.number(0, 65_535));

  private SettingKeys() {}

  private static Set<String> onePerson(String text) {
    return Arrays.stream(text.split("=", -1))
        .map(String::strip)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Settings.MinRows minRows(String text) {
    String[] parts = text.split("=", -1);
    return new Settings.MinRows(parts[0].strip(), Long.parseLong(parts[1].strip()));
  }

  /** All of them, in the order of the file. */
  static List<SettingKey<?>> all() {
    return Arrays.stream(SettingKeys.class.getDeclaredFields())
        .filter(
            field -> Modifier.isStatic(field.getModifiers()) && field.getType() == SettingKey.class)
        .<SettingKey<?>>map(SettingKeys::value)
        .toList();
  }

  private static SettingKey<?> value(java.lang.reflect.Field field) {
    try {
      return (SettingKey<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
