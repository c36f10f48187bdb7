package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.BackupParts;
import dev.restorebot.engine.DisasterParts;
import dev.restorebot.engine.EngineSettings;
import dev.restorebot.engine.advice.BestPractices;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.backup.rclone.RcloneRemote;
import dev.restorebot.engine.backup.rclone.RcloneRemotes;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.load.IgnoreRule;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.AutoSandboxProvider;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.sandbox.embedded.EmbeddedPrograms;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.testrestore.TestSettings;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.script.Script;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates the bot's settings into those of the engine and its parts. */
public final class EngineFactory {
  private static final Logger log = LoggerFactory.getLogger(EngineFactory.class);
  private static final long SHARED_MEMORY = 512L << 20;

  private EngineFactory() {}

  /** Translates the settings into those of the engine, which keeps sandboxes for inspection. */
  public static EngineSettings settings(Settings settings) {
    Settings.Backups backups = settings.backups();
    Settings.Uploads uploads = settings.uploads();
    return new EngineSettings(
        new EngineSettings.Backups(
            backups.folders(),
            remotes(settings),
            names(settings),
            backups.listKept(),
            new ArchiveKey(
                backups.key().value(),
                backups.iterations(),
                new DecryptionProgram(backups.age().program(), backups.age().identityFile()),
                new DecryptionProgram(backups.gpg().program(), backups.gpg().passphraseFile()))),
        new EngineSettings.Uploads(
            new BackupNames(uploads.names(), backups.timeZone()),
            uploads.within(),
            uploads.archiveRoot(),
            uploads.pathPrefix()),
        runSettings(settings, "", true),
        settings.drills(),
        DisasterFactory.policy(settings, List.of(), Optional.empty()),
        dockerSettings(settings),
        DisasterFactory.settings(settings),
        new EngineSettings.Evidence(
            EvidenceFactory.folder(settings),
            EvidenceFactory.keyFile(settings),
            EvidenceFactory.tools(),
            settings.timeZone()));
  }

  /** Opens backups with the configured key. */
  public static ArchiveReader reader(Settings settings) {
    return BackupParts.reader(settings(settings));
  }

  /** Returns the backups in the configured folders and remotes. */
  public static BackupCatalog catalog(Settings settings) {
    return BackupParts.catalog(settings(settings));
  }

  /** Tells the backups of the targets of disaster restores apart. */
  public static TargetBackups targetBackups(Settings settings) {
    return BackupParts.targets(settings(settings));
  }

  /** Verifies restored backups, with the archive of uploads that belongs to each. */
  public static Verifier verifier(Settings settings) {
    return BackupParts.verifier(settings(settings));
  }

  /** Returns the best practices that backups are held against. */
  public static BestPractices practices(Settings settings) {
    return new BestPractices(settings.backups().advice(), new RcloneRemotes());
  }

  private static List<RcloneRemote> remotes(Settings settings) {
    Settings.Rclone rclone = settings.backups().rclone();
    return settings.backups().remotes().stream()
        .map(spec -> new RcloneRemote(spec, rclone.program(), rclone.configFile()))
        .toList();
  }

  /** Runs sandboxes where the settings say, unless that is overridden. */
  public static SandboxProvider sandboxes(
      Settings settings, Optional<Settings.SandboxRuntime> override) {
    return switch (override.orElse(settings.sandbox().runtime())) {
      case DOCKER -> docker(settings);
      case LOCAL -> new LocalSandboxProvider(withoutDocker(settings));
      case EMBEDDED -> EmbeddedPrograms.sandboxes(withoutDocker(settings));
      case AUTO ->
          new AutoSandboxProvider(
              docker(settings),
              new AutoSandboxProvider(
                  new LocalSandboxProvider(withoutDocker(settings)),
                  EmbeddedPrograms.sandboxes(withoutDocker(settings))));
    };
  }

  /** Runs sandboxes in Docker, wherever the settings have them run. */
  static DockerSandboxProvider docker(Settings settings) {
    return new DockerSandboxProvider(dockerSettings(settings));
  }

