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
final class Keys {
  private static final Kind<Set<String>> ONE_PERSON =
      Read.matching(
          "\\s*{id}\\s*(?:=\\s*{id}\\s*)*"
              .replace("{id}", "(?:slack|discord|console|cli):[^\\s=]+"),
          "one person's ids such as slack:U0123ABCD = discord:1190000000000000003",
          Keys::onePerson);
  private static final Kind<Settings.MinRows> TABLE_ROWS =
      Read.matching(
          "[^=]+=\\s*\\d{1,18}\\s*",
          "a table and its fewest rows such as users = 10",
          Keys::minRows);
  private static final Kind<String> SLACK_PERSON =
      Read.matching(
          "[UWS][A-Z0-9]{3,20}", "the id of a person (U0123ABCD) or a user group (S0123ABCD)");
  private static final Kind<String> SNOWFLAKE =
      Read.matching("[0-9]{15,20}", "an id of 15 to 20 digits (Discord: Copy ID)");

  static final Key<String> STATE_DIR = new Key<>("state-dir", "", Read.TEXT);

  static final Key<Settings.SandboxRuntime> RUNTIME =
      new Key<>("sandbox.runtime", "auto", Read.oneOf(Settings.SandboxRuntime.class));
  static final Key<String> PREFIX =
      new Key<>(
          "sandbox.prefix",
          "restore-bot",
          Read.matching(
              "[a-z0-9][a-z0-9_.-]{0,39}", "a name of lower-case letters, digits, -, _ and ."));
  static final Key<Duration> LIFETIME = new Key<>("sandbox.lifetime", "24h", Read.DURATION);
  static final Key<Duration> WARN_BEFORE = new Key<>("sandbox.warn-before", "1h", Read.DURATION);
  static final Key<Duration> MAX_LIFETIME = new Key<>("sandbox.max-lifetime", "7d", Read.DURATION);
  static final Key<Long> KEEP_FREE = new Key<>("sandbox.keep-free", "1GiB", Read.SIZE_IN_BYTES);
  static final Key<Optional<Long>> MAX_DISK =
      new Key<>("sandbox.max-disk", "", Read.optional(Read.SIZE_IN_BYTES));

  static final Key<Optional<String>> DOCKER_HOST =
      new Key<>("sandbox.docker.host", "", Read.optional(Read.TEXT));
  static final Key<String> IMAGE =
      new Key<>(
          "sandbox.docker.image", "postgres:{major}-alpine", Read.matching("\\S+", "an image"));
  static final Key<Integer> DEFAULT_MAJOR =
      new Key<>("sandbox.docker.default-major", "17", Read.number(9, 99));
  static final Key<Boolean> PULL = new Key<>("sandbox.docker.pull", "true", Read.BOOL);
  static final Key<Long> MEMORY = new Key<>("sandbox.docker.memory", "2GiB", Read.SIZE_IN_BYTES);
  static final Key<Integer> CPUS = new Key<>("sandbox.docker.cpus", "0", Read.number(0, 1024));
  static final Key<Integer> PIDS =
      new Key<>("sandbox.docker.pids", "256", Read.number(32, 100_000));
  static final Key<Duration> START_TIMEOUT =
      new Key<>("sandbox.docker.start-timeout", "60s", Read.DURATION);
  static final Key<List<String>> SERVER_ARGS =
      new Key<>("sandbox.docker.server-args", "", Read.list(Read.TEXT));

  static final Key<Optional<Path>> BIN_DIR =
      new Key<>("sandbox.local.bin-dir", "", Read.optional(Read.PATH));
  static final Key<Optional<Path>> BASE_DIR =
      new Key<>("sandbox.local.base-dir", "", Read.optional(Read.PATH));
  static final Key<String> RUN_AS =
      new Key<>(
          "sandbox.local.run-as", "nobody", Read.matching("[a-z_][a-z0-9_-]*", "a user name"));

