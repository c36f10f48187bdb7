package dev.restorebot.engine.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the image for a server major: here already, else from its registry, else a newer major's
 * that is here, which restores an older dump as well.
 */
public final class Images {
  private static final String MAJOR = "{major}";
  private static final String USUAL_MOUNT = "/var/lib/postgresql/data";
  private static final int NEWER = 5;
  private static final Pattern LEADING_DIGITS = Pattern.compile("^\\d+");

  private final DockerConnection docker;
  private final DockerSettings settings;

  public Images(DockerConnection docker, DockerSettings settings) {
    this.docker = docker;
    this.settings = settings;
  }

  public ChosenImage choose(
      OptionalInt wanted, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    int major = wanted.orElse(settings.defaultMajor());
    String name = name(major);
    Optional<ChosenImage> here = local(name, major, List.of());
    if (here.isPresent()) {
      return here.get();
    }
    String whyNot = "pulling is switched off";
    if (settings.pullAllowed()) {
      whyNot = new ImagePull(docker.client(), name, progress).run(cancellation).orElse("");
      here = local(name, major, List.of());
      if (here.isPresent()) {
        return here.get();
      }
    }
    for (int newer : IntStream.rangeClosed(major + 1, major + NEWER).toArray()) {
      here = local(name(newer), newer, List.of(note(major, newer, wanted.isPresent())));
      if (here.isPresent()) {
        return here.get();
      }
    }
    throw missing(name, whyNot).exception();
  }

  /**
   * Returns why there would be no image now for a server of that major or a later one, without
   * fetching one.
   */
  public Optional<Problem> unsuitable(OptionalInt wanted) throws ProblemException {
    int major = wanted.orElse(settings.defaultMajor());
    String name = name(major);
    Optional<ChosenImage> here = local(name, major, List.of());
    if (here.isPresent()) {
      return wanted.isPresent() ? older(here.get(), major) : Optional.empty();
    }
    return Optional.of(
        missing(
            name,
            settings.pullAllowed()
                ? "it will be pulled when it is needed, if its registry answers then."
                : "pulling is switched off."));
  }

  /** The problem when an image has an older server than a backup comes from. */
  static Optional<Problem> older(ChosenImage image, int major) {
    Matcher digits = LEADING_DIGITS.matcher(image.serverVersion());
    int has = digits.find() ? Integer.parseInt(digits.group()) : major;
    return has >= major
        ? Optional.empty()
        : Optional.of(
            new Problem(
                ProblemCode.DUMP_NEWER_THAN_SERVER,
                "The Docker image "
                    + image.name()
                    + " has PostgreSQL "
                    + has
                    + ", and the newest backup comes from PostgreSQL "
                    + major
                    + ": an older server may not restore it.",
                "Set `databases.<name>.image` (or `sandbox.docker.image` for all databases) to an"
                    + " image with PostgreSQL "
                    + major
                    + " or later."));
  }

  private static String note(int major, int newer, boolean needed) {
    return needed
        ? "Restored into PostgreSQL %d because no image for %d was available. A newer server reads older dumps, but it is not what production runs."
            .formatted(newer, major)
        : "Restored into PostgreSQL %d because no image for %d was available."
            .formatted(newer, major);
  }

  private static Problem missing(String name, String whyNot) {
    return new Problem(
        ProblemCode.IMAGE_MISSING,
        "The Docker image " + name + " is not on this machine and was not fetched: " + whyNot,
        "docker pull " + name);
  }

  private String name(int major) {
    return settings.image().replace(MAJOR, String.valueOf(major));
  }

  private Optional<ChosenImage> local(String name, int major, List<String> notes)
      throws ProblemException {
    try {
      InspectImageResponse image = docker.client().inspectImageCmd(name).exec();
      Optional<ContainerConfig> config = Optional.ofNullable(image.getConfig());
      return Optional.of(
          new ChosenImage(
              image.getId(),
              name,
              config.flatMap(Images::version).orElse(String.valueOf(major)),
              config.flatMap(Images::mount).orElse(USUAL_MOUNT),
              DockerExec.SUPERUSER,
              config.map(ContainerConfig::getEntrypoint).map(List::of).orElse(List.of()),
              notes));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw docker.errors().problem("look for the image " + name, e);
    }
  }

  private static Optional<String> version(ContainerConfig config) {
    return environment(config, "PG_VERSION").map(version -> version.split("-")[0]);
  }

  /** The volume that the image keeps its data in; it may have others. */
  private static Optional<String> mount(ContainerConfig config) {
    if (config.getVolumes() == null) {
      return Optional.empty();
    }
    String data = environment(config, "PGDATA").orElse("") + "/";
    List<String> volumes = config.getVolumes().keySet().stream().sorted().toList();
    return volumes.stream()
        .filter(volume -> data.startsWith(volume + "/"))
        .findFirst()
        .or(() -> volumes.stream().findFirst());
  }

  private static Optional<String> environment(ContainerConfig config, String name) {
    Stream<String> lines = config.getEnv() == null ? Stream.of() : Stream.of(config.getEnv());
    return lines
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst();
  }
}