  private static DockerSettings dockerSettings(Settings settings) {
    Settings.Docker docker = settings.sandbox().docker();
    return new DockerSettings(
        docker.image(),
        docker.defaultMajor(),
        settings.sandbox().prefix(),
        docker.pull(),
        docker.memory(),
        docker.cpus() == 0 ? OptionalInt.empty() : OptionalInt.of(docker.cpus()),
        docker.pids(),
        SHARED_MEMORY,
        docker.host(),
        docker.startTimeout(),
        docker.serverArgs());
  }

  private static LocalSettings withoutDocker(Settings settings) {
    Settings.Local local = settings.sandbox().local();
    LocalSettings defaults = LocalSettings.withDefaults();
    return new LocalSettings(
        local.binDir(),
        local.baseDir(),
        local.runAs(),
        defaults.memoryBytes(),
        defaults.cpus(),
        defaults.startTimeout(),
        defaults.serverSettings());
  }

  /** Returns the settings of test restores for that owner of sandboxes. */
  public static TestSettings runSettings(Settings settings, String owner, boolean keepSandbox) {
    return new TestSettings(
        owner,
        settings.restore().concurrent(),
        settings.sandbox().lifetime(),
        settings.sandbox().warnBefore(),
        settings.sandbox().maxLifetime(),
        keepSandbox,
        settings.sandbox().warm(),
        logins(settings),
        disk(settings),
        names(settings),
        Optional.empty(),
        databaseNames -> policy(settings, databaseNames));
  }

  /** Returns the settings of people's logins to sandboxes. */
  public static LoginSettings logins(Settings settings) {
    Settings.Connect connect = settings.sandbox().connect();
    return new LoginSettings(
        connect.enabled(),
        connect.lifetime(),
        connect.host().orElseGet(EngineFactory::hostName),
        connect.publish().wanted());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static BackupNames names(Settings settings) {
    return new BackupNames(settings.backups().names(), settings.backups().timeZone());
  }

  private static DiskLimits disk(Settings settings) {
    Optional<Long> most = settings.sandbox().maxDisk();
    return new DiskLimits(
        settings.sandbox().keepFree(),
        most.map(OptionalLong::of).orElseGet(OptionalLong::empty),
        DiskLimits.USUAL);
  }

  private static DatabasePolicy policy(Settings settings, List<String> databaseNames) {
    Settings own =
        databaseNames.stream()
            .filter(settings.databases()::containsKey)
            .findFirst()
            .map(settings::forDatabase)
            .orElse(settings);
    Settings.Verify verify = own.verify();
    return new DatabasePolicy(
        new LoadSettings(
            settings.restore().jobs(),
            settings.restore().plainLoader(),
            settings.restore().ownerAndPrivileges(),
            settings.restore().timeout(),
            verify.ignoreErrors().stream()
                .map(ignore -> IgnoreRule.of(ignore.pattern(), ignore.reason()))
                .toList()),
        VerifyPolicy.of(verify, settings.restore().ownerAndPrivileges()),
        verify.afterRestore().stream()
            .map(each -> new Script(each.sql(), each.command(), each.timeLimit()))
            .toList(),
        server(settings.sandbox().docker(), own.sandbox().docker()),
        () -> productionImage(settings, databaseNames));
  }

  /** The image of the database service of disaster restores, if they restore that database. */
  private static Optional<String> productionImage(Settings settings, List<String> databaseNames) {
    Optional<String> target =
        settings.disasters().entrySet().stream()
            .filter(each -> isAmong(databaseNames, DisasterFactory.database(each.getValue())))
            .map(Map.Entry::getKey)
            .findFirst();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    try (DisasterParts parts =
        new DisasterParts(
            () -> settings(settings), target.get(), InstantSource.system(), TargetMemory.NONE)) {
      // A server that is no container has no image that a sandbox could run.
      Target found = parts.find();
      return found.kind().program(found).image();
    } catch (ProblemException e) {
      log.debug("the image that production runs is not known", e);
      return Optional.empty();
    }
  }

  private static boolean isAmong(List<String> names, String database) {
    return names.stream().anyMatch(each -> BackupsOfDatabase.same(database, each));
  }

  private static ServerChoice server(Settings.Docker usual, Settings.Docker own) {
    boolean moreArguments = !own.serverArgs().equals(usual.serverArgs());
    return new ServerChoice(
        Optional.of(own.image()).filter(image -> !image.equals(usual.image())),
        moreArguments ? own.serverArgs() : List.of());
  }
}
