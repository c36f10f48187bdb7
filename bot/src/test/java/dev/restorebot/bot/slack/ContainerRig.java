package dev.restorebot.bot.slack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restorebot.bot.deployment.Deployment;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A bot's surroundings as docs/deployment.md describes them: the image of the project's own
 * Dockerfile, one of the project's own Compose files, an application beside it, people in Slack,
 * and a server of backups that only the bot's rclone reaches.
 */
final class ContainerRig implements AutoCloseable {
  static final String BACKUP = "sampleapp_db_2026-11-22_02-30-00.dump.enc";
  static final String DUMP = "zenops_db_2026-02-09_14-30-00.dump";
  static final String BOT = "restore-bot";
  static final int CHEN = 2;

  final String prefix = "rbtest-" + UUID.randomUUID().toString().substring(0, 8);
  final SlackChatDriver slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  final ComposeUnderTest project;
  final ContainerFiles files;
  private Deployment deployment;
  private Process server;

  ContainerRig(Path temp, ComposeUnderTest project) throws IOException {
    this.project = project;
    this.files = new ContainerFiles(temp, project);
  }

  /** An application, with a row in its database. */
  static ComposeUnderTest project(Path folder) throws IOException {
    ComposeUnderTest project = new ComposeUnderTest(folder);
    // More than one network, and a file that Compose writes into the container: it makes calls of
    // its own for either.
    ComposeUnderTest unused =
        project
            .edit(
                "    stop_grace_period: 30s\n",
                "    stop_grace_period: 30s\n    networks: [default, back]\n    configs: [motd]\n")
            .edit(
                "volumes:\n  postgres_data:",
                "networks:\n"
                    + "  back:\n"
                    + "configs:\n"
                    + "  motd:\n"
                    + "    content: hello\n"
                    + "volumes:\n"
                    + "  postgres_data:")
            .up();
    project.fill("saved");
    return project;
  }

  /** The image, or a skipped test. */
  static String image() {
    String image = System.getenv("RESTORE_BOT_TEST_IMAGE");
    assumeTrue(
        image != null,
        "no image to test: docker build -t restore-bot . and RESTORE_BOT_TEST_IMAGE=restore-bot");
    return image;
  }

  /**
   * Brings it up and waits for the bot in the chat.
   *
   * @param file the Compose file
   * @param calls what the proxy passes on, where the file has one
   */
  Deployment up(String file, String calls) throws Exception {
    int port = FreePort.find();
    server = files.serve(port);
    Path config = files.config(port, prefix, slack);
    if (calls.equals("disaster")) {
      files.restoresProduction();
    }
    deployment =
        new Deployment(
            file,
            files.override(image()),
            Map.of(
                "RESTORE_BOT_CONFIG_DIR", config.toString(),
                "RESTORE_BOT_BACKUPS", files.backups().toString(),
                "RESTORE_BOT_DOCKER_CALLS", calls));
    String unused = deployment.compose("up", "--detach", "--no-build");
    awaitBot();
    return deployment;
  }

  void awaitBot() throws Exception {
    try {
      Boolean unused =
          Eventually.get(
              "the bot in the chat", slack::joined, connected -> connected, Eventually.RESTORE);
    } catch (AssertionError e) {
      throw new AssertionError(deployment.compose("logs"), e);
    }
  }

  /** The headline with that text, once it is there; restores take their time. */
  ThreadRef headline(String text) {
    Shown found =
        Eventually.get(
                "the channel to say " + text,
                slack::channelShows,
                all -> all.stream().anyMatch(each -> each.text().contains(text)),
                Eventually.RESTORE)
            .stream()
            .filter(each -> each.text().contains(text))
            .findFirst()
            .orElseThrow();
    return new ThreadRef("slack", slack.channel(), found.id());
  }

  String thread(ThreadRef headline, String until) {
    return Eventually.get(
        "the thread to say " + until,
        () ->
            slack.threadShows(headline).stream().map(Shown::text).collect(Collectors.joining("\n")),
        text -> text.contains(until),
        Eventually.RESTORE);
  }

  /** Also what a test that failed has left of the sandboxes, and their network. */
  @Override
  public void close() throws Exception {
    try {
      if (deployment != null) {
        deployment.close();
      }
      for (String container : left("container", "--all", "--filter", "name=" + prefix)) {
        String unused = Deployment.docker("container", "rm", "--force", container);
      }
      for (String kind : List.of("volume", "network")) {
        for (String each : left(kind, "--filter", "name=" + prefix)) {
          String unused = Deployment.docker(kind, "rm", each);
        }
      }
    } finally {
      if (server != null) {
        server.destroy();
      }
      slack.close();
    }
  }

  /** Removes an application, and the containers in which volumes of it were filled. */
  static void remove(ComposeUnderTest project) throws Exception {
    for (String volume : left("volume", "--filter", "name=" + project.name())) {
      for (String container : left("container", "--all", "--filter", "volume=" + volume)) {
        String unused = Deployment.docker("container", "rm", "--force", container);
      }
    }
    project.close();
  }

  private static List<String> left(String kind, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of(kind, "ls", "--quiet"));
    words.addAll(List.of(options));
    return Deployment.docker(words.toArray(String[]::new)).lines().toList();
  }
}
