package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupGlobals;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New volumes in Docker. */
public final class DockerNewVolumes implements NewVolumes {
  /** The sum does not depend on times, which a server that only starts and stops may touch. */
  private static final String HASH =
      """
      cd /volume
      { find . -exec stat -c '%n %U %a %F' {} + | LC_ALL=C sort
        find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
      } | sha256sum
      """;

  private static final String COPY =
      """
      set -eu
      rm -rf /to/..?* /to/.[!.]* /to/*
      cp -a /from/. /to
      sync
      """;

  private static final Logger log = LoggerFactory.getLogger(DockerNewVolumes.class);

  private final DockerAccess docker;
  private final DockerSettings settings;
  private final TargetMemory memory;
  private final ProjectFiles files;
  private final BackupGlobals backups;

  /**
   * Works through that access, which stays its owner's.
   *
   * @param memory has production's roles when its server cannot be asked
   * @param files has the superuser's password when nobody remembers
   * @param backups reads the file of roles beside the backup when nobody remembers
   */
  public DockerNewVolumes(
      DockerAccess docker,
      DockerSettings settings,
      TargetMemory memory,
      ProjectFiles files,
      BackupGlobals backups) {
    this.docker = docker;
    this.settings = settings;
    this.memory = memory;
    this.files = files;
    this.backups = backups;
  }

  @Override
  public Filling start(DisasterPlan plan, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    progress.progress(Progress.of(0.1, "asking production for its roles"));
    ClusterGlobals globals = globals(plan, cancellation);
    cancellation.check();
    new OwnVolumes(docker, plan).create(plan.newVolume(), "restored", plan.target().volume().key());
    VolumeLoad.own(docker, plan, "postgres", "700");
    progress.progress(Progress.of(0.3, "starting a server on " + plan.newVolume()));
    return VolumeLoad.start(
        new LoadContainer(docker, settings, plan), globals, settings, cancellation);
  }

  /**
   * Of the running server, if it still has production's database; else as remembered, else of the
   * file beside the backup, else by the names in the backup.
   */
  private ClusterGlobals globals(DisasterPlan plan, Cancellation cancellation)
      throws ProblemException {
    Target target = plan.target();
    String superuser = target.cluster().superuser();
    Optional<RememberedTarget> known =
        memory.recall(target.project().name() + "/" + target.server().service());
    try {
      if (known.isEmpty() || !EmptyDatabase.on(docker, target)) {
        return ClusterGlobals.of(docker, target, cancellation);
      }
    } catch (ProblemException e) {
      if (known.isEmpty() && target.outage().isEmpty()) {
        throw e;
      }
      log.info(
          "the server does not answer, so its roles are taken from elsewhere: {}", e.getMessage());
    }
    if (known.isPresent()) {
      return new ClusterGlobals(superuser, known.get().globals());
    }
    ResolvedProject.Service service =
        files.resolve(target.project()).services().get(target.server().service());
    return new ClusterGlobals(
        superuser,
        RolesOfBackup.globals(
            plan.backup().dumped().map(DumpedDatabase::roles).orElse(List.of()),
            superuser,
            service == null ? Optional.empty() : SuperuserPassword.of(service),
            plan.backup().globals().isPresent()
                ? backups.statements(plan.backup().globals().get())
                : List.of()));
  }

  @Override
  public void discard(DisasterPlan plan) throws ProblemException {
    closeLook(plan);
    String container = new LoadContainer(docker, settings, plan).name();
    if (DataVolume.isFolder(plan.newVolume())) {
      docker.remove(container, "");
      new OwnFolders(docker, plan).discard(plan.newVolume());
    } else {
      docker.remove(
          container, new OwnVolumes(docker, plan).has(plan.newVolume()) ? plan.newVolume() : "");
    }
  }

  @Override
  public void safetyCopy(DisasterPlan plan, Cancellation cancellation) throws ProblemException {
    String copy = plan.safetyVolume().orElseThrow();
    OwnVolumes own = new OwnVolumes(docker, plan);
    if (!own.has(copy)) {
      own.create(copy, "safety-copy", plan.target().volume().key());
    }
    cancellation.check();
    var unused =
        new VolumeTool(docker, plan)
            .run(
                "copy the old volume",
                COPY,
                List.of(),
                VolumeTool.User.ROOT,
                List.of(
                    new VolumeTool.At(plan.target().volume().name(), "/from", true),
                    new VolumeTool.At(copy, "/to", false)));
  }

  @Override
  public String look(DisasterPlan plan) throws ProblemException {
    LookContainer look = new LookContainer(docker, settings, plan);
    look.open();
    return look.command();
  }

  @Override
  public void closeLook(DisasterPlan plan) throws ProblemException {
    new LookContainer(docker, settings, plan).close();
  }

  @Override
  public List<String> users(DisasterPlan plan, String storage) throws ProblemException {
    return new DataMounts(docker).others(storage, "");
  }

  @Override
  public boolean exists(DisasterPlan plan, String storage) throws ProblemException {
    return new VolumeTool(docker, plan).exists(storage);
  }

  @Override
  public void deleteLeft(DisasterPlan plan, String storage) throws ProblemException {
    if (!exists(plan, storage)) {
      return;
    }
    if (DataVolume.isFolder(storage)) {
      new OwnFolders(docker, plan).deleteLeft(storage);
      return;
    }
    try {
      // Without force: Docker refuses a volume that a container has, even one that is stopped.
      docker.client().removeVolumeCmd(storage).exec();
    } catch (NotFoundException e) {
      log.debug("{} is gone already", storage, e);
    } catch (RuntimeException e) {
      throw docker.problem("delete the volume " + storage, e);
    }
  }

  /** SHA-256 over all files of a volume, their names, owners and modes. */
  public String hash(DisasterPlan plan, String volume) throws ProblemException {
    return new VolumeTool(docker, plan)
        .run(
            "read the volume " + volume,
            HASH,
            List.of(),
            VolumeTool.User.ROOT,
            List.of(new VolumeTool.At(volume, "/volume", true)))
        .get(0)
        .split(" ")[0];
  }
}
