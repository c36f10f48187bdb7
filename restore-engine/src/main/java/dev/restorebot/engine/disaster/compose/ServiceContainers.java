package dev.restorebot.engine.disaster.compose;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of a project's services, asked and started one by one. */
final class ServiceContainers {
  private static final long LOOK_MILLIS = 500;

  /** A service that was started so often while it was watched does not start. */
  private static final int STARTS = 4;

  private static final String STATE = "{{.Id}} {{json .State}}";
  private static final String HASH = "{{index .Config.Labels \"com.docker.compose.config-hash\"}}";

  private final ComposeProject project;
  private final ComposeCommand compose;

  ServiceContainers(ComposeProject project, ComposeCommand compose) {
    this.project = project;
    this.compose = compose;
  }

  /**
   * A container.
   *
   * @param health of its health check; {@code none} without one
   */
  private record Seen(String id, String status, int exitCode, String startedAt, String health) {
    static Seen of(String line) throws ProblemException {
      int space = line.indexOf(' ');
      JsonNode state = ComposeCommand.json(line.substring(space + 1));
      return new Seen(
          line.substring(0, space),
          state.path("Status").asText(),
          state.path("ExitCode").asInt(),
          state.path("StartedAt").asText(),
          state.path("Health").path("Status").asText("none"));
    }

    boolean isRunning() {
      return status.equals("running");
    }

    /** One without a health check is as healthy as anybody can know. */
    boolean isHealthy() {
      return health.equals("healthy") || (isRunning() && health.equals("none"));
    }

    boolean hasEnded() {
      return status.equals("exited") || status.equals("dead");
    }

    /** Returns why it can never run as it should; empty while it may. */
    Optional<String> failed() {
      if (hasEnded() && exitCode != 0) {
        return Optional.of("it ended with exit code " + exitCode);
      }
      return health.equals("unhealthy")
          ? Optional.of("its health check says unhealthy")
          : Optional.empty();
    }
  }

  /** Returns the IDs of a service's containers, running or not. */
  List<String> of(String service) throws ProblemException {
    return compose
        .docker(
            "ps",
            "--all",
            "--quiet",
            "--no-trunc",
            "--filter",
            "label=com.docker.compose.project=" + project.name(),
            "--filter",
            "label=com.docker.compose.service=" + service,
            "--filter",
            "label=com.docker.compose.oneoff=False")
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Returns the IDs of the images that containers were made from. */
  List<String> images(List<String> ids) throws ProblemException {
    return inspect("{{.Image}}", ids);
  }

  /** Returns the names of these images, as they were given when the containers were made. */
  List<String> imageNames(List<String> ids) throws ProblemException {
    return inspect("{{.Config.Image}}", ids).stream().distinct().toList();
  }

  /** Returns the hashes of the definitions that a service's containers were made from. */
  List<String> hashes(String service) throws ProblemException {
    return inspect(HASH, of(service));
  }

  private List<String> inspect(String format, List<String> ids) throws ProblemException {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("container", "inspect", "--format", format));
    words.addAll(ids);
    return compose.docker(words.toArray(String[]::new)).out().lines().map(String::strip).toList();
  }

  /** Starts containers. Running ones are fine. */
  void start(List<String> containers) throws ProblemException {
    List<String> words = new ArrayList<>(List.of("start"));
    words.addAll(containers);
    var unused = compose.docker(words.toArray(String[]::new));
  }

  /** Waits until all containers of a service that others need are healthy. */
  void awaitHealthy(String service, Duration patience) throws ProblemException {
    await(service, patience, "healthy", Seen::isHealthy);
  }

  /** Waits until all containers of a service that others need have ended with exit code 0. */
  void awaitCompleted(String service, Duration patience) throws ProblemException {
    await(service, patience, "completed", seen -> seen.hasEnded() && seen.exitCode() == 0);
  }

  private interface State {
    boolean isReached(Seen seen);
  }

  private void await(String service, Duration patience, String wanted, State state)
      throws ProblemException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      List<Seen> all = seen(service);
      if (!all.isEmpty() && all.stream().allMatch(state::isReached)) {
        return;
      }
      Optional<String> failed = all.stream().flatMap(each -> each.failed().stream()).findFirst();
      if (failed.isPresent() || System.nanoTime() > end) {
        throw new Problem(
                ProblemCode.COMPOSE_FAILED,
                "Other services wait until "
                    + service
                    + " is "
                    + wanted
                    + ", but "
                    + failed.orElse("it was not within " + patience.toMinutes() + " minutes")
                    + ".",
                project.shell(List.of(), "logs", "--tail", "100", service) + " shows why.")
            .exception();
      }
      Pauses.await(LOOK_MILLIS, Cancellation.none());
    }
  }

  /** As {@link dev.restorebot.engine.disaster.ApplicationServices#failing}. */
  Map<String, String> failing(List<String> services, Duration stableAfter, Duration patience)
      throws ProblemException {
    long end = System.nanoTime() + patience.toNanos();
    Map<String, Map<String, Long>> starts = new HashMap<>();
    while (true) {
      Map<String, String> failing = new LinkedHashMap<>();
      boolean settled = true;
      for (String service : services) {
        List<Seen> all = seen(service);
        if (all.isEmpty()) {
          failing.put(service, "it has no container");
        }
        for (Seen each : all) {
          Map<String, Long> times = starts.computeIfAbsent(each.id(), key -> new HashMap<>());
          long began = times.computeIfAbsent(each.startedAt(), key -> System.nanoTime());
          boolean stable = System.nanoTime() - began >= stableAfter.toNanos();
          settled &= isSettled(each, stable) || times.size() >= STARTS;
          trouble(each, stable).ifPresent(why -> failing.put(service, why));
        }
      }
      if (settled || System.nanoTime() > end) {
        return failing;
      }
      Pauses.await(LOOK_MILLIS, Cancellation.none());
    }
  }

  private static boolean isSettled(Seen seen, boolean stable) {
    return seen.hasEnded()
        || seen.failed().isPresent()
        || (seen.isRunning() && stable && !seen.health().equals("starting"));
  }

  private static Optional<String> trouble(Seen seen, boolean stable) {
    if (seen.failed().isPresent()) {
      return seen.failed();
    }
    if (seen.hasEnded()) {
      return Optional.empty(); // with exit code 0, as a job does
    }
    if (!seen.isRunning()) {
      return Optional.of(
          seen.status().equals("restarting")
              ? "it ends and is started again and again (exit code " + seen.exitCode() + ")"
              : "it is " + seen.status());
    }
    if (seen.health().equals("starting")) {
      return Optional.of("its health check did not say healthy in time");
    }
    return stable ? Optional.empty() : Optional.of("it ends and is started again and again");
  }

  private List<Seen> seen(String service) throws ProblemException {
    List<Seen> seen = new ArrayList<>();
    for (String line : inspect(STATE, of(service))) {
      seen.add(Seen.of(line));
    }
    return seen;
  }
}