  static final Key<List<Path>> FOLDERS =
      new Key<>("backups.folders", "./deploy/backups", Read.list(Read.PATH));
  static final Key<List<String>> REMOTES = new Key<>("backups.remotes", "", Read.list(Read.REMOTE));
  static final Key<String> RCLONE = new Key<>("backups.rclone.program", "rclone", Read.TEXT);
  static final Key<Optional<Path>> RCLONE_CONFIG =
      new Key<>("backups.rclone.config-file", "", Read.optional(Read.PATH));
  static final Key<Optional<Path>> KEY_FILE =
      new Key<>("backups.key-file", "", Read.optional(Read.PATH));
  static final Key<List<Integer>> ITERATIONS =
      new Key<>("backups.iterations", "200000\n10000", Read.list(Read.number(1, 100_000_000)));
  static final Key<ZoneId> TIME_ZONE = new Key<>("backups.time-zone", "system", Read.ZONE);

  static final Key<List<String>> NAMES =
      new Key<>("backups.names", String.join("\n", BackupNames.USUAL), Read.list(Read.NAMES));
  static final Key<Duration> LIST_KEPT = new Key<>("backups.list-kept", "10s", Read.DURATION);
  static final Key<Boolean> VERIFY_NEW = new Key<>("backups.verify-new", "false", Read.BOOL);
  static final Key<Optional<String>> VERIFY_NEW_CHANNEL =
      new Key<>("backups.verify-new-channel", "", Read.optional(Read.CHANNEL));
  static final Key<Duration> NEWEST_WITHIN =
      new Key<>("backups.advice.newest-within", "26h", Read.DURATION);
  static final Key<Duration> TESTED_WITHIN =
      new Key<>("backups.advice.tested-within", "24h", Read.DURATION);
  static final Key<List<AdviceSettings.Generation>> GENERATIONS =
      new Key<>(
          "backups.advice.generations",
          "daily\nweekly\nmonthly",
          Read.list(Read.oneOf(AdviceSettings.Generation.class)));
  static final Key<Integer> SIZE_CHANGE =
      new Key<>("backups.advice.size-change", "50", Read.number(1, 1_000));

  static final Key<List<String>> UPLOADS_NAMES =
      new Key<>("uploads.names", "{app}_uploads_{yyyy-MM-dd_HH-mm-ss}", Read.list(Read.NAMES));
  static final Key<Duration> UPLOADS_WITHIN = new Key<>("uploads.within", "6h", Read.DURATION);
  static final Key<String> ARCHIVE_ROOT = new Key<>("uploads.archive-root", "", Read.TEXT);
  static final Key<String> PATH_PREFIX = new Key<>("uploads.path-prefix", "", Read.TEXT);

  static final Key<Integer> JOBS = new Key<>("restore.jobs", "0", Read.number(0, 256));
  static final Key<Duration> TIMEOUT = new Key<>("restore.timeout", "4h", Read.DURATION);
  static final Key<Boolean> OWNER = new Key<>("restore.owner-and-privileges", "false", Read.BOOL);
  static final Key<Integer> CONCURRENT = new Key<>("restore.concurrent", "1", Read.number(1, 64));

  static final Key<Level> LEVEL = new Key<>("verify.level", "standard", Read.oneOf(Level.class));
  static final Key<Duration> STATEMENT_TIMEOUT =
      new Key<>("verify.statement-timeout", "5m", Read.DURATION);
  static final Key<List<String>> KEY_TABLES =
      new Key<>(
          "verify.key-tables",
          "users?\nassignments?\nassignment_documents?\nalembic_version?",
          Read.list(Read.TEXT));
  static final Key<Optional<String>> ALEMBIC_HEAD =
      new Key<>("verify.alembic-head", "", Read.optional(Read.TEXT));
  static final Key<Optional<Path>> ALEMBIC_VERSIONS =
      new Key<>("verify.alembic-versions", "", Read.optional(Read.PATH));
  static final Key<Settings.SchemaDrift> SCHEMA_DRIFT =
      new Key<>("verify.schema-drift", "note", Read.oneOf(Settings.SchemaDrift.class));
  static final Key<Integer> MAX_DROP = new Key<>("verify.max-drop", "50", Read.number(0, 100));
  static final Key<List<Settings.MinRows>> MIN_ROWS =
      new Key<>("verify.min-rows", "", Read.list(TABLE_ROWS));
  static final Key<List<String>> FRESHNESS =
      new Key<>(
          "verify.freshness",
          "",
          Read.list(Read.matching(".+\\..+", "a column such as users.created_at")));
  static final Key<Optional<Duration>> MAX_AGE =
      new Key<>("verify.max-age", "", Read.optional(Read.DURATION));
  static final Key<Optional<Duration>> MAX_BACKUP_AGE =
      new Key<>("verify.max-backup-age", "", Read.optional(Read.DURATION));
  static final Key<Optional<Duration>> MAX_RESTORE_TIME =
      new Key<>("verify.max-restore-time", "", Read.optional(Read.DURATION));
  static final Key<List<String>> UNMASK = new Key<>("verify.unmask", "", Read.list(Read.TEXT));
  static final Key<Optional<String>> UPLOADS_QUERY =
      new Key<>("verify.uploads-query", "", Read.optional(Read.TEXT));
  static final Key<Boolean> UPLOADS_REQUIRED =
      new Key<>("verify.uploads-required", "false", Read.BOOL);

