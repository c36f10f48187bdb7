package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.deployment.Deployment;
import dev.restorebot.bot.deployment.EngineWatch;
import dev.restorebot.bot.deployment.ProxyRules;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresRclone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of the project's own Dockerfile, deployed by the project's own Compose files: an
 * encrypted backup in a remote, people in Slack; without and with the proxy before Docker, which
 * has to pass on what the bot calls and nothing more. The tests share the application beside it.
 *
 * <p>{@code RESTORE_BOT_TEST_IMAGE} names the image; {@code .ci/run} builds it. Without it the test
 * is reported as skipped.
 */
@RequiresDocker(images = {"postgres:15-alpine", "nginx:stable-alpine"})
@RequiresCompose
@RequiresRclone
@Tag("docker")
@Tag("compose")
@Tag("image")
@Tag("slow")
class ContainerStoryIT {
  private static final String BOT = ContainerRig.BOT;
  private static final String PROXY = "docker-proxy";
  private static final Pattern PREPARES =
      Pattern.compile("POST /containers/restore-bot-prepared-[0-9a-f-]+/start ");

  @TempDir static Path shared;
  private static ComposeUnderTest project;

  @TempDir Path temp;
  private ContainerRig rig;
  private EngineWatch engine;
  private String items;
  private Deployment deployment;

  @BeforeAll
  static void startProject() throws Exception {
    String unused = ContainerRig.image();
    project = ContainerRig.project(shared.resolve("project"));
  }

  @AfterAll
  static void stopProject() throws Exception {
    if (project != null) {
      ContainerRig.remove(project);
    }
  }

  @BeforeEach
  void start() throws Exception {
    rig = new ContainerRig(temp, project);
    engine = new EngineWatch(temp);
    items = project.get("/items");
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
    engine.close();
  }

  @Test
  void aTestRestoreOfAnEncryptedBackupFromARemote() throws Exception {
    deployment = rig.up("compose.yaml", "");
    testRestore();
    end();
  }

  @Test
  void theSameThroughTheProxyWhichPassesOnNoMoreThanThat() throws Exception {
    deployment = rig.up("compose.hardened.yaml", "tests");
    testRestore();
    killedInTheMiddle();
    doctor();
    aServerWhoseDataFolderIsPreparedAgain();
    anImageThatIsNotThere();
    String log = deployment.compose("logs", "--no-log-prefix", PROXY);
    end();

    assertThat(ProxyRules.refused(log)).isEmpty();
    assertThat(ProxyRules.read("tests.list").superfluous(log)).isEmpty();
  }

  @Test
  void aRehearsalADisasterRestoreAndTheWayBackThroughTheProxy() throws Exception {
    rig.files.dump();
    project.sql("INSERT INTO items (name) VALUES ('lost')");
    deployment = rig.up("compose.hardened.yaml", "disaster");
    rig.slack.type(rig.slack.person(0), "rehearse " + ContainerRig.DUMP);
    ThreadRef unused = rig.headline("PASSED: the application of");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");

    rig.slack.type(
        rig.slack.person(0), "disaster " + ContainerRig.DUMP + " zenops the volume is damaged");
    ThreadRef headline = rig.headline("APPROVAL NEEDED:");
    approved(headline, "GO OR NO-GO");
    press(1, headline, "Swap in");
    unused = rig.headline("DONE:");
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(project.uploads("api", "/srv/uploads")).contains("a/1", "a/large");

    rig.slack.type(rig.slack.person(0), "rollback " + id(headline) + " too old");
    unused = rig.headline("Rollback requested");
    approved(headline, "ROLLED BACK:");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(project.uploads("api", "/srv/uploads")).contains("a/1").doesNotContain("large");

    rig.slack.type(
        rig.slack.person(0), "disaster " + ContainerRig.DUMP + " zenops it is damaged again");
    headline = rig.headline("APPROVAL NEEDED:");
    approved(headline, "GO OR NO-GO");
    press(1, headline, "Swap in");
    unused = rig.headline("DONE:");
    press(0, headline, "Delete the old volume");
    rig.slack.fill(rig.slack.person(0), Map.of("Why?", "the new one is good"));
    unused = rig.headline("Deletion requested");
    approved(headline, " was deleted at ");
    assertThat(project.get("/items")).isEqualTo("200 saved");
    doctor();

    // The call that listens to Docker's events is logged when it ends.
    var stopped = deployment.compose("stop", BOT);
    assertThat(stopped).isNotNull();
    String log = deployment.compose("logs", "--no-log-prefix", PROXY);
    assertThat(ProxyRules.refused(log)).isEmpty();
    assertThat(ProxyRules.read("disaster.list").superfluous(log)).isEmpty();
  }

