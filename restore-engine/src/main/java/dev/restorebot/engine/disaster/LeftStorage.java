package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the storage that a disaster restore left: the old volume or folder, its safety copy, and
 * the old volume of uploads. Stored before it begins; what was deleted already is fine.
 */
public final class LeftStorage {
  private static final Logger log = LoggerFactory.getLogger(LeftStorage.class);

  private final DisasterStore store;
  private final NewVolumes volumes;
  private final DatabaseProbe probe;

  LeftStorage(DisasterStore store, NewVolumes volumes, DatabaseProbe probe) {
    this.store = store;
    this.volumes = volumes;
    this.probe = probe;
  }

  /** Returns the names of the volumes and folders that it keeps; none once they are deleted. */
  public static List<String> of(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    boolean kept =
        disaster.state() == DisasterState.DONE
            && plan.target().hasWayBack()
            && disaster
                .observations()
                .oldStorage()
                .filter(deleted -> deleted.endedAt().isPresent())
                .isEmpty();
    if (!kept) {
      return List.of();
    }
    List<String> names = new ArrayList<>(List.of(plan.oldStorage()));
    plan.safetyVolume().ifPresent(names::add);
    plan.newUploadsVolume()
        .ifPresent(any -> names.add(plan.target().uploads().orElseThrow().name()));
    return List.copyOf(names);
  }

  /** Returns about how large it is: as large as when the restore was planned, and its copy. */
  public static long bytes(DisasterPlan plan) {
    return plan.target().volume().bytes() * (plan.safetyVolume().isPresent() ? 2 : 1);
  }

  /** Returns what it keeps, how large that is and for how long it has not been used. */
  public static String text(Disaster disaster, Instant now) {
    return String.join(", ", of(disaster))
        + ", about "
        + Sizes.text(bytes(disaster.plan()))
        + ", not used for "
        + Durations.minutes(Duration.between(since(disaster), now));
  }

  /** Returns since when it has not been used. */
  public static Instant since(Disaster disaster) {
    return disaster.progress().startedAt().orElse(disaster.changedAt());
  }

  /**
   * Refuses what is not there to be deleted, or is in use.
   *
   * @throws ProblemException why, with what to do
   */
  void requireDeletable(Disaster disaster) throws ProblemException {
    List<String> names = of(disaster);
    if (names.isEmpty()) {
      throw Preflight.problem(
          "The disaster restore " + disaster.id() + " keeps no old storage that could be deleted.",
          "`/restore status` lists the disaster restores.");
    }
    if (store.open().stream().anyMatch(other -> other.target().equals(disaster.target()))) {
      throw Preflight.problem(
          "Another disaster restore of "
              + disaster.target()
              + " is in progress, so nothing is deleted.",
          "Wait until it has ended, then request the deletion again.");
    }
    requireNoWayBackOfNewer(disaster, names);
    requireServedElsewhere(disaster, names);
    for (String name : names) {
      requireUnused(disaster.plan(), name);
    }
  }

  /** After a swap that somebody lost, a newer restore may have begun on the same storage. */
  private void requireNoWayBackOfNewer(Disaster disaster, List<String> names)
      throws ProblemException {
    Optional<Disaster> newer =
        store.recent(Integer.MAX_VALUE).stream()
            .takeWhile(other -> !other.id().equals(disaster.id()))
            .filter(other -> other.target().equals(disaster.target()))
            .filter(other -> of(other).stream().anyMatch(names::contains))
            .findFirst();
    if (newer.isPresent()) {
      throw Preflight.problem(
          "Nothing was deleted: it is also the way back of the newer disaster restore "
              + newer.get().id()
              + ".",
          "Request the deletion for that one.");
    }
  }

  /** A project that is down mounts nothing, and may still begin on any of them again. */
  private void requireServedElsewhere(Disaster disaster, List<String> names)
      throws ProblemException {
    DataVolume volume = disaster.plan().target().volume();
    String mounted = probe.mountedVolume(disaster.plan().target());
    if (mounted.isEmpty()
        || names.contains(mounted)
        || mounted.equals(volume.name())
        || disaster.progress().lost().isPresent()) {
      throw Preflight.problem(
          "Nothing was deleted: the database of "
              + disaster.target()
              + " is not on the restored data, but on "
              + (mounted.isEmpty() ? disaster.plan().target().kind().none() : volume.calls(mounted))
              + ".",
          "Bring the restored data back first (restore-bot doctor says how), then request the"
              + " deletion again.");
    }
  }

  private void requireUnused(DisasterPlan plan, String name) throws ProblemException {
    List<String> users = volumes.users(plan, name);
    TargetKind kind = plan.target().kind();
    if (!users.isEmpty()) {
      throw Preflight.problem(
          "Nothing was deleted: "
              + plan.target().volume().calls(name)
              + " is "
              + kind.usedBy()
              + " by "
              + String.join(", ", users)
              + ".",
          kind.release() + ", then request the deletion again.");
    }
  }

  /**
   * Deletes what was recorded to be deleted, and records that it is.
   *
   * @return it as stored then; empty when nothing was to be deleted, or somebody changed it
   */
  Optional<Disaster> delete(Disaster disaster, Instant now) throws ProblemException {
    Optional<DeletedStorage> begun =
        disaster.observations().oldStorage().filter(each -> each.endedAt().isEmpty());
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    requireServedElsewhere(disaster, begun.get().names());
    for (String name : begun.get().names()) {
      requireUnused(disaster.plan(), name);
      volumes.deleteLeft(disaster.plan(), name);
      log.info("deleted {}, which the disaster restore {} had left", name, disaster.id());
    }
    return store.update(
        disaster.with(disaster.observations().withOldStorage(begun.get().ended(now))));
  }
}
