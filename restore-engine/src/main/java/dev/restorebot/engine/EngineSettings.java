package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.rclone.RcloneRemote;
import dev.restorebot.engine.disaster.ChecklistSettings;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.RunbookCopy;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.evidence.Subject;
import dev.restorebot.engine.testrestore.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the engine.
 *
 * @param backups where backups are
 * @param uploads the archives of uploaded files that belong to them
 * @param tests how test restores run; the engine sets their owner
 * @param drills the schedules of drills
 * @param approval the rules of approval, of which a target has its own
 * @param docker the Docker engine
 * @param disasters the targets of disaster restores
 * @param evidence where reports are written
 */
public record EngineSettings(
    Backups backups,
    Uploads uploads,
    TestSettings tests,
    List<DrillSettings> drills,
    ApprovalPolicy approval,
    DockerSettings docker,
    List<Disaster> disasters,
    Evidence evidence) {
  public EngineSettings {
    drills = List.copyOf(drills);
    disasters = List.copyOf(disasters);
  }

  /**
   * Settings of the places and names of backups.
   *
   * @param folders folders of this machine
   * @param remotes remotes of rclone
   * @param names how their names are read
   * @param listKept how long a listing is used again
   * @param key opens encrypted ones
   */
  public record Backups(
      List<Path> folders,
      List<RcloneRemote> remotes,
      BackupNames names,
      Duration listKept,
      ArchiveKey key) {
    public Backups {
      folders = List.copyOf(folders);
      remotes = List.copyOf(remotes);
    }
  }

  /**
   * Archives of uploaded files, which are where backups are.
   *
   * @param names how their names are read
   * @param within how far in time an archive may be from its backup
   * @param archiveRoot the folder inside the archive
   * @param pathPrefix what the database's paths begin with
   */
  public record Uploads(
      BackupNames names, Duration within, String archiveRoot, String pathPrefix) {}

  /**
   * Settings of the disaster restores of one target.
   *
   * @param name the target's name
   * @param target the Compose project
   * @param uploadsRequired whether a backup without its archive of uploads is refused
   * @param options the order of the steps
   * @param requireTestedWithin how long ago the backup's last passed test may be; empty for any
   * @param requireRehearsedWithin how long ago the target's last passed rehearsal may be without a
   *     mark in the plan; empty for any
   * @param checks what is checked afterwards
   * @param handChecks what only people can check afterwards
   * @param approval the rules of approval
   * @param runbookCopy where the daily runbook is copied to
   * @param rehearsal what a rehearsal leaves out
   */
  public record Disaster(
      String name,
      TargetSettings target,
      boolean uploadsRequired,
      PlanOptions options,
      Optional<Duration> requireTestedWithin,
      Optional<Duration> requireRehearsedWithin,
      ChecklistSettings checks,
      List<String> handChecks,
      ApprovalPolicy approval,
      Optional<RunbookCopy> runbookCopy,
      RehearsalSettings rehearsal) {
    public Disaster {
      handChecks = List.copyOf(handChecks);
    }

    /** Returns the same with other rules of approval. */
    Disaster with(ApprovalPolicy rules) {
      return new Disaster(
          name,
          target,
          uploadsRequired,
          options,
          requireTestedWithin,
          requireRehearsedWithin,
          checks,
          handChecks,
          rules,
          runbookCopy,
          rehearsal);
    }
  }

  /**
   * Settings of reports.
   *
   * @param folder a folder for each job is made in it
   * @param keyFile the key that signs them; without that file they are unsigned
   * @param tools versions of our own programs
   * @param zone the zone of the times in their pages
   */
  public record Evidence(Path folder, Path keyFile, List<Subject.Fact> tools, ZoneId zone) {
    public Evidence {
      tools = List.copyOf(tools);
    }
  }
}