  private void testRestore() throws Exception {
    rig.slack.type(rig.slack.person(0), "test " + ContainerRig.BACKUP);
    ThreadRef headline = rig.headline("PASSED: " + ContainerRig.BACKUP);
    assertThat(rig.thread(headline, "Inspect the restored database"))
        .contains("The whole backup can be read", "Sandbox started", "Verification: PASSED")
        .contains("public.users", "0007_add_notifications");

    rig.slack.press(rig.slack.person(0), headline, "Clean up");
    assertThat(rig.thread(headline, "Cleaned up")).contains("By " + rig.slack.person(0).name());
    // At last: Docker looks for the first time 30 s after the start.
    Eventually.get(
        "its health",
        () -> deployment.inspect(BOT, "{{.State.Health.Status}}"),
        status -> status.equals("healthy"));
    assertThat(deployment.inspect(BOT, "{{.Config.User}}")).isEqualTo("restore-bot");
  }

  /** In the server that was ready for it. What it leaves behind, the next start removes. */
  private void killedInTheMiddle() throws Exception {
    Eventually.get("a server that is ready", this::log, log -> log.contains("is ready for"));
    rig.slack.type(rig.slack.person(0), "test " + SlowBackup.NAME);
    ThreadRef headline = rig.headline(SlowBackup.NAME + ": restoring");
    String unused = deployment.compose("kill", BOT);
    Eventually.get("the old connection to end", rig.slack::joined, connected -> !connected);
    unused = deployment.compose("start", BOT);
    rig.awaitBot();
    assertThat(rig.thread(headline, "Could not verify")).contains("Removed: ");
  }

  private String log() {
    try {
      return deployment.compose("logs", BOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void doctor() throws Exception {
    String findings = said("restore-bot", "doctor");

    assertThat(findings)
        .containsPattern("(?m)^OK +sandbox ")
        .containsPattern("(?m)^(OK|WARNING) +image ");
  }

  private void aServerThatDoesNotStart() throws Exception {
    assertThat(
            said("sh", "-c", test("RESTORE_BOT_SANDBOX_DOCKER_SERVER_ARGS=-c,no_such_setting=1")))
        .contains("COULD NOT VERIFY", "server exited");
  }

  /**
   * The server before did not start, so the prepared one was thrown away. Another test on this
   * engine may have prepared it since: then once more.
   */
  private void aServerWhoseDataFolderIsPreparedAgain() throws Exception {
    String log = "";
    for (int attempt = 0; attempt < 5 && !PREPARES.matcher(log).find(); attempt++) {
      aServerThatDoesNotStart();
      assertThat(said("sh", "-c", test(""))).contains("PASSED");
      log = deployment.compose("logs", "--no-log-prefix", PROXY);
    }
  }

  private void anImageThatIsNotThere() throws Exception {
    String settings =
        "RESTORE_BOT_SANDBOX_DOCKER_PULL=true"
            + " RESTORE_BOT_SANDBOX_DOCKER_IMAGE=nowhere.invalid/none:{major}";
    assertThat(said("sh", "-c", test(settings)))
        .contains("COULD NOT VERIFY", "was not fetched")
        .doesNotContain("proxy does not pass");
  }

  private static String test(String settings) {
    return settings + " restore-bot test " + ContainerRig.BACKUP;
  }

  /** What a command in the bot's container prints, however it ends. */
  private String said(String... command) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("exec", "--no-TTY", BOT));
    words.addAll(List.of(command));
    try {
      return deployment.compose(words.toArray(String[]::new));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private void approved(ThreadRef headline, String then) throws Exception {
    press(1, headline, "Approve");
    ThreadRef unused = rig.headline("1 of 2");
    press(ContainerRig.CHEN, headline, "Approve");
    unused = rig.headline(then);
  }

  private void press(int who, ThreadRef headline, String label) throws Exception {
    Eventually.get(
        "the button " + label,
        () ->
            rig.slack.channelShows().stream()
                .filter(each -> each.id().equals(headline.message()))
                .findFirst()
                .orElseThrow()
                .buttons(),
        all -> all.contains(label));
    rig.slack.press(rig.slack.person(who), headline, label);
  }

  private String id(ThreadRef headline) {
    return rig.slack.channelShows().stream()
        .filter(each -> each.id().equals(headline.message()))
        .findFirst()
        .orElseThrow()
        .text()
        .replaceFirst("(?s).*Disaster restore\\W+([a-z0-9]{6})\\b.*", "$1");
  }

  /** It ends when it is told to, has told no secret, and leaves nothing. */
  private void end() throws Exception {
    String unused = deployment.compose("stop", BOT);
    assertThat(deployment.inspect(BOT, "{{.State.ExitCode}}")).isEqualTo("143");
    assertThat(deployment.compose("logs", BOT))
        .doesNotContain(FakeSlack.BOT_TOKEN, "\tat ")
        .doesNotContain(ContainerFiles.key());
    assertThat(project.get("/items")).isEqualTo(items);
    assertThat(engine.left(List.of(deployment.name(), rig.prefix))).isNotEmpty();
    deployment.close();
    assertThat(engine.left(List.of(deployment.name(), rig.prefix))).isEmpty();
  }
}
