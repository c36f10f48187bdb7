package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.docker.ContainerLog;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** Inspects the project's containers. Finds them each time: a swap makes another container. */
public final class DockerProbe implements DatabaseProbe {
  private static final long PAUSE_MILLIS = 200;
  private static final int LOG_LINES = 1000;
  private static final int LOG_SECONDS = 20;

  private final DockerAccess docker;

  /** Inspects through that access, which its owner closes. */
  public DockerProbe(DockerAccess docker) {
    this.docker = docker;
  }

  @Override
  public String mountedVolume(Target target) throws ProblemException {
    return DataMounts.at(database(target), target.server().pgdata())
        .map(DataMounts::storage)
        .orElse("");
  }

  @Override
  public String mountedVolume(Target target, String service, String path) throws ProblemException {
    ProjectContainers project = new ProjectContainers(docker, target.project().name());
    return DataMounts.at(project.inspect(project.single(service).getId()), path)
        .map(DataMounts::storage)
        .orElse("");
  }

  @Override
  public void requireVolume(Target target, String volume) throws ProblemException {
    if (new VolumeTool(docker, target.server().imageId(), "probe").exists(volume)) {
      return;
    }
    boolean folder = DataVolume.isFolder(volume);
    throw new Problem(
            ProblemCode.SWAP_FAILED,
            "The "
                + (folder ? "folder " : "volume ")
                + volume
                + " no longer exists, so it cannot be mounted.",
            folder
                ? "List what is beside it: " + ShellWords.command("ls", "-la", volume + "/..")
                : "List the existing volumes: docker volume ls")
        .exception();
  }

  @Override
  public void awaitAccepting(Target target, Duration patience, Cancellation cancellation)
      throws ProblemException {
    String container = database(target).getName().replaceFirst("^/", "");
    ProductionPsql psql = new ProductionPsql(docker, container);
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      cancellation.check();
      docker.requireRunning(container);
      try {
        var unused = psql.rows(target.database(), "SELECT 1", cancellation);
        return;
      } catch (ProblemException e) {
        if (System.nanoTime() > end) {
          throw late(target, patience, e);
        }
      }
      Pauses.await(PAUSE_MILLIS, cancellation);
    }
  }

  @Override
  public Optional<Listening> onContainerChange(Runnable changed) {
    return Optional.of(new ContainerEvents(docker, changed).start());
  }

  @Override
  public List<List<String>> query(Target target, String sql) throws ProblemException {
    String container = database(target).getName().replaceFirst("^/", "");
    return new ProductionPsql(docker, container).rows(target.database(), sql, Cancellation.none());
  }

  @Override
  public List<String> log(Target target, String service, Instant since) throws ProblemException {
    List<String> lines = new ArrayList<>();
    ProjectContainers project = new ProjectContainers(docker, target.project().name());
    for (Container container : project.all()) {
      if (ProjectContainers.service(container).equals(service)) {
        lines.addAll(log(container, since));
      }
    }
    return List.copyOf(lines);
  }

  private List<String> log(Container container, Instant since) throws ProblemException {
    try {
      // Docker's own limit is in whole seconds, and a container may be started twice in one.
      return ContainerLog.lines(
              docker
                  .client()
                  .logContainerCmd(container.getId())
                  .withTimestamps(true)
                  .withSince(Math.toIntExact(since.getEpochSecond()))
                  .withTail(LOG_LINES),
              LOG_SECONDS)
          .stream()
          .flatMap(line -> after(since, line))
          .toList();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw docker.problem("read the log of " + container.getNames()[0].substring(1), e);
    }
  }

  /** Returns a line without its time, if it is not older. */
  private static Stream<String> after(Instant since, String line) {
    int space = line.indexOf(' ');
    String time = space < 0 ? line : line.substring(0, space);
    try {
      return Instant.parse(time).isBefore(since)
          ? Stream.empty()
          : Stream.of(space < 0 ? "" : line.substring(space + 1));
    } catch (DateTimeParseException e) {
      return Stream.of(line); // the rest of a long one
    }
  }

  private InspectContainerResponse database(Target target) throws ProblemException {
    ProjectContainers project = new ProjectContainers(docker, target.project().name());
    return project.inspect(project.single(target.server().service()).getId());
  }

  private static ProblemException late(Target target, Duration patience, ProblemException last) {
    return new Problem(
            ProblemCode.TIMED_OUT,
            "The database did not answer within "
                + patience.toSeconds()
                + " s: "
                + last.problem().message(),
            target.project().shell(List.of(), "logs", "--tail", "50", target.server().service()))
        .exception(last);
  }
}
