package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.TargetLock;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A lock that is an empty volume of the target's Docker engine: everybody who could restore the
 * target sees it, and Docker makes a name once.
 */
public final class DockerTargetLock implements TargetLock {
  /** The id of the disaster restore that has it. */
  private static final String HOLDER = "dev.restore-bot.lock";

  private static final String SINCE = "dev.restore-bot.lock.since";
  private static final String BY = "dev.restore-bot.lock.requested-by";
  private static final String HOST = "dev.restore-bot.lock.host";

  private final DockerAccess docker;
  private final InstantSource clock;

  /** Locks targets of that engine; the access stays its owner's. */
  public DockerTargetLock(DockerAccess docker, InstantSource clock) {
    this.docker = docker;
    this.clock = clock;
  }

  @Override
  public void take(Disaster disaster, Predicate<String> left) throws ProblemException {
    TargetSettings target = disaster.settings();
    requireFree(target, id -> id.equals(disaster.id()) || left.test(id));
    Optional<Map<String, String>> held = labels(target);
    if (held.isPresent()) {
      if (disaster.id().equals(held.get().get(HOLDER))) {
        return;
      }
      remove(target);
    }
    String nonce = UUID.randomUUID().toString();
    try {
      docker
          .client()
          .createVolumeCmd()
          .withName(name(target))
          .withLabels(
              Map.of(
                  HOLDER,
                  disaster.id(),
                  SINCE,
                  clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                  BY,
                  disaster.requestedBy().name(),
                  HOST,
                  host(),
                  ComposeLabels.NONCE,
                  nonce))
          .exec();
    } catch (RuntimeException e) {
      throw docker.problem("create the volume " + name(target), e);
    }
    // Docker answers a request to create an existing volume with success.
    Map<String, String> now = labels(target).orElse(Map.of());
    if (!nonce.equals(now.get(ComposeLabels.NONCE))) {
      throw held(target, now);
    }
  }

  @Override
  public void requireFree(TargetSettings target, Predicate<String> left) throws ProblemException {
    Optional<Map<String, String>> held = labels(target);
    if (held.isPresent() && !left.test(held.get().getOrDefault(HOLDER, ""))) {
      throw held(target, held.get());
    }
  }

  @Override
  public void release(Disaster disaster) throws ProblemException {
    boolean ours =
        labels(disaster.settings())
            .filter(labels -> disaster.id().equals(labels.get(HOLDER)))
            .isPresent();
    if (ours) {
      remove(disaster.settings());
    }
  }

  /** Returns the name of the volume that is the lock of that target. */
  static String name(TargetSettings target) {
    return "restore-bot-lock_" + target.project() + "_" + target.databaseService();
  }

  private void remove(TargetSettings target) throws ProblemException {
    try {
      docker.client().removeVolumeCmd(name(target)).exec();
    } catch (NotFoundException e) {
      // Somebody else removed it, which is what was wanted.
    } catch (RuntimeException e) {
      throw docker.problem("remove the volume " + name(target), e);
    }
  }

  private Optional<Map<String, String>> labels(TargetSettings target) throws ProblemException {
    try {
      Map<String, String> labels =
          docker.client().inspectVolumeCmd(name(target)).exec().getLabels();
      return Optional.of(labels == null ? Map.of() : labels);
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw docker.problem("inspect the volume " + name(target), e);
    }
  }

  private static ProblemException held(TargetSettings target, Map<String, String> labels) {
    return new Problem(
            ProblemCode.TARGET_UNSUITABLE,
            "Another disaster restore of "
                + target.project()
                + "/"
                + target.databaseService()
                + " is in progress: "
                + labels.getOrDefault(HOLDER, "unknown")
                + ", requested by "
                + labels.getOrDefault(BY, "somebody unknown")
                + ", since "
                + labels.getOrDefault(SINCE, "an unknown time")
                + ", run on "
                + labels.getOrDefault(HOST, "an unknown machine")
                + " from another state folder. Nothing was changed.",
            "Wait until it has ended, or cancel it there. Only if its bot and its state folder no"
                + " longer exist, remove its lock: docker volume rm "
                + name(target))
        .exception();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed machine";
    }
  }
}
