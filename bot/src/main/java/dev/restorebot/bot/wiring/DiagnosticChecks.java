package dev.restorebot.bot.wiring;

import dev.restorebot.bot.discord.DiscordDiagnostic;
import dev.restorebot.bot.doctor.BackupsDiagnostic;
import dev.restorebot.bot.doctor.ClockDiagnostic;
import dev.restorebot.bot.doctor.DeliveryDiagnostic;
import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.DiskDiagnostic;
import dev.restorebot.bot.doctor.Doctor;
import dev.restorebot.bot.doctor.EvidenceKeyDiagnostic;
import dev.restorebot.bot.doctor.ImageDiagnostic;
import dev.restorebot.bot.doctor.KeyDiagnostic;
import dev.restorebot.bot.doctor.LeadsDiagnostic;
import dev.restorebot.bot.doctor.LoginsDiagnostic;
import dev.restorebot.bot.doctor.SandboxDiagnostic;
import dev.restorebot.bot.doctor.SecondFactorDiagnostic;
import dev.restorebot.bot.doctor.StateDiagnostic;
import dev.restorebot.bot.doctor.VerifyDiagnostic;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.slack.SlackDiagnostic;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StateFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the checks of the doctor from settings. */
public final class DiagnosticChecks {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private DiagnosticChecks() {}

  /** Returns a doctor for those settings and those backups. */
  public static Doctor doctor(Settings settings, BackupCatalog backups, InstantSource clock) {
    return new Doctor(of(settings, backups, clock), PATIENCE);
  }

  /** Returns the name that this bot's sandboxes carry; empty without a state database. */
  private static Optional<String> owner(Settings settings) {
    Path state = settings.stateDir().resolve(StateFolder.DATABASE_FILE);
    if (!Files.exists(state)) {
      return Optional.empty();
    }
    try (JobStore jobs = JdbcJobStore.open(state)) {
      return Optional.of(jobs.owner());
    } catch (StateException e) {
      return Optional.empty(); // the check of the state folder says why
    }
  }

  /** Returns the checks in the order in which they are shown. */
  public static List<DiagnosticCheck> of(
      Settings settings, BackupCatalog backups, InstantSource clock) {
    ArchiveReader reader = EngineFactory.reader(settings);
    Path totp = settings.stateDir().resolve(StateFolder.AUTHENTICATORS_FILE);
    List<DiagnosticCheck> all = new ArrayList<>();
    all.add(new StateDiagnostic(settings));
    all.add(
        new SandboxDiagnostic(
            () -> EngineFactory.sandboxes(settings, Optional.empty()), () -> owner(settings)));
    if (mayUseDocker(settings)) {
      all.add(
          new ImageDiagnostic(
              settings, backups, reader, () -> new DockerImages(EngineFactory.docker(settings))));
    }
    all.add(new DiskDiagnostic(backups, settings.sandbox().keepFree(), () -> data(settings)));
    all.add(new BackupsDiagnostic(backups, clock));
    all.add(new KeyDiagnostic(backups, reader, EngineFactory.settings(settings).backups().key()));
    all.add(verify(settings));
    all.addAll(ProjectDiagnostic.of(settings, backups, clock));
    all.addAll(RunbookDiagnostic.of(settings, clock));
    all.addAll(LeadsDiagnostic.of(settings));
    all.add(new SecondFactorDiagnostic(settings, () -> TotpSecondFactor.enrolled(totp)));
    all.add(new LoginsDiagnostic(settings));
    all.add(new EvidenceKeyDiagnostic(EvidenceFactory.keyFile(settings)));
    all.add(new SlackDiagnostic(settings.slack()));
    all.add(new DiscordDiagnostic(settings.discord()));
    all.add(new DeliveryDiagnostic(settings.stateDir().resolve(StateFolder.DATABASE_FILE), clock));
    all.add(new ClockDiagnostic(chat(settings), clock));
    return all;
  }

  private static boolean mayUseDocker(Settings settings) {
    return switch (settings.sandbox().runtime()) {
      case AUTO, DOCKER -> true;
      case LOCAL, EMBEDDED -> false;
    };
  }

  /** Returns the check of the settings that tests need files for. */
  public static DiagnosticCheck verify(Settings settings) {
    return new VerifyDiagnostic(settings, Optional.ofNullable(System.getenv("PATH")));
  }

  private static Path data(Settings settings) throws ProblemException {
    if (mayUseDocker(settings)) {
      try (DockerSandboxProvider docker = EngineFactory.docker(settings)) {
        if (docker.unavailable().isEmpty()) {
          return docker.dataRoot();
        }
      }
    }
    return settings
        .sandbox()
        .local()
        .baseDir()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static Optional<URI> chat(Settings settings) {
    return settings.slack().enabled()
        ? Optional.of(settings.slack().apiBaseUrl())
        : Optional.empty();
  }
}