  static final Key<Boolean> CONSOLE = new Key<>("console.enabled", "true", Read.BOOL);
  static final Key<Integer> PORT = new Key<>("console.port", "8077", Read.number(0, 65_535));
  static final Key<String> CHANNEL =
      new Key<>(
          "console.channel",
          "ops-restore",
          Read.matching("[a-z0-9-]{1,40}", "a channel of lower-case letters, digits and -"));

  static final Key<Boolean> SLACK = new Key<>("slack.enabled", "false", Read.BOOL);
  static final Key<Settings.SlackMode> SLACK_MODE =
      new Key<>("slack.mode", "socket", Read.oneOf(Settings.SlackMode.class));
  static final Key<Optional<Path>> SLACK_BOT_TOKEN =
      new Key<>("slack.bot-token-file", "", Read.optional(Read.PATH));
  static final Key<Optional<Path>> SLACK_APP_TOKEN =
      new Key<>("slack.app-token-file", "", Read.optional(Read.PATH));
  static final Key<Optional<Path>> SLACK_SIGNING_SECRET =
      new Key<>("slack.signing-secret-file", "", Read.optional(Read.PATH));
  static final Key<Integer> SLACK_PORT =
      new Key<>("slack.http-port", "8078", Read.number(0, 65_535));
  static final Key<URI> SLACK_API =
      new Key<>("slack.api-base-url", "https://slack.com/api/", Read.URL);
  static final Key<Optional<String>> SLACK_WORKSPACE =
      new Key<>(
          "slack.workspace",
          "",
          Read.optional(Read.matching("[TE][A-Z0-9]{3,20}", "a workspace id such as T0123ABCD")));
  static final Key<List<String>> SLACK_CHANNELS =
      new Key<>(
          "slack.channels",
          "",
          Read.list(
              Read.matching("[CGD][A-Z0-9]{3,20}", "a channel id such as C0123ABCD, not a name")));
  static final Key<List<String>> SLACK_TESTERS =
      new Key<>("slack.testers", "", Read.list(SLACK_PERSON));
  static final Key<List<String>> SLACK_LEADS =
      new Key<>("slack.leads", "", Read.list(SLACK_PERSON));

  static final Key<Boolean> DISCORD = new Key<>("discord.enabled", "false", Read.BOOL);
  static final Key<Optional<Path>> DISCORD_TOKEN =
      new Key<>("discord.token-file", "", Read.optional(Read.PATH));
  static final Key<Optional<String>> DISCORD_SERVER =
      new Key<>("discord.server", "", Read.optional(SNOWFLAKE));
  static final Key<Optional<URI>> DISCORD_API =
      new Key<>("discord.api-base-url", "", Read.optional(Read.URL));
  static final Key<Optional<URI>> DISCORD_GATEWAY =
      new Key<>("discord.gateway-url", "", Read.optional(Read.URL));
  static final Key<List<String>> DISCORD_CHANNELS =
      new Key<>("discord.channels", "", Read.list(SNOWFLAKE));
  static final Key<List<String>> DISCORD_TESTERS =
      new Key<>("discord.testers", "", Read.list(SNOWFLAKE));
  static final Key<List<String>> DISCORD_LEADS =
      new Key<>("discord.leads", "", Read.list(SNOWFLAKE));

