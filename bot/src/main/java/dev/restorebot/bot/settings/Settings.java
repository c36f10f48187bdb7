package dev.restorebot.bot.settings;

import static dev.restorebot.bot.settings.Reload.LIVE;
import static dev.restorebot.bot.settings.Reload.RESTART;

import dev.restorebot.engine.advice.AdviceSettings;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.load.PlainChoice;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.Expectation;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.script.Script;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All settings, and their declarations. Immutable, validated, and safe to print: secrets do not
 * show.
 *
 * <p>A component with {@link Setting} declares a setting; a record among the components is a
 * section. Each setting is explained in {@code config/restore-bot.yaml}.
 *
 * @param stateDir the folder for jobs, approvals and reports
 * @param timeZone the zone of the times that the command line prints and reports show
 */
public record Settings(
    @Setting(reload = RESTART) Path stateDir,
    @Setting(value = "UTC", reload = RESTART) ZoneId timeZone,
    Sandbox sandbox,
    Backups backups,
    Uploads uploads,
    Restore restore,
    @PerDatabase Verify verify,
    @Setting(reload = LIVE) Map<String, OwnSettings> databases,
    Console console,
    Slack slack,
    Discord discord,
    Approval approval,
    @PerTarget Disaster disaster,
    @Setting(reload = RESTART) Map<String, OwnSettings> targets,
    @Setting(reload = LIVE) @DeclaredBy(DrillDeclaration.class) List<DrillSettings> drills,
    Evidence evidence,
    Notifications notifications,
    Metrics metrics) {

  public Settings {
    databases = Map.copyOf(databases);
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    drills = List.copyOf(drills);
  }

  /** Runtimes of sandboxes. */
  public enum SandboxRuntime {
    AUTO,
    DOCKER,
    LOCAL,
    EMBEDDED
  }

  /** Sandboxes of any runtime. */
  public record Sandbox(
      @Setting(value = "auto", reload = RESTART) SandboxRuntime runtime,
      @Setting(value = "restore-bot", reload = RESTART, format = Format.SANDBOX_PREFIX)
          String prefix,
      @Setting(value = "24h", reload = LIVE) Duration lifetime,
      @Setting(value = "1h", reload = LIVE) Duration warnBefore,
      @Setting(value = "7d", reload = LIVE) Duration maxLifetime,
      @Setting(value = "1GiB", reload = LIVE) long keepFree,
      @Setting(reload = LIVE) Optional<Long> maxDisk,
      @Setting(value = "0", reload = LIVE, max = 4) int warm,
      Connect connect,
      Docker docker,
      Local local) {}

  /** People's read-only logins to sandboxes. */
  public record Connect(
      @Setting(value = "true", reload = LIVE) boolean enabled,
      @Setting(value = "4h", reload = LIVE) Duration lifetime,
      @Setting(reload = LIVE, format = Format.SSH_HOST) Optional<String> host,
      Publish publish) {}

  /** The port through which people with a login reach sandboxes from other machines. */
  public record Publish(
      @Setting(value = "0", reload = RESTART, max = 65_535) int port,
      @Setting(value = "0.0.0.0", reload = RESTART, format = Format.IP_ADDRESS) String address,
      @Setting(reload = RESTART) Optional<Path> certificate,
      @Setting(reload = RESTART) Optional<Path> key) {
    /** Returns the port, if it is wanted. */
    public OptionalInt wanted() {
      return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }
  }

  /** Sandboxes in Docker. */
  public record Docker(
      @Setting(reload = RESTART) Optional<String> host,
      @PerDatabase
          @Setting(value = "postgres:{major}-alpine", reload = RESTART, format = Format.IMAGE)
          String image,
      @Setting(value = "17", reload = RESTART, min = 9, max = 99) int defaultMajor,
      @Setting(value = "true", reload = RESTART) boolean pull,
      @Setting(value = "2GiB", reload = RESTART) long memory,
      @Setting(value = "0", reload = RESTART, max = 1_024) int cpus,
      @Setting(value = "256", reload = RESTART, min = 32, max = 100_000) int pids,
      @Setting(value = "60s", reload = RESTART) Duration startTimeout,
      @PerDatabase @Setting(reload = RESTART) List<String> serverArgs) {
    public Docker {
      serverArgs = List.copyOf(serverArgs);
    }
  }

  /** Sandboxes without Docker, from an installed PostgreSQL or the one in restore-bot. */
  public record Local(
      @Setting(reload = RESTART) Optional<Path> binDir,
      @Setting(reload = RESTART) Optional<Path> baseDir,
      @Setting(value = "nobody", reload = RESTART, format = Format.USER) String runAs) {}

  /** Places of backups, and how to open them. */
  public record Backups(
      @Setting(value = "./deploy/backups", reload = LIVE) List<Path> folders,
      @Setting(reload = LIVE, format = Format.RCLONE_REMOTE) List<String> remotes,
      Rclone rclone,
      @Setting(reload = LIVE, secretVariable = "BACKUP_ENCRYPTION_KEY") SecretValue key,
      @Setting(
              value = {"200000", "10000"},
              reload = LIVE,
              min = 1,
              max = 100_000_000)
          List<Integer> iterations,
      Age age,
      Gpg gpg,
      @Setting(value = "system", reload = LIVE) ZoneId timeZone,
      @Setting(
              value = {"{app}_db_{yyyy-MM-dd_HH-mm-ss}", "{app}_db_{generation}"},
              reload = LIVE,
              format = Format.BACKUP_NAME)
          List<String> names,
      @Setting(value = "10s", reload = LIVE) Duration listKept,
      @Setting(value = "false", reload = RESTART) boolean verifyNew,
      @Setting(reload = RESTART, format = Format.CHANNEL) Optional<String> verifyNewChannel,
      @DeclaredBy(AdviceDeclaration.class) AdviceSettings advice) {
    public Backups {
      folders = List.copyOf(folders);
      remotes = List.copyOf(remotes);
      iterations = List.copyOf(iterations);
      names = List.copyOf(names);
    }
  }

  /** The program that reads remotes. */
  public record Rclone(
      @Setting(value = "rclone", reload = LIVE) String program,
      @Setting(reload = LIVE) Optional<Path> configFile) {}

  /** The program that decrypts backups of age. */
  public record Age(
      @Setting(value = "age", reload = LIVE) String program,
      @Setting(reload = LIVE) Optional<Path> identityFile) {}

  /** The program that decrypts backups of OpenPGP. */
  public record Gpg(
      @Setting(value = "gpg", reload = LIVE) String program,
      @Setting(reload = LIVE) Optional<Path> passphraseFile) {}

  /** Archives of uploaded files, and how their paths match those in the database. */
  public record Uploads(
      @Setting(
              value = "{app}_uploads_{yyyy-MM-dd_HH-mm-ss}",
              reload = LIVE,
              format = Format.BACKUP_NAME)
          List<String> names,
      @Setting(value = "6h", reload = LIVE) Duration within,
      @Setting(reload = LIVE) String archiveRoot,
      @Setting(reload = LIVE) String pathPrefix) {
    public Uploads {
      names = List.copyOf(names);
    }
  }

  /** Restores of backups. */
  public record Restore(
      @Setting(value = "0", reload = LIVE, max = 256) int jobs,
      @Setting(value = "auto", reload = LIVE) PlainChoice plainLoader,
      @Setting(value = "4h", reload = LIVE) Duration timeout,
      @Setting(value = "false", reload = LIVE) boolean ownerAndPrivileges,
      @Setting(value = "1", reload = RESTART, min = 1, max = 64) int concurrent) {}

  /** Checks of restored databases. */
  public record Verify(
      @Setting(value = "standard", reload = LIVE) Level level,
      @Setting(value = "5m", reload = LIVE) Duration statementTimeout,
      @Setting(reload = LIVE) List<String> keyTables,
      @Setting(reload = LIVE) Optional<String> asRole,
      @Setting(reload = LIVE) Optional<String> alembicHead,
      @Setting(reload = LIVE) Optional<Path> alembicVersions,
      @Setting(reload = LIVE) Optional<String> alembicSchema,
      @Setting(value = "note", reload = LIVE) SchemaDrift schemaDrift,
      @Setting(value = "50", reload = LIVE, max = 100) int maxDrop,
      @Setting(reload = LIVE, format = Format.MIN_ROWS) List<MinRows> minRows,
      @Setting(value = "false", reload = LIVE) boolean allowEmpty,
      @Setting(value = "auto", reload = LIVE) CheckSettings.Expect expect,
      @Setting(reload = LIVE, format = Format.COLUMN) List<String> freshness,
      @Setting(reload = LIVE) Optional<Duration> maxAge,
      @Setting(reload = LIVE) Optional<Duration> maxBackupAge,
      @Setting(reload = LIVE) Optional<Duration> maxRestoreTime,
      @Setting(reload = LIVE) Optional<Canary> canary,
      @Setting(reload = LIVE) List<Sample> samples,
      @Setting(reload = LIVE) List<String> unmask,
      @Setting(reload = LIVE) List<Assertion> assertions,
      @Setting(reload = LIVE) Optional<String> uploadsQuery,
      @Setting(value = "false", reload = LIVE) boolean uploadsRequired,
      @Setting(reload = LIVE) List<AfterRestore> afterRestore,
      @Setting(reload = LIVE) List<Ignore> ignoreErrors,
      @Setting(reload = LIVE) List<String> accept,
      @Setting(reload = LIVE, format = Format.CHECK) List<String> strict) {
    public Verify {
      keyTables = List.copyOf(keyTables);
      minRows = List.copyOf(minRows);
      freshness = List.copyOf(freshness);
      samples = List.copyOf(samples);
      unmask = List.copyOf(unmask);
      assertions = List.copyOf(assertions);
      afterRestore = List.copyOf(afterRestore);
      ignoreErrors = List.copyOf(ignoreErrors);
      accept = List.copyOf(accept);
      strict = List.copyOf(strict);
    }
  }

  /** Results of a schema change since the last passed test. */
  public enum SchemaDrift {
    NOTE,
    FAIL
  }

  /** The minimum number of rows of a table. */
  public record MinRows(String table, long rows) {
    @Override
    public String toString() {
      return table + " = " + rows;
    }
  }

  /** A query and its expected value, which is never shown. */
  public record Canary(
      @Part("The query.") String sql,
      @Part("The expected value, which is never shown.") SecretValue value) {}

  /** A query whose first rows are shown. */
  public record Sample(
      @Part("Name to show in the thread.") String name, @Part("The query.") String sql) {}

  /** A query with an expected value. */
  public record Assertion(
      @Part("Name to show in the thread.") String name,
      @Part("The query.") String sql,
      @Part("The expected value: 5, = draft, != 0, >= 10.") Expectation is) {}

  /** A script to run in the sandbox after the checks. */
  public record AfterRestore(
      @Part(value = "File of SQL, run with psql in the sandbox.", otherwise = "")
          Optional<Path> sql,
      @Part(value = "Program and arguments, run on the machine of restore-bot.", otherwise = "")
          List<String> command,
      @Part(value = "How long it may take.", otherwise = "10m") Duration timeLimit) {
    public AfterRestore {
      command = new Script(sql, command, timeLimit).command();
    }

    @Override
    public String toString() {
      String script = sql.map(file -> "sql: " + file).orElse("command: " + command);
      return "{" + script + ", time-limit: " + timeLimit + "}";
    }
  }

  /** An error to ignore, and the reason. */
  public record Ignore(
      @Part(value = "Regular expression for the error's text.", format = Format.REGEX)
          String pattern,
      @Part("Why it is harmless.") String reason) {}

  /** The web console. */
  public record Console(
      @Setting(value = "true", reload = RESTART) boolean enabled,
      @Setting(value = "127.0.0.1", reload = RESTART, format = Format.IP_ADDRESS) String address,
      @Setting(value = "8077", reload = RESTART, max = 65_535) int port,
      @Setting(reload = RESTART, format = Format.SITE) Optional<URI> publicUrl,
      @Setting(value = "ops-restore", reload = RESTART, format = Format.CONSOLE_CHANNEL)
          String channel,
      SignIn signIn,
      @Setting(reload = LIVE, format = Format.CONSOLE_PERSON) List<String> testers,
      @Setting(reload = LIVE, format = Format.CONSOLE_PERSON) List<String> leads) {
    public Console {
      testers = List.copyOf(testers);
      leads = List.copyOf(leads);
    }
  }

  /** Sign-in to the console with OpenID Connect. */
  public record SignIn(
      @Setting(reload = RESTART, format = Format.ISSUER) Optional<URI> issuer,
      @Setting(reload = RESTART) Optional<String> clientId,
      @Setting(reload = RESTART) SecretValue clientSecret,
      @Setting(value = "profile", reload = RESTART) List<String> scopes,
      @Setting(value = "groups", reload = RESTART) String groupsClaim,
      @Setting(reload = LIVE, format = Format.CONSOLE_VISITOR) List<String> allowed,
      @Setting(value = "8h", reload = RESTART) Duration lifetime) {
    public SignIn {
      scopes = List.copyOf(scopes);
      allowed = List.copyOf(allowed);
    }

    /** Returns whether people must sign in. */
    public boolean isOn() {
      return issuer.isPresent();
    }
  }

  /** Ways in which Slack reaches the bot. */
  public enum SlackMode {
    SOCKET,
    HTTP
  }

  /** Slack. */
  public record Slack(
      @Setting(value = "false", reload = RESTART) boolean enabled,
      @Setting(value = "socket", reload = RESTART) SlackMode mode,
      @Setting(reload = RESTART) SecretValue botToken,
      @Setting(reload = RESTART) SecretValue appToken,
      @Setting(reload = RESTART) SecretValue signingSecret,
      @Setting(value = "8078", reload = RESTART, max = 65_535) int httpPort,
      @Setting(value = "https://slack.com/api/", reload = RESTART) URI apiBaseUrl,
      @Setting(reload = RESTART, format = Format.SLACK_WORKSPACE) Optional<String> workspace,
      @Setting(reload = LIVE, format = Format.SLACK_CHANNEL) List<String> channels,
      @Setting(reload = LIVE, format = Format.SLACK_PERSON) List<String> testers,
      @Setting(reload = LIVE, format = Format.SLACK_PERSON) List<String> leads) {
    public Slack {
      channels = List.copyOf(channels);
      testers = List.copyOf(testers);
      leads = List.copyOf(leads);
    }
  }

  /** Discord. */
  public record Discord(
      @Setting(value = "false", reload = RESTART) boolean enabled,
      @Setting(reload = RESTART) SecretValue token,
      @Setting(reload = RESTART, format = Format.SNOWFLAKE) Optional<String> server,
      @Setting(reload = RESTART) Optional<URI> apiBaseUrl,
      @Setting(reload = RESTART) Optional<URI> gatewayUrl,
      @Setting(reload = LIVE, format = Format.SNOWFLAKE) List<String> channels,
      @Setting(reload = LIVE, format = Format.SNOWFLAKE) List<String> testers,
      @Setting(reload = LIVE, format = Format.SNOWFLAKE) List<String> leads) {
    public Discord {
      channels = List.copyOf(channels);
      testers = List.copyOf(testers);
      leads = List.copyOf(leads);
    }
  }

  /** Second factors of approvers. */
  public enum SecondFactor {
    NONE,
    TOTP
  }

  /** Approval of disaster restores. */
  public record Approval(
      @Setting(value = "2", reload = LIVE, min = 2, max = 20) int needed,
      @Setting(value = "30m", reload = LIVE) Duration approveWithin,
      @Setting(value = "30m", reload = LIVE) Duration runWithin,
      @Setting(
              value = {"10m", "20m"},
              reload = LIVE)
          List<Duration> reminders,
      @Setting(value = "none", reload = LIVE) SecondFactor secondFactor,
      @Setting(reload = LIVE, format = Format.ONE_PERSON) List<Set<String>> samePerson,
      @Setting(reload = LIVE, format = Format.CHAT_CHANNEL) Optional<String> channel) {
    public Approval {
      reminders = List.copyOf(reminders);
      samePerson = List.copyOf(samePerson);
    }
  }

  /** Times at which the services stop for a disaster restore. */
  public enum StopServices {
    BEFORE_RESTORE,
    BEFORE_SWAP
  }

  /** Ways in which the swap starts. */
  public enum Swap {
    ASK,
    AUTOMATIC,
    MANUAL
  }

  /** The consequence of a failed check after the swap. */
  public enum OnFailedCheck {
    ASK,
    ROLL_BACK
  }

  /** Ways in which the services of a target are stopped and started. */
  public enum Services {
    COMPOSE,
    COMMANDS,
    CHECKLIST
  }

  /** Another command for a service of a rehearsal. */
  public record RehearseCommand(
      @Part("Name of the service.") String name,
      @Part("Its command and arguments, in place of those in the Compose files.")
          List<String> command) {
    public RehearseCommand {
      command = List.copyOf(command);
    }

    @Override
    public String toString() {
      return "{name: " + name + ", command: " + command + "}";
    }
  }

  /** Programs that stop and start a service, each with its arguments. */
  public record ServiceCommands(
      @Part("Name of the service, as in `stop`.") String name,
      @Part("Program and arguments that stop it, and end when it has stopped.") List<String> stop,
      @Part("Program and arguments that start it.") List<String> start,
      @Part("Program and arguments that ask for it; exit code 0: it runs, 1 to 3: it does not.")
          List<String> running,
      @Part(value = "How long each may take.", otherwise = "2m") Duration timeLimit) {
    public ServiceCommands {
      stop = List.copyOf(stop);
      start = List.copyOf(start);
      running = List.copyOf(running);
    }

    @Override
    public String toString() {
      return "{name: "
          + name
          + ", stop: "
          + stop
          + ", start: "
          + start
          + ", running: "
          + running
          + ", time-limit: "
          + timeLimit
          + "}";
    }
  }

  /** An HTTP check after the services start. */
  public record HttpCheck(
      @Part("Name to show in the thread.") String name,
      @Part(value = "URL of the page.", format = Format.HTTP_URL) URI url,
      @Part(value = "Expected HTTP status.", otherwise = "200", min = 100, max = 599) int status,
      @Part(value = "Text that the response must contain.", otherwise = "")
          Optional<String> contains) {}

  /** Ways in which a target's database is replaced. */
  public enum TargetKind {
    /** A Compose project's database gets a new volume. */
    COMPOSE,
    /** A database in a server that goes on is renamed. */
    SERVER
  }

  /** TLS of a connection, as libpq's sslmode. */
  public enum SslMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    /** Returns libpq's word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The PostgreSQL server of a target. */
  public record TargetServer(
      @Part("Host name or address of the server.") String host,
      @Part(value = "Port of the server.", otherwise = "5432", min = 1, max = 65_535) int port,
      @Part("Role to log in as. It needs CREATEDB and must own the database; no superuser.")
          String user,
      @Part(value = "File whose first line is the password.", otherwise = "")
          Optional<Path> passwordFile,
      @Part(value = "Environment variable with the password, if no file has it.", otherwise = "")
          Optional<String> passwordVariable,
      @Part(
              value = "TLS: disable, allow, prefer, require, verify-ca or verify-full, as libpq.",
              otherwise = "prefer")
          SslMode sslmode,
      @Part(value = "File with the certificates to check the server's with.", otherwise = "")
          Optional<Path> sslrootcert,
      @Part(
              value = "File with the client's certificate, if the server asks for one.",
              otherwise = "")
          Optional<Path> sslcert,
      @Part(value = "File with its private key, in PKCS #8, not encrypted.", otherwise = "")
          Optional<Path> sslkey,
      @Part(
              value = "Database to be connected to while the other one is renamed.",
              otherwise = "postgres")
          String maintenanceDatabase,
      @Part(
              value =
                  "Folder of pg_restore and psql. Empty: the usual places, else a Docker image.",
              otherwise = "")
          Optional<Path> tools) {
    @Override
    public String toString() {
      return "{host: "
          + host
          + ", port: "
          + port
          + ", user: "
          + user
          + passwordFile.map(file -> ", password-file: " + file).orElse("")
          + passwordVariable.map(name -> ", password-variable: " + name).orElse("")
          + ", sslmode: "
          + sslmode.word()
          + sslrootcert.map(file -> ", sslrootcert: " + file).orElse("")
          + sslcert.map(file -> ", sslcert: " + file).orElse("")
          + sslkey.map(file -> ", sslkey: " + file).orElse("")
          + ", maintenance-database: "
          + maintenanceDatabase
          + tools.map(folder -> ", tools: " + folder).orElse("")
          + "}";
    }
  }

  /** Disaster restores of a Compose project: the only target, or what all targets have. */
  public record Disaster(
      @Setting(reload = RESTART, format = Format.COMPOSE_PROJECT) Optional<String> project,
      @Setting(value = "db", reload = RESTART, format = Format.COMPOSE_SERVICE) String service,
      @Setting(reload = RESTART) Optional<String> database,
      @Setting(
              value = {"api", "email-worker", "frontend"},
              reload = RESTART)
          List<String> stop,
      @Setting(value = "before-restore", reload = RESTART) StopServices stopServices,
      @Setting(value = "ask", reload = RESTART) Swap swap,
      @Setting(value = "false", reload = RESTART) boolean safetyCopy,
      @Setting(reload = RESTART) Optional<Duration> requireTestedWithin,
      @Setting(reload = LIVE) Optional<Duration> requireRehearsedWithin,
      @Setting(reload = LIVE) Optional<Duration> rto,
      @Setting(reload = RESTART) Optional<Path> overrideFile,
      @Setting(reload = RESTART, format = Format.COMPOSE_VOLUME) Optional<String> uploadsVolume,
      @Setting(value = "2m", reload = LIVE) Duration checkPatience,
      @Setting(value = "10s", reload = LIVE) Duration stableAfter,
      @Setting(reload = LIVE) List<HttpCheck> httpChecks,
      @Setting(reload = LIVE) List<String> handChecks,
      @Setting(reload = LIVE) List<String> contacts,
      @Setting(reload = RESTART) Optional<Path> projectDirectory,
      @Setting(reload = RESTART) List<Path> composeFiles,
      @Setting(reload = RESTART) List<Path> envFiles,
      @Setting(reload = RESTART) List<String> profiles,
      @Setting(reload = LIVE, format = Format.CHAT_PERSON) List<String> leads,
      @Setting(reload = LIVE, format = Format.CHAT_CHANNEL) Optional<String> approvalChannel,
      @Setting(reload = LIVE) List<Ignore> ignoreLogErrors,
      @Setting(value = "roll-back", reload = RESTART) OnFailedCheck onFailedCheck,
      @Setting(reload = RESTART) List<String> startServices,
      @Setting(reload = LIVE) List<String> rehearseWithout,
      @Setting(reload = LIVE) List<RehearseCommand> rehearseCommands,
      @Setting(value = "12h", reload = LIVE) Duration rehearseTimeout,
      @Setting(reload = RESTART) List<String> holdServices,
      @Setting(value = "compose", reload = RESTART) Services services,
      @Setting(reload = RESTART) List<ServiceCommands> serviceCommands,
      @Setting(reload = LIVE, format = Format.FOLDER_OR_REMOTE) Optional<String> runbookCopy,
      @Setting(value = "compose", reload = RESTART) TargetKind kind,
      @Setting(reload = RESTART) Optional<TargetServer> server) {
    public Disaster {
      composeFiles = List.copyOf(composeFiles);
      envFiles = List.copyOf(envFiles);
      profiles = List.copyOf(profiles);
      stop = List.copyOf(stop);
      httpChecks = List.copyOf(httpChecks);
      handChecks = List.copyOf(handChecks);
      contacts = List.copyOf(contacts);
      leads = List.copyOf(leads);
      ignoreLogErrors = List.copyOf(ignoreLogErrors);
      startServices = List.copyOf(startServices);
      holdServices = List.copyOf(holdServices);
      rehearseWithout = List.copyOf(rehearseWithout);
      rehearseCommands = List.copyOf(rehearseCommands);
      serviceCommands = List.copyOf(serviceCommands);
    }

    /** Returns whether its database is renamed in a server that goes on. */
    public boolean isOfServer() {
      return kind == TargetKind.SERVER;
    }

    /** Returns what it is named after; empty when it is not configured. */
    Optional<String> name() {
      return isOfServer() ? server.flatMap(any -> project.or(() -> database)) : project;
    }
  }

  /** Signed reports of finished jobs. */
  public record Evidence(@Setting(reload = RESTART) Optional<Path> keyFile) {}

  /** Formats that receivers of webhooks understand. */
  public enum WebhookFormat {
    JSON,
    PAGERDUTY,
    OPSGENIE
  }

  /** Notifications outside the chats. */
  public record Notifications(Webhook webhook) {}

  /** The address that events for people on call are posted to. */
  public record Webhook(
      @Setting(reload = RESTART, format = Format.HTTP_URL) Optional<URI> url,
      @Setting(value = "json", reload = RESTART) WebhookFormat format,
      @Setting(reload = RESTART) SecretValue key) {}

  /** Metrics and the health check for a monitoring system. */
  public record Metrics(
      @Setting(value = "false", reload = RESTART) boolean enabled,
      @Setting(value = "127.0.0.1", reload = RESTART, format = Format.IP_ADDRESS) String address,
      @Setting(value = "8079", reload = RESTART, max = 65_535) int port) {}

  /** Returns the checks' settings of a database: its own, or the general ones. */
  public Verify verifyOf(String database) {
    return forDatabase(database).verify();
  }

  /** Returns these settings with those that a database has of its own. */
  public Settings forDatabase(String database) {
    return databases.containsKey(database) ? with(databases.get(database).values()) : this;
  }

  /**
   * Returns the disaster restores that are configured, by the name of their target: one for each of
   * {@code targets}, or the one of {@code disaster}, which is named after its project, or else its
   * database. All of them have a project, or a server and a database.
   */
  public Map<String, Disaster> disasters() {
    Map<String, Disaster> all = new LinkedHashMap<>();
    disaster.name().ifPresent(name -> all.put(name, disaster));
    targets.forEach((name, own) -> all.put(name, with(own.values()).disaster()));
    return all;
  }

  /**
   * Returns these settings with other values.
   *
   * @param values values by the names of their settings, such as {@code sandbox.lifetime}
   * @throws IllegalArgumentException when there is no setting of a name, or a value of another type
   */
  public Settings with(Map<String, Object> values) {
    return SettingsTree.with(this, values);
  }

  /** Returns the values of a section such as {@code sandbox}, by the names of their settings. */
  public Map<String, Object> section(String name) {
    Map<String, Object> values = SettingsTree.values(this);
    values.keySet().removeIf(setting -> !setting.startsWith(name + "."));
    return values;
  }

  /** Returns all settings, a line each, for people; secrets do not show. */
  public String describe() {
    return SettingsText.of(this);
  }
}
