package dev.restorebot.bot.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every setting with its names, its default and another value. */
final class Rows {
  static final String HOME = System.getProperty("user.home");

  private Rows() {}

  static List<Row> all() {
    return List.of(
        row(
            "state-dir",
            "RESTORE_BOT_STATE_DIR",
            Settings::stateDir,
            Path.of(HOME, ".local/state/restore-bot"),
            "~/state",
            Path.of(HOME, "state")),
        row(
            "sandbox.runtime",
            "RESTORE_BOT_SANDBOX_RUNTIME",
            s -> s.sandbox().runtime(),
            Settings.SandboxRuntime.AUTO,
            "local",
            Settings.SandboxRuntime.LOCAL),
        row(
            "sandbox.prefix",
            "RESTORE_BOT_SANDBOX_PREFIX",
            s -> s.sandbox().prefix(),
            "restore-bot",
            "zenops",
            "zenops"),
        row(
            "sandbox.lifetime",
            "RESTORE_BOT_SANDBOX_LIFETIME",
            s -> s.sandbox().lifetime(),
            Duration.ofHours(24),
            "90m",
            Duration.ofMinutes(90)),
        row(
            "sandbox.warn-before",
            "RESTORE_BOT_SANDBOX_WARN_BEFORE",
            s -> s.sandbox().warnBefore(),
            Duration.ofHours(1),
            "PT2H",
            Duration.ofHours(2)),
        row(
            "sandbox.max-lifetime",
            "RESTORE_BOT_SANDBOX_MAX_LIFETIME",
            s -> s.sandbox().maxLifetime(),
            Duration.ofDays(7),
            "30d",
            Duration.ofDays(30)),
        row(
            "sandbox.docker.host",
            "RESTORE_BOT_SANDBOX_DOCKER_HOST",
            s -> s.sandbox().docker().host(),
            Optional.empty(),
            "unix:///run/docker.sock",
            Optional.of("unix:///run/docker.sock")),
        row(
            "sandbox.docker.image",
            "RESTORE_BOT_SANDBOX_DOCKER_IMAGE",
            s -> s.sandbox().docker().image(),
            "postgres:{major}-alpine",
            "registry:5000/pg:{major}",
            "registry:5000/pg:{major}"),
        row(
            "sandbox.docker.default-major",
            "RESTORE_BOT_SANDBOX_DOCKER_DEFAULT_MAJOR",
            s -> s.sandbox().docker().defaultMajor(),
            17,
            "15",
            15),
        row(
            "sandbox.docker.pull",
            "RESTORE_BOT_SANDBOX_DOCKER_PULL",
            s -> s.sandbox().docker().pull(),
            true,
            "no",
            false),
        row(
            "sandbox.docker.memory",
            "RESTORE_BOT_SANDBOX_DOCKER_MEMORY",
            s -> s.sandbox().docker().memory(),
            2L << 30,
            "512MB",
            512_000_000L),
        row(
            "sandbox.docker.cpus",
            "RESTORE_BOT_SANDBOX_DOCKER_CPUS",
            s -> s.sandbox().docker().cpus(),
            0,
            "3",
            3),
        row(
            "sandbox.docker.pids",
            "RESTORE_BOT_SANDBOX_DOCKER_PIDS",
            s -> s.sandbox().docker().pids(),
            256,
            "512",
            512),
        row(
            "sandbox.docker.start-timeout",
            "RESTORE_BOT_SANDBOX_DOCKER_START_TIMEOUT",
            s -> s.sandbox().docker().startTimeout(),
            Duration.ofSeconds(60),
            "5m",
            Duration.ofMinutes(5)),
        list(
            "sandbox.docker.server-args",
            "RESTORE_BOT_SANDBOX_DOCKER_SERVER_ARGS",
            s -> s.sandbox().docker().serverArgs(),
            List.of(),
            "-c,jit=off",
            List.of("-c", "jit=off")),
        row(
            "sandbox.local.bin-dir",
            "RESTORE_BOT_SANDBOX_LOCAL_BIN_DIR",
            s -> s.sandbox().local().binDir(),
            Optional.empty(),
            "/usr/lib/postgresql/15/bin",
            Optional.of(Path.of("/usr/lib/postgresql/15/bin"))),
        row(
            "sandbox.local.base-dir",
            "RESTORE_BOT_SANDBOX_LOCAL_BASE_DIR",
            s -> s.sandbox().local().baseDir(),
            Optional.empty(),
            "~/sandboxes",
            Optional.of(Path.of(HOME, "sandboxes"))),
        row(
            "sandbox.local.run-as",
            "RESTORE_BOT_SANDBOX_LOCAL_RUN_AS",
            s -> s.sandbox().local().runAs(),
            "nobody",
            "postgres",
            "postgres"),
        list(
            "backups.folders",
            "RESTORE_BOT_BACKUPS_FOLDERS",
            s -> s.backups().folders(),
            List.of(Path.of("./deploy/backups")),
            "/a,~/b",
            List.of(Path.of("/a"), Path.of(HOME, "b"))),
        row(
            "backups.key-file",
            "RESTORE_BOT_BACKUPS_KEY_FILE",
            s -> s.backups().key(),
            Secret.NONE,
            KeyFile.PATH,
            new Secret(KeyFile.KEY)),
        list(
            "backups.iterations",
            "RESTORE_BOT_BACKUPS_ITERATIONS",
            s -> s.backups().iterations(),
            List.of(200_000, 10_000),
            "600000",
            List.of(600_000)),
        row(
            "backups.time-zone",
            "RESTORE_BOT_BACKUPS_TIME_ZONE",
            s -> s.backups().timeZone(),
            ZoneId.systemDefault(),
            "Asia/Kolkata",
            ZoneId.of("Asia/Kolkata")),
        row("restore.jobs", "RESTORE_BOT_RESTORE_JOBS", s -> s.restore().jobs(), 0, "4", 4),
        row(
            "restore.timeout",
            "RESTORE_BOT_RESTORE_TIMEOUT",
            s -> s.restore().timeout(),
            Duration.ofHours(4),
            "1d12h",
            Duration.ofHours(36)),
        row(
            "restore.owner-and-privileges",
            "RESTORE_BOT_RESTORE_OWNER_AND_PRIVILEGES",
            s -> s.restore().ownerAndPrivileges(),
            false,
            "true",
            true),
        row(
            "restore.concurrent",
            "RESTORE_BOT_RESTORE_CONCURRENT",
            s -> s.restore().concurrent(),
            1,
            "2",
            2),
        list(
            "verify.key-tables",
            "RESTORE_BOT_VERIFY_KEY_TABLES",
            s -> s.verify().keyTables(),
            List.of("users?", "assignments?", "assignment_documents?", "alembic_version?"),
            "users,audit.log",
            List.of("users", "audit.log")),
        row(
            "verify.alembic-head",
            "RESTORE_BOT_VERIFY_ALEMBIC_HEAD",
            s -> s.verify().alembicHead(),
            Optional.empty(),
            "0034",
            Optional.of("0034")),
        row(
            "console.enabled",
            "RESTORE_BOT_CONSOLE_ENABLED",
            s -> s.console().enabled(),
            true,
            "off",
            false),
        row("console.port", "RESTORE_BOT_CONSOLE_PORT", s -> s.console().port(), 8077, "0", 0),
        row(
            "console.channel",
            "RESTORE_BOT_CONSOLE_CHANNEL",
            s -> s.console().channel(),
            "ops-restore",
            "dba",
            "dba"),
        row(
            "slack.enabled",
            "RESTORE_BOT_SLACK_ENABLED",
            s -> s.slack().enabled(),
            false,
            "off",
            false),
        row(
            "slack.mode",
            "RESTORE_BOT_SLACK_MODE",
            s -> s.slack().mode(),
            Settings.SlackMode.SOCKET,
            "http",
            Settings.SlackMode.HTTP),
        row(
            "slack.bot-token-file",
            "RESTORE_BOT_SLACK_BOT_TOKEN_FILE",
            s -> s.slack().botToken(),
            Secret.NONE,
            KeyFile.PATH,
            new Secret(KeyFile.KEY)),
        row(
            "slack.app-token-file",
            "RESTORE_BOT_SLACK_APP_TOKEN_FILE",
            s -> s.slack().appToken(),
            Secret.NONE,
            KeyFile.PATH,
            new Secret(KeyFile.KEY)),
        row(
            "slack.signing-secret-file",
            "RESTORE_BOT_SLACK_SIGNING_SECRET_FILE",
            s -> s.slack().signingSecret(),
            Secret.NONE,
            KeyFile.PATH,
            new Secret(KeyFile.KEY)),
        row(
            "slack.http-port",
            "RESTORE_BOT_SLACK_HTTP_PORT",
            s -> s.slack().httpPort(),
            8078,
            "0",
            0),
        row(
            "slack.api-base-url",
            "RESTORE_BOT_SLACK_API_BASE_URL",
            s -> s.slack().apiBaseUrl(),
            URI.create("https://slack.com/api/"),
            "https://slack.example/api",
            URI.create("https://slack.example/api/")),
        row(
            "slack.workspace",
            "RESTORE_BOT_SLACK_WORKSPACE",
            s -> s.slack().workspace(),
            Optional.empty(),
            "T0123ABCD",
            Optional.of("T0123ABCD")),
        list(
            "slack.channels",
            "RESTORE_BOT_SLACK_CHANNELS",
            s -> s.slack().channels(),
            List.of(),
            "C0123ABCD",
            List.of("C0123ABCD")),
        list(
            "slack.testers",
            "RESTORE_BOT_SLACK_TESTERS",
            s -> s.slack().testers(),
            List.of(),
            "U0123ABCD,S0123ABCD",
            List.of("U0123ABCD", "S0123ABCD")),
        list(
            "slack.leads",
            "RESTORE_BOT_SLACK_LEADS",
            s -> s.slack().leads(),
            List.of(),
            "S0123ABCD",
            List.of("S0123ABCD")),
        row(
            "discord.enabled",
            "RESTORE_BOT_DISCORD_ENABLED",
            s -> s.discord().enabled(),
            false,
            "off",
            false),
        row(
            "discord.token-file",
            "RESTORE_BOT_DISCORD_TOKEN_FILE",
            s -> s.discord().token(),
            Secret.NONE,
            KeyFile.PATH,
            new Secret(KeyFile.KEY)),
        row(
            "discord.server",
            "RESTORE_BOT_DISCORD_SERVER",
            s -> s.discord().server(),
            Optional.empty(),
            "1190000000000000001",
            Optional.of("1190000000000000001")),
        row(
            "discord.api-base-url",
            "RESTORE_BOT_DISCORD_API_BASE_URL",
            s -> s.discord().apiBaseUrl(),
            Optional.empty(),
            "https://discord.example/api/v10/",
            Optional.of(URI.create("https://discord.example/api/v10/"))),
        row(
            "discord.gateway-url",
            "RESTORE_BOT_DISCORD_GATEWAY_URL",
            s -> s.discord().gatewayUrl(),
            Optional.empty(),
            "wss://discord.example/",
            Optional.of(URI.create("wss://discord.example/"))),
        list(
            "discord.channels",
            "RESTORE_BOT_DISCORD_CHANNELS",
            s -> s.discord().channels(),
            List.of(),
            "1190000000000000002",
            List.of("1190000000000000002")),
        list(
            "discord.testers",
            "RESTORE_BOT_DISCORD_TESTERS",
            s -> s.discord().testers(),
            List.of(),
            "1190000000000000003,1190000000000000004",
            List.of("1190000000000000003", "1190000000000000004")),
        list(
            "discord.leads",
            "RESTORE_BOT_DISCORD_LEADS",
            s -> s.discord().leads(),
            List.of(),
            "1190000000000000005",
            List.of("1190000000000000005")));
  }

  private static Row row(
      String yaml,
      String environment,
      Function<Settings, Object> getter,
      Object defaultValue,
      String other,
      Object otherValue) {
    return new Row(yaml, environment, getter, defaultValue, other, other, otherValue);
  }

  /** Lists have commas in the environment, and are lists in YAML. */
  private static Row list(
      String yaml,
      String environment,
      Function<Settings, Object> getter,
      Object defaultValue,
      String other,
      Object otherValue) {
    return new Row(yaml, environment, getter, defaultValue, "[" + other + "]", other, otherValue);
  }
}
