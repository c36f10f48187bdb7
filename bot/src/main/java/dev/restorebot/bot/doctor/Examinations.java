package dev.restorebot.bot.doctor;

import dev.restorebot.bot.App;
import dev.restorebot.bot.EvidenceParts;
import dev.restorebot.bot.Parts;
import dev.restorebot.bot.discord.DiscordExamination;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.slack.SlackExamination;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.archive.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is looked at with those settings. */
public final class Examinations {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Examinations() {}

  /** A doctor for those settings and those backups. */
  public static Doctor doctor(Settings settings, BackupCatalog backups, InstantSource clock) {
    return new Doctor(of(settings, backups, clock), PATIENCE);
  }

  static List<Examination> of(Settings settings, BackupCatalog backups, InstantSource clock) {
    ArchiveReader reader = Parts.reader(settings);
    Path totp = settings.stateDir().resolve(App.TOTP_FILE);
    List<Examination> all = new ArrayList<>();
    all.add(new StateExamination(settings));
    all.add(new SandboxExamination(() -> Parts.sandboxes(settings, Optional.empty())));
    if (settings.sandbox().runtime() != Settings.SandboxRuntime.LOCAL) {
      all.add(new ImageExamination(settings, backups, reader, () -> Parts.docker(settings)));
    }
    all.add(new DiskExamination(backups, settings.sandbox().keepFree(), () -> data(settings)));
    all.add(new BackupsExamination(backups, clock));
    all.add(new KeyExamination(backups, reader));
    all.add(new ProjectExamination(settings, clock));
    all.add(new LeadsExamination(settings));
    all.add(new SecondFactorExamination(settings, () -> TotpSecondFactor.enrolled(totp)));
    all.add(new EvidenceKeyExamination(EvidenceParts.keyFile(settings)));
    all.add(new SlackExamination(settings.slack()));
    all.add(new DiscordExamination(settings.discord()));
    all.add(new ClockExamination(chat(settings), clock));
    return all;
  }

  private static Path data(Settings settings) throws ProblemException {
    if (settings.sandbox().runtime() != Settings.SandboxRuntime.LOCAL) {
      try (DockerSandboxProvider docker = Parts.docker(settings)) {
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
