package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the storage that a disaster restore left: the old volume or folder, its safety copy, and
 * the old volume of uploads; after a rollback the new ones in place of the old ones. Stored before
 * it begins; what was deleted already is fine.
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
    Observations seen = disaster.observations();
    if (seen.oldStorage().filter(deleted -> deleted.endedAt().isPresent()).isPresent()) {
      return List.of();
    }
    return made(disaster).filter(name -> !seen.gone().contains(name)).toList();
  }

  private static Stream<String> made(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    Optional<UploadsVolume> uploads = plan.target().uploads();
    return switch (disaster.state()) {
      case DONE ->
          plan.target().hasWayBack()
              ? all(
                  plan.oldStorage(),
                  plan.safetyVolume(),
                  plan.newUploadsVolume().map(any -> uploads.orElseThrow().name()))
              : Stream.empty();
      // A database's new name is free again for the next restore, so people drop it by hand.
      case ROLLED_BACK ->
          disaster.progress().swapBegan()
                  && plan.target().volume().kind() != DataVolume.Kind.DATABASE
              ? all(plan.newVolume(), plan.safetyVolume(), plan.newUploadsVolume())
              : Stream.empty();
      default -> Stream.empty();
    };
  }

  private static Stream<String> all(
      String storage, Optional<String> copy, Optional<String> uploads) {
    return Stream.of(Stream.of(storage), copy.stream(), uploads.stream())
        .flatMap(Function.identity());
  }

  /** Returns whether that storage was deleted by it, wholly or in part, or by somebody. */
  public static boolean isDeleted(Disaster disaster, String name) {
    Observations seen = disaster.observations();
    return seen.gone().contains(name)
        || seen.oldStorage().filter(deleted -> deleted.names().contains(name)).isPresent();
  }

  /** Returns whether what it keeps is what a rollback brings back. */
  public static boolean isWayBack(Disaster disaster) {
    return disaster.state() == DisasterState.DONE;
  }

  /**
   * Records what of the storage that it left is gone, by hand or because a disk is not mounted.
   *
   * @return it as stored then; empty when nothing has changed, two leads approved that it is
   *     deleted, or somebody changed it
   */
  Optional<Disaster> look(Disaster disaster) throws ProblemException {
    Observations seen = disaster.observations();
    if (seen.oldStorage().isPresent()) {
      return Optional.empty();
    }
    List<String> made = made(disaster).toList();
    List<String> gone = new ArrayList<>(seen.gone());
    gone.removeAll(made);
    for (String name : made) {
      if (!volumes.exists(disaster.plan(), name)) {
        gone.add(name);
      }
    }
    return gone.equals(seen.gone())
        ? Optional.empty()
        : store.update(disaster.with(seen.withGone(gone)));
  }

  /** Returns about how large it is: as large as the database when the restore was planned. */
  public static long bytes(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    long databases =
        of(disaster).stream()
            .filter(
                name ->
                    name.equals(plan.oldStorage())
                        || name.equals(plan.newVolume())
                        || plan.safetyVolume().filter(name::equals).isPresent())
            .count();
    return plan.target().volume().bytes() * databases;
  }

  /** Returns what it keeps, how large that is and for how long it has not been used. */
  public static String text(Disaster disaster, Instant now) {
    return String.join(", ", of(disaster))
        + ", about "
        + Sizes.text(bytes(disaster))
        + ", not used for "
        + Durations.minutes(Duration.between(since(disaster), now));
  }

  /** Returns since when it has not been used. */
  public static Instant since(Disaster disaster) {
    return isWayBack(disaster)
        ? disaster.progress().startedAt().orElse(disaster.changedAt())
        : disaster.changedAt();
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
          "The disaster restore " + disaster.id() + " keeps no storage that could be deleted.",
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

  /** A project that is down mounts nothing, and may begin on any of them again. */
  private void requireServedElsewhere(Disaster disaster, List<String> names)
      throws ProblemException {
    DataVolume volume = disaster.plan().target().volume();
    String mounted = probe.mountedVolume(disaster.plan().target());
    if (mounted.isEmpty()
        || names.contains(mounted)
        || (isWayBack(disaster) && mounted.equals(volume.name()))
        || disaster.progress().lost().isPresent()) {
      throw Preflight.problem(
          "Nothing was deleted: the database of "
              + disaster.target()
              + " is not on the "
              + (isWayBack(disaster) ? "restored" : "old")
              + " data, but on "
              + (mounted.isEmpty() ? disaster.plan().target().kind().none() : volume.calls(mounted))
              + ".",
          "Bring that data back first (restore-bot doctor says how), then request the deletion"
              + " again.");
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
    DeletedStorage ended = begun.get().ended(now);
    return recordEnded(disaster.id(), ended).or(() -> recordEnded(disaster.id(), ended));
  }

  /** Deleting takes a while, and others record what they observe meanwhile. */
  private Optional<Disaster> recordEnded(String id, DeletedStorage ended) {
    return store
        .find(id)
        .flatMap(now -> store.update(now.with(now.observations().withOldStorage(ended))));
  }
}
