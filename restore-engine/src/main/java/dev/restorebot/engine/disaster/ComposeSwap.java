package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the database another volume by name, and gives it the old one back; when the plan has
 * uploads, theirs with it, to every service that has it. Neither volume is copied or written to by
 * this. Each step may be done again after a crash.
 */
public final class ComposeSwap implements Swap {
  private static final Logger log = LoggerFactory.getLogger(ComposeSwap.class);

  private final Function<ComposeProject, ServiceControl> services;
  private final DatabaseProbe probe;
  private final Duration patience;

  /**
   * Swaps through these.
   *
   * @param patience how long the database may take to answer on its new volume
   */
  public ComposeSwap(
      Function<ComposeProject, ServiceControl> services, DatabaseProbe probe, Duration patience) {
    this.services = services;
    this.probe = probe;
    this.patience = patience;
  }

  @Override
  public Optional<String> before(DisasterPlan plan) throws ProblemException {
    return OverrideFile.read(plan.overrideFile());
  }

  @Override
  public Optional<String> doneByHand(DisasterPlan plan) throws ProblemException {
    String mounted = probe.mountedVolume(plan.target());
    if (!mounted.equals(plan.newVolume())) {
      throw new Problem(
              ProblemCode.SWAP_FAILED,
              "The database still uses "
                  + (mounted.isEmpty() ? "no volume" : DataVolume.called(mounted))
                  + ".",
              "Run the commands of the runbook first, then confirm the swap again.")
          .exception();
    }
    if (plan.newUploadsVolume().isPresent()) {
      requireUploads(plan, plan.newUploadsVolume().get());
    }
    return Optional.empty();
  }

  @Override
  public void stopDatabase(DisasterPlan plan) throws ProblemException {
    control(plan).stop(List.of(plan.target().server().service()));
  }

  @Override
  public void swapIn(DisasterPlan plan, String by, String reason, Cancellation cancellation)
      throws ProblemException {
    probe.requireVolume(plan.target(), plan.newVolume());
    if (plan.newUploadsVolume().isPresent()) {
      probe.requireVolume(plan.target(), plan.newUploadsVolume().get());
    }
    stopDatabase(plan);
    OverrideFile.write(plan.overrideFile(), Optional.of(plan.override(by, reason)));
    recreate(plan, plan.newVolume(), cancellation);
    if (plan.newUploadsVolume().isPresent()) {
      remake(plan, plan.newUploadsVolume().get());
    }
  }

  @Override
  public void swapBack(DisasterPlan plan, Optional<String> previous, Cancellation cancellation)
      throws ProblemException {
    probe.requireVolume(plan.target(), plan.target().volume().name());
    if (plan.newUploadsVolume().isPresent()) {
      probe.requireVolume(plan.target(), plan.target().uploads().orElseThrow().name());
    }
    stopDatabase(plan);
    OverrideFile.write(plan.overrideFile(), previous);
    if (plan.target().outage().isEmpty()) {
      recreate(plan, plan.target().volume().name(), cancellation);
    } else {
      returnStopped(plan);
    }
    if (plan.newUploadsVolume().isPresent()) {
      remake(plan, plan.target().uploads().orElseThrow().name());
    }
  }

  @Override
  public String resume(DisasterPlan plan, Optional<String> before, String content)
      throws ProblemException {
    String old = plan.target().volume().name();
    String mounted = probe.mountedVolume(plan.target());
    if (mounted.equals(plan.newVolume())) {
      boolean unused = nameAgain(plan, before, content);
    } else if (!mounted.equals(old)) {
      throw otherVolume(plan, "The database was not started: it has", mounted, old);
    }
    if (mounted.equals(old) && plan.target().outage().isPresent()) {
      return "The database is stopped on " + DataVolume.called(old) + ", as before the restore.";
    }
    control(plan).start(List.of(plan.target().server().service()), plan.overrideFile());
    return "The database runs on " + DataVolume.called(mounted) + ".";
  }

  /** A file with content of the team's own stays. */
  @Override
  public boolean nameAgain(DisasterPlan plan, Optional<String> before, String content)
      throws ProblemException {
    Optional<String> now = OverrideFile.read(plan.overrideFile());
    boolean foreign =
        now.isPresent() && !now.equals(before) && !now.get().startsWith(OverrideFile.MARK);
    if (foreign || now.equals(Optional.of(content)) || namesNew(plan, now.isPresent())) {
      return false;
    }
    OverrideFile.write(plan.overrideFile(), Optional.of(content));
    return true;
  }

  private boolean namesNew(DisasterPlan plan, boolean withFile) {
    try {
      DatabaseServer server = plan.target().server();
      List<Path> files = new ArrayList<>(plan.target().project().files());
      files.remove(plan.overrideFile());
      return services
          .apply(plan.target().project().withFiles(files))
          .mounted(
              server.service(),
              server.dataMount(),
              withFile ? Optional.of(plan.overrideFile()) : Optional.empty())
          .name()
          .equals(plan.newVolume());
    } catch (ProblemException e) {
      // Files that Compose cannot read name nothing.
      log.warn(
          "the files of {} cannot be read: {}", plan.target().project().name(), e.getMessage());
      return false;
    }
  }

  /**
   * Checks that every service that has the uploads has them on that volume.
   *
   * @throws ProblemException when one has not
   */
  private void requireUploads(DisasterPlan plan, String volume) throws ProblemException {
    for (UploadsVolume.Mount mount : plan.target().uploads().orElseThrow().mounts()) {
      String mounted = probe.mountedVolume(plan.target(), mount.service(), mount.path());
      if (!mounted.equals(volume)) {
        throw otherVolume(plan, mount.service() + " has at " + mount.path(), mounted, volume);
      }
    }
  }

  /** New containers for what has the uploads; they are started when all is in place. */
  private void remake(DisasterPlan plan, String volume) throws ProblemException {
    for (String service : plan.uploadsServices()) {
      control(plan).remake(service, plan.overrideFile());
    }
    requireUploads(plan, volume);
  }

  private void recreate(DisasterPlan plan, String volume, Cancellation cancellation)
      throws ProblemException {
    String service = plan.target().server().service();
    control(plan).recreate(service, plan.overrideFile());
    String mounted = probe.mountedVolume(plan.target());
    if (!mounted.equals(volume)) {
      // It must not be written to on a volume that nobody asked for.
      control(plan).stop(List.of(service));
      throw otherVolume(plan, "The database was stopped again: it has", mounted, volume);
    }
    probe.awaitAccepting(plan.target(), patience, cancellation);
  }

  /** A database that did not run before is not started: it may be the damaged one. */
  private void returnStopped(DisasterPlan plan) throws ProblemException {
    control(plan).remake(plan.target().server().service(), plan.overrideFile());
    String mounted = probe.mountedVolume(plan.target());
    if (!mounted.equals(plan.target().volume().name())) {
      throw otherVolume(plan, "The database has", mounted, plan.target().volume().name());
    }
  }

  private static ProblemException otherVolume(
      DisasterPlan plan, String who, String mounted, String wanted) {
    return new Problem(
            ProblemCode.SWAP_FAILED,
            who
                + " "
                + (mounted.isEmpty() ? "no volume" : DataVolume.called(mounted))
                + " instead of "
                + wanted
                + ".",
            "Check what else sets its volume: "
                + plan.target().project().shell(List.of(plan.overrideFile()), "config"))
        .exception();
  }

  private ServiceControl control(DisasterPlan plan) {
    return services.apply(plan.target().project());
  }
}
