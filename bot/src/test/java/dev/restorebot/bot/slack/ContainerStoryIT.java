package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.Eventually;
import dev.restorebot.bot.thread.ThreadRef;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresRclone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of the project's own Dockerfile, run as docs/deployment.md says: the bot in a container
 * beside a Compose project, an encrypted backup in a remote, people in Slack.
 *
 * <p>{@code RESTORE_BOT_TEST_IMAGE} names the image; {@code .ci/run} builds it. Without it the test
 * is reported as skipped.
 */
@RequiresDocker
@RequiresCompose
@RequiresRclone
class ContainerStoryIT {
  private static final String BACKUP = "sampleapp_db_2026-11-08_02-30-00.dump.enc";

  @TempDir Path temp;
  private final String name = "restore-bot-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final SlackChatDriver slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  private ComposeUnderTest project;
  private Process server;
  private List<String> before;

  @BeforeEach
  void start() throws Exception {
    String image = System.getenv("RESTORE_BOT_TEST_IMAGE");
    assumeTrue(
        image != null,
        "no image to test: docker build -t restore-bot . and RESTORE_BOT_TEST_IMAGE=restore-bot");
    project = new ComposeUnderTest(temp.resolve("project")).up();
    project.fill("saved");
    before = inventory();
    Path config = config(serve());
    List<String> run =
        new ArrayList<>(List.of("docker", "run", "--detach", "--name", name, "--network", "host"));
    run.addAll(List.of("--group-add", groupOfSocket(), "--health-interval", "1s"));
    run.addAll(List.of("--volume", socket() + ":/var/run/docker.sock"));
    run.addAll(List.of("--volume", config + ":/etc/restore-bot:ro"));
    run.addAll(List.of("--volume", name + ":/var/lib/restore-bot"));
    run.addAll(List.of("--env", "RESTORE_BOT_METRICS_PORT=" + freePort()));
    run.addAll(
        List.of("--memory", "1g", "--cap-drop", "ALL", "--read-only", "--tmpfs", "/tmp:exec"));
    run.add(image);
    docker(run.toArray(String[]::new));
    try {
      Eventually.get("the bot in the chat", slack::joined, connected -> connected);
    } catch (AssertionError e) {
      throw new AssertionError(docker("docker", "logs", name), e);
    }
  }

  /** The sample in a folder that only a WebDAV server serves. */
  private int serve() throws IOException {
    Path all = temp.resolve("samples");
    SampleBackups.unpack(all);
    Path served = Files.createDirectories(temp.resolve("served/tiers"));
    Files.copy(all.resolve(BACKUP), served.resolve(BACKUP));
    int port = freePort();
    server =
        new ProcessBuilder(
                "rclone",
                "serve",
                "webdav",
                "--addr",
                "127.0.0.1:" + port,
                served.getParent().toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("server.log").toFile())
            .start();
    return port;
  }

  private Path config(int port) throws Exception {
    Path config = Files.createDirectories(temp.resolve("config"));
    Files.writeString(
        config.resolve("rclone.conf"),
        "[offsite]\ntype = webdav\nvendor = other\nurl = http://127.0.0.1:" + port + "\n");
    Files.writeString(
        config.resolve("backup.key"),
        SampleBackups.settings(Map.of(), temp, temp).backups().key().value() + "\n");
    Files.writeString(config.resolve("bot.token"), FakeSlack.BOT_TOKEN + "\n");
    Files.writeString(config.resolve("app.token"), FakeSlack.APP_TOKEN + "\n");
    Files.writeString(
        config.resolve("restore-bot.yaml"),
        """
        sandbox: { runtime: docker, docker: { pull: false } }
        backups:
          folders: []
          remotes: ["offsite:tiers"]
          rclone: { config-file: /etc/restore-bot/rclone.conf }
          key-file: /etc/restore-bot/backup.key
        console: { enabled: false }
        slack:
          enabled: true
          api-base-url: %s
          bot-token-file: /etc/restore-bot/bot.token
          app-token-file: /etc/restore-bot/app.token
          channels: [%s]
        """
            .formatted(slack.slack.api(), FakeSlack.CHANNEL));
    return config;
  }

  @AfterEach
  void stop() throws Exception {
    try {
      if (before != null) {
        docker("docker", "rm", "--force", "--volumes", name);
        docker("docker", "volume", "rm", "--force", name);
      }
      if (server != null) {
        server.destroy();
      }
      if (project != null) {
        project.close();
      }
    } finally {
      slack.close();
    }
  }

  @Test
  void aTestRestoreOfAnEncryptedBackupFromARemote() throws Exception {
    Eventually.get(
        "its health",
        () -> inspect("{{.State.Health.Status}}"),
        status -> status.equals("healthy"));
    assertThat(inspect("{{.Config.User}}")).isEqualTo("restore-bot");

    slack.type(slack.person(0), "test " + BACKUP);
    ThreadRef headline = headline("PASSED: " + BACKUP);
    assertThat(thread(headline, "Look into it"))
        .contains("The backup reads to its end", "Sandbox started", "Verification: PASSED")
        .contains("public.users", "0007_add_notifications");

    slack.press(slack.person(0), headline, "Clean up");
    assertThat(thread(headline, "Cleaned up")).contains("By " + slack.person(0).name());
    docker("docker", "stop", name);
    assertThat(inspect("{{.State.ExitCode}}")).isEqualTo("143");
    assertThat(docker("docker", "logs", name))
        .doesNotContain(FakeSlack.BOT_TOKEN, "\tat ")
        .doesNotContain(SampleBackups.settings(Map.of(), temp, temp).backups().key().value());
    assertThat(project.get("/items")).isEqualTo("200 saved");
    docker("docker", "rm", "--volumes", name);
    docker("docker", "volume", "rm", name);
    assertThat(inventory()).containsExactlyInAnyOrderElementsOf(before);
  }

  private ThreadRef headline(String title) {
    List<Shown> all =
        Eventually.get(
            "the headline " + title,
            slack::channelShows,
            shown -> shown.stream().anyMatch(each -> each.text().contains(title)));
    Shown found =
        all.stream().filter(each -> each.text().contains(title)).findFirst().orElseThrow();
    return new ThreadRef("", slack.channel(), found.id());
  }

  private String thread(ThreadRef headline, String until) {
    return Eventually.get(
        "the thread to say " + until,
        () ->
            slack.threadShows(headline).stream().map(Shown::text).collect(Collectors.joining("\n")),
        text -> text.contains(until));
  }

  private static List<String> inventory() throws Exception {
    List<String> all = new ArrayList<>();
    docker("docker", "ps", "--all", "--format", "container {{.Names}}").lines().forEach(all::add);
    docker("docker", "volume", "ls", "--format", "volume {{.Name}}").lines().forEach(all::add);
    return all;
  }

  private String inspect(String format) {
    try {
      return docker("docker", "inspect", "--format", format, name).strip();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Path socket() {
    String host = System.getenv("DOCKER_HOST");
    return host == null ? Path.of("/var/run/docker.sock") : Path.of(URI.create(host).getPath());
  }

  private static String groupOfSocket() throws IOException {
    return Files.getAttribute(socket(), "unix:gid").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String docker(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