  static final Key<Integer> NEEDED = new Key<>("approval.needed", "2", Read.number(2, 20));
  static final Key<Duration> APPROVE_WITHIN =
      new Key<>("approval.approve-within", "30m", Read.DURATION);
  static final Key<Duration> RUN_WITHIN = new Key<>("approval.run-within", "30m", Read.DURATION);
  static final Key<List<Duration>> REMINDERS =
      new Key<>("approval.reminders", "10m\n20m", Read.list(Read.DURATION));
  static final Key<Settings.SecondFactor> SECOND_FACTOR =
      new Key<>("approval.second-factor", "none", Read.oneOf(Settings.SecondFactor.class));
  static final Key<List<Set<String>>> SAME_PERSON =
      new Key<>("approval.same-person", "", Read.list(ONE_PERSON));

  static final Key<Optional<String>> PROJECT =
      new Key<>(
          "disaster.project",
          "",
          Read.optional(Read.matching("[a-z0-9][a-z0-9_-]*", "the name of a Compose project")));
  static final Key<String> SERVICE =
      new Key<>("disaster.service", "db", Read.matching("[a-zA-Z0-9._-]+", "a Compose service"));
  static final Key<Optional<String>> DATABASE =
      new Key<>("disaster.database", "", Read.optional(Read.TEXT));
  static final Key<List<String>> STOP =
      new Key<>("disaster.stop", "api\nemail-worker\nfrontend", Read.list(Read.TEXT));
  static final Key<Settings.StopServices> STOP_SERVICES =
      new Key<>(
          "disaster.stop-services", "before-restore", Read.oneOf(Settings.StopServices.class));
  static final Key<Settings.Swap> SWAP =
      new Key<>("disaster.swap", "ask", Read.oneOf(Settings.Swap.class));
  static final Key<Boolean> SAFETY_COPY = new Key<>("disaster.safety-copy", "false", Read.BOOL);
  static final Key<Optional<Duration>> REQUIRE_TESTED =
      new Key<>("disaster.require-tested-within", "", Read.optional(Read.DURATION));
  static final Key<Optional<Path>> OVERRIDE_FILE =
      new Key<>("disaster.override-file", "", Read.optional(Read.PATH));
  static final Key<Optional<String>> UPLOADS_VOLUME =
      new Key<>(
          "disaster.uploads-volume",
          "",
          Read.optional(
              Read.matching("[a-zA-Z0-9._-]+", "a volume's name in the project's files")));
  static final Key<Duration> CHECK_PATIENCE =
      new Key<>("disaster.check-patience", "2m", Read.DURATION);
  static final Key<List<String>> HAND_CHECKS =
      new Key<>(
          "disaster.hand-checks",
          "An administrator can log in\nThe assignment list loads\nA document can be downloaded\n"
              + "Notifications are visible",
          Read.list(Read.TEXT));
  static final Key<List<String>> CONTACTS =
      new Key<>("disaster.contacts", "", Read.list(Read.TEXT));

  static final Key<Optional<Path>> EVIDENCE_KEY =
      new Key<>("evidence.key-file", "", Read.optional(Read.PATH));

  static final Key<Boolean> METRICS = new Key<>("metrics.enabled", "false", Read.BOOL);
  static final Key<String> METRICS_ADDRESS =
      new Key<>("metrics.address", "127.0.0.1", Read.matching("[0-9a-fA-F.:]+", "an IP address"));
  static final Key<Integer> METRICS_PORT =
      new Key<>("metrics.port", "8079", Read.number(0, 65_535));

  private Keys() {}

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
  static List<Key<?>> all() {
    return Arrays.stream(Keys.class.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Key.class)
        .<Key<?>>map(Keys::value)
        .toList();
  }

  private static Key<?> value(java.lang.reflect.Field field) {
    try {
      return (Key<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
