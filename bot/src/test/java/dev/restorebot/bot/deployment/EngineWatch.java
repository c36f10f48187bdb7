package dev.restorebot.bot.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What containers with certain names leave on an engine that others use at the same time: hears of
 * every container that is made and of every volume that is mounted, also of one without a name.
 */
public final class EngineWatch implements AutoCloseable {
  private final Path heard;
  private final Process events;

  /** Listens from now on, and writes what it hears into that folder. */
  public EngineWatch(Path folder) throws IOException {
    heard = folder.resolve("events");
    events =
        new ProcessBuilder(
                "docker",
                "events",
                "--filter",
                "event=create",
                "--filter",
                "event=mount",
                "--format",
                "{{.Type}} {{.Actor.ID}} {{.Actor.Attributes.name}}"
                    + " {{.Actor.Attributes.container}}")
            .redirectOutput(heard.toFile())
            .redirectError(folder.resolve("events.err").toFile())
            .start();
    events.getOutputStream().close();
  }

  /** Such volumes belong to no sandbox and stay. */
  private static final String PREPARED = "restore_bot_prepared_";

  /** Containers whose names begin so, and their volumes, that exist. */
  public List<String> left(List<String> beginnings) throws IOException, InterruptedException {
    Set<String> containers = new HashSet<>();
    Set<String> volumes = new HashSet<>();
    for (String line : Files.readAllLines(heard)) {
      String[] words = line.split(" ");
      if (words[0].equals("container") && begins(words[2], beginnings)) {
        containers.add(words[1]);
      } else if (words[0].equals("volume")
          && containers.contains(words[words.length - 1])
          && !words[1].startsWith(PREPARED)) {
        volumes.add(words[1]);
      }
    }
    List<String> left = new ArrayList<>();
    try (Stream<String> all =
        Deployment.docker("ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Names}}").lines()) {
      all.filter(
              each ->
                  containers.contains(each.split(" ")[0]) || begins(each.split(" ")[1], beginnings))
          .forEach(left::add);
    }
    try (Stream<String> all = Deployment.docker("volume", "ls", "--format", "{{.Name}}").lines()) {
      all.filter(each -> volumes.contains(each) || begins(each, beginnings)).forEach(left::add);
    }
    return left;
  }

  private static boolean begins(String name, List<String> beginnings) {
    return beginnings.stream()
        .anyMatch(each -> name.startsWith(each) || name.startsWith(each.replace('-', '_')));
  }

  @Override
  public void close() {
    events.destroy();
  }
}
