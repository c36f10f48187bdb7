package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.EndedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs: a service runs while its file is there. */
class CommandServicesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path api;
  private Path log;

  @BeforeEach
  void files() throws Exception {
    api = Files.createFile(folder.resolve("api is here"));
    log = Files.createFile(folder.resolve("log"));
  }

  @Test
  void stopsWhatRunsAndStartsWhatDoesNotAndNothingTwice() throws Exception {
    CommandServices services = services(stop("rm \"$1\""), start("touch \"$1\""), exists());
    assertThat(services.running()).containsExactly("api");

    services.stop(List.of("api"));
    services.stop(List.of("api"));
    assertThat(services.running()).isEmpty();
    services.start(List.of("api"), Path.of("unused"));
    services.start(List.of("api"), Path.of("unused"));
    assertThat(services.running()).containsExactly("api");
    assertThat(Files.readString(log)).isEqualTo("stop\nstart\n");
  }

  @Test
  void noShellReadsTheArguments() throws Exception {
    Path other = folder.resolve("other");
    services(List.of("rm", api.toString()), List.of("touch", "$(touch " + other + ")"), exists())
        .stop(List.of("api"));
    assertThat(other).doesNotExist();
    assertThat(api).doesNotExist();
  }

  @Test
  void aProgramThatFailsIsNamedWithItsLastLineAndNoSecret() {
    assertThatThrownBy(
            () ->
                services(
                        stop("echo first; echo 'no: password=hunter2 at db://u:pw@h' >&2; exit 7"),
                        start(":"),
                        exists())
                    .stop(List.of("api")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ProblemCode.SERVICE_COMMAND_FAILED);
              assertThat(e.problem().message())
                  .startsWith("The service api was not stopped: `sh -c ")
                  .endsWith("ended with the exit code 7 (no: password=*** at db://u:***@h).");
            });
  }

  @Test
  void aProgramThatDoesNotEndIsEndedWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    CommandServices services =
        services(
            stop("sleep 600 & echo $! >" + pid + "; wait"),
            start(":"),
            exists(),
            Duration.ofSeconds(6));
    assertThatThrownBy(() -> services.stop(List.of("api")))
        .hasMessageContaining("did not end within 6 s, so it was ended");
    EndedProcess.await(Long.parseLong(Files.readString(pid).strip()));
  }

  @Test
  void aServiceThatStillRunsAfterItWasStoppedIsReported() {
    assertThatThrownBy(
            () ->
                services(stop("echo done"), start(":"), exists(), Duration.ofSeconds(6))
                    .stop(List.of("api")))
        .hasMessageContaining("The service api still runs 6 s after");
  }

  @Test
  void stoppingWaitsUntilTheServiceHasEnded() throws Exception {
    // It ends only when it was asked for the third time.
    Path asked = Files.createFile(folder.resolve("asked"));
    List<String> running =
        List.of("sh", "-c", "echo x >>\"$1\"; [ $(wc -l <\"$1\") -lt 4 ]", "x", asked.toString());
    services(stop(":"), start(":"), running).stop(List.of("api"));
    assertThat(Files.readAllLines(asked)).hasSize(4);
  }

  /** As when SSH cannot connect (255): taken for stopped, it would write on. */
  @Test
  void anAnswerThatIsNeitherYesNorNoIsNotTakenForStopped() {
    for (int code : List.of(4, 127, 255)) {
      CommandServices services =
          services(stop(":"), start(":"), List.of("sh", "-c", "exit " + code));
      assertThatThrownBy(services::running)
          .hasMessageContaining("It is not known whether the service api runs")
          .hasMessageContaining("exit code " + code);
    }
  }

  @Test
  void aPlanIsRefusedWhenAProgramIsMissing() {
    CommandServices services =
        services(List.of("/no/such/program"), List.of("touch", "x"), exists());
    assertThatThrownBy(() -> services.prove(List.of("api")))
        .hasMessageContaining("there is no program /no/such/program");
    assertThat(api).exists();
  }

  @Test
  void theTokensOfTheBotAreNotInItsEnvironment() throws Exception {
    services(stop("env >>\"$2\"; rm \"$1\""), start(":"), exists()).stop(List.of("api"));
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.contains("="))
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .contains("PATH")
        .isSubsetOf(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "USER",
            "LOGNAME",
            "PWD",
            "SHLVL",
            "_",
            "OLDPWD",
            "XDG_RUNTIME_DIR",
            "DBUS_SESSION_BUS_ADDRESS",
            "SSH_AUTH_SOCK",
            "KUBECONFIG",
            "DOCKER_HOST",
            "DOCKER_CONTEXT",
            "DOCKER_CONFIG",
            "DOCKER_CERT_PATH",
            "DOCKER_TLS_VERIFY");
  }

  /** Such as a server that goes into the background. */
  @Test
  void aServiceThatItsProgramLeavesBehindLivesOn() throws Exception {
    Files.delete(api);
    Path pid = folder.resolve("pid");
    services(stop(":"), start("sleep 600 & echo $! >" + pid + "; touch \"$1\""), exists())
        .start(List.of("api"), Path.of("unused"));
    ProcessHandle left =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertThat(left.isAlive()).isTrue();
    left.destroyForcibly();
  }

  private List<String> stop(String script) {
    return List.of(
        "sh", "-c", "echo stop >>\"$2\"; " + script, "x", api.toString(), log.toString());
  }

  private List<String> start(String script) {
    return List.of(
        "sh", "-c", "echo start >>\"$2\"; " + script, "x", api.toString(), log.toString());
  }

  private List<String> exists() {
    return List.of("test", "-e", api.toString());
  }

  private CommandServices services(List<String> stop, List<String> start, List<String> running) {
    return services(stop, start, running, LIMIT);
  }

  private static CommandServices services(
      List<String> stop, List<String> start, List<String> running, Duration limit) {
    return new CommandServices(
        List.of(new ServiceSettings.Commands("api", stop, start, running, limit)));
  }
}
