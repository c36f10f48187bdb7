package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ServerGlobals;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.Targets;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.text.Durations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the target by its running server, and remembers what that tells. When the server cannot be
 * asked, finds it by what was remembered, a copy of its volume, the backup and the project's files.
 */
public final class RememberedTargets implements Targets {
  private static final Logger log = LoggerFactory.getLogger(RememberedTargets.class);

  private final Targets running;
  private final DockerAccess docker;
  private final TargetMemory memory;
  private final ProjectFiles files;
  private final ProgressListener progress;
  private final InstantSource clock;

  /**
   * Inspects through that access, which its owner closes.
   *
   * @param progress hears of the pull of an image
   */
  public RememberedTargets(
      DockerAccess docker,
      TargetMemory memory,
      ProjectFiles files,
      ProgressListener progress,
      InstantSource clock) {
    this.running = new DockerTargets(docker, files);
    this.docker = docker;
    this.memory = memory;
    this.files = files;
    this.progress = progress;
    this.clock = clock;
  }

  @Override
  public Target resolve(TargetSettings settings) throws ProblemException {
    return find(settings, Optional.empty());
  }

  @Override
  public Target resolve(TargetSettings settings, BackupFacts backup) throws ProblemException {
    return find(settings, Optional.of(backup));
  }

  /**
   * Finds the target by its running server only, and remembers what that tells.
   *
   * @throws ProblemException when it does not run, or cannot be restored
   */
  public Target running(TargetSettings settings) throws ProblemException {
    Target target = running.resolve(settings);
    if (memory == TargetMemory.NONE) {
      return target;
    }
    try {
      Optional<RememberedTarget> known = recall(settings);
      if (known.isPresent() && EmptyDatabase.on(docker, target)) {
        return asBefore(target, known.get());
      }
      ServerGlobals globals = ClusterGlobals.ask(docker, target, Cancellation.none());
      memory.remember(settings.name(), new RememberedTarget(clock.instant(), target, globals));
    } catch (ProblemException | StateException e) {
      // Nobody's plan may fail because it cannot be remembered.
      log.warn("the facts of {} were not remembered: {}", settings.name(), e.getMessage());
    }
    return target;
  }

  /** Returns the target with the setup of the time when it had tables: it may lack the roles. */
  private Target asBefore(Target target, RememberedTarget known) {
    return target.setUpAs(
        known.target().cluster(),
        "The running server's database is missing or has no table, so it was probably created"
            + " again. Its roles, encoding, locale and the settings of databases and roles are"
            + " restored as they were "
            + Durations.minutes(Duration.between(known.takenAt(), clock.instant()))
            + " ago. postgresql.conf and pg_hba.conf stay as the new server has them.");
  }

  /** Removes the copies of volumes that a killed process left of that target. */
  public void sweep(TargetSettings settings) throws ProblemException {
    VolumeCopy.sweep(docker, settings.project());
  }

  private Optional<RememberedTarget> recall(TargetSettings settings) {
    return memory
        .recall(settings.name())
        .filter(found -> found.target().database().equals(settings.database()));
  }

  private Target find(TargetSettings settings, Optional<BackupFacts> backup)
      throws ProblemException {
    try {
      return running(settings);
    } catch (ProblemException e) {
      if (e.problem().code() == ProblemCode.TARGET_UNSUITABLE
          || e.problem().code() == ProblemCode.DOCKER_UNREACHABLE) {
        throw e;
      }
      log.debug("the server of {} cannot be asked", settings.name(), e);
      return new StoppedTargets(docker, files, memory, progress, clock)
          .resolve(settings, recall(settings), backup, e);
    }
  }
}
