package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Ports;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.WarmPolicy;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are ready for the next test, on a real engine. */
@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
class WarmServersIT {
  private static final DockerSettings SETTINGS = DockerSandboxIT.settings(List.of());
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String IMAGE = DockerSandboxIT.PREFIX + "-warm";

  private final DockerClient docker = TestDocker.client();
  private final DockerSandboxProvider provider = new DockerSandboxProvider(SETTINGS);

  @AfterEach
  void leavesNothing() throws Exception {
    keep(0);
    for (SandboxInfo each : own()) {
      provider.remove(each);
    }
    provider.close();
    assertThat(
            docker.listContainersCmd().withShowAll(true).exec().stream()
                .flatMap(container -> Arrays.stream(container.getNames()))
                .filter(name -> name.contains(DockerSandboxIT.PREFIX)))
        .isEmpty();
    DockerSandboxIT.removeNetwork();
    docker.close();
  }

  private Sandbox start(SandboxRequest request) throws ProblemException {
    return provider.start(request, ProgressListener.none(), Cancellation.none());
  }

  private void keep(int servers) {
    keep(servers, Instant.now());
  }

  private void keep(int servers, Instant now) {
    provider.keepWarm(new WarmPolicy(servers, TestRequests.OWNER, now, LONGEST));
  }

  private List<SandboxInfo> own() throws ProblemException {
    return provider.list().stream()
        .filter(each -> each.owner().equals(TestRequests.OWNER))
        .toList();
  }

  private List<String> warm() throws ProblemException {
    return own().stream().filter(SandboxInfo::isWarm).map(SandboxInfo::container).toList();
  }

  /** Asks for a server of the request's kind, and returns the one that is ready after that. */
  private InspectContainerResponse readyAfter(SandboxRequest request) throws ProblemException {
    start(request).remove();
    keep(1);
    assertThat(warm()).hasSize(1);
    return inspect(warm().get(0));
  }

  private InspectContainerResponse inspect(String container) {
    return docker.inspectContainerCmd(container).exec();
  }

  private String id(Sandbox sandbox) {
    return inspect(sandbox.info().container()).getId();
  }

  private static String password(InspectContainerResponse container) {
    return Arrays.stream(container.getConfig().getEnv())
        .filter(each -> each.startsWith("POSTGRES_PASSWORD="))
        .findFirst()
        .orElseThrow();
  }

  private static SandboxRequest of(ServerChoice choice) {
    return TestRequests.with(TestRequests.request(), List.of(), choice);
  }

  private static String query(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aTestTakesItAndNoOtherGetsItAgain() throws Exception {
    InspectContainerResponse ready = readyAfter(TestRequests.request());
    SandboxRequest request = TestRequests.request();
    Sandbox first = start(request);

    assertThat(id(first)).isEqualTo(ready.getId());
    assertThat(first.info().container())
        .isEqualTo(DockerSandboxIT.PREFIX + "-restore-test-" + request.jobId());
    assertThat(first.info().jobId()).isEqualTo(request.jobId());
    assertThat(first.info().deadline()).isEqualTo(request.deadline());
    assertThat(first.info().database()).isEqualTo("zenops");
    assertThat(query(first, "SELECT current_database()")).isEqualTo("zenops");
    assertThat(warm()).isEmpty();
    assertThat(own())
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.jobId()).isEqualTo(request.jobId());
              assertThat(listed.container()).isEqualTo(first.info().container());
              assertThat(listed.volume()).isEqualTo(first.info().volume());
              assertThat(listed.port()).isEqualTo(first.info().port());
            });
    assertThat(inspect(first.info().container()).getNetworkSettings().getPorts().getBindings())
        .satisfies(
            bindings ->
                assertThat(bindings.values())
                    .allSatisfy(
                        bound ->
                            assertThat(bound)
                                .extracting(Ports.Binding::getHostIp)
                                .containsExactly("127.0.0.1")));
    try (DockerSandboxProvider afterwards = new DockerSandboxProvider(SETTINGS)) {
      assertThat(query(afterwards.open(first.info()), "SELECT 1")).isEqualTo("1");
    }

    keep(1);
    InspectContainerResponse next = inspect(warm().get(0));
    assertThat(next.getId()).isNotEqualTo(ready.getId());
    assertThat(password(next)).isNotEqualTo(password(ready));
    Sandbox second = start(TestRequests.request("other", Optional.empty()));
    assertThat(id(second)).isEqualTo(next.getId());
    assertThat(query(second, "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database"))
        .isEqualTo("other postgres template0 template1");
    first.remove();
    second.remove();
    assertThat(own()).isEmpty();
  }

  @Test
  void isGivenToNoRequestForAnotherServer() throws Exception {
    String ready = readyAfter(TestRequests.request()).getId();
    Sandbox newer =
        start(TestRequests.request("zenops", Optional.empty(), OptionalInt.of(17), List.of()));
    Sandbox other = start(of(new ServerChoice(Optional.empty(), List.of("-c", "jit=off"))));
    Sandbox longer = start(until(Instant.now().plus(Duration.ofDays(1))));

    assertThat(List.of(id(newer), id(other), id(longer))).doesNotContain(ready);
    assertThat(newer.info().serverVersion()).startsWith("17.");
    assertThat(query(other, "SHOW jit")).isEqualTo("off");
    assertThat(warm()).hasSize(1);

    keep(1);
    keep(1); // one at a time
    assertThat(warm()).as("one of each kind").hasSize(3);
  }

  private static SandboxRequest until(Instant deadline) {
    SandboxRequest request = TestRequests.request();
    return new SandboxRequest(
        request.jobId(),
        request.owner(),
        request.keep(),
        request.createdAt(),
        deadline,
        request.serverMajor(),
        request.database(),
        request.needs(),
        request.ownerAndPrivileges(),
        request.server());
  }

  @Test
  void oneThatNoLongerRunsIsThrownAwayAndTheTestStartsItsOwn() throws Exception {
    String stopped = readyAfter(TestRequests.request()).getId();
    docker.killContainerCmd(stopped).exec();
    Sandbox instead = start(TestRequests.request());
    assertThat(id(instead)).isNotEqualTo(stopped);
    assertThat(query(instead, "SELECT 1")).isEqualTo("1");
    assertThat(own()).extracting(SandboxInfo::jobId).containsExactly(instead.info().jobId());
    instead.remove();

    keep(1);
    String removed = inspect(warm().get(0)).getId();
    docker.removeContainerCmd(removed).withForce(true).withRemoveVolumes(true).exec();
    instead = start(TestRequests.request());
    assertThat(query(instead, "SELECT 1")).isEqualTo("1");
    instead.remove();
    assertThat(own()).isEmpty();

    keep(1);
    String dead = inspect(warm().get(0)).getId();
    docker.killContainerCmd(dead).exec();
    keep(1);
    assertThat(warm()).hasSize(1);
    assertThat(inspect(warm().get(0)).getId()).isNotEqualTo(dead);
  }

  @Test
  void aRestartedOneHasItsNewPort() throws Exception {
    InspectContainerResponse ready = readyAfter(TestRequests.request());
    docker.restartContainerCmd(ready.getId()).exec();
    Sandbox sandbox = start(TestRequests.request());
    assertThat(query(sandbox, "SELECT 1")).isEqualTo("1");
    sandbox.remove();
  }

  @Test
  void goesWithItsImage() throws Exception {
    docker.tagImageCmd("postgres:15-alpine", IMAGE, "x").exec();
    try {
      ServerChoice choice = new ServerChoice(Optional.of(IMAGE + ":x"), List.of());
      String old = readyAfter(of(choice)).getId();
      docker.tagImageCmd("postgres:17-alpine", IMAGE, "x").exec();
      Sandbox newer = start(of(choice));
      assertThat(newer.info().serverVersion()).startsWith("17.");
      newer.remove();

      keep(1);
      assertThat(warm()).hasSize(1);
      assertThat(inspect(warm().get(0)).getId()).isNotEqualTo(old);
      docker.removeImageCmd(IMAGE + ":x").withForce(true).exec();
      keep(1);
      assertThat(warm()).isEmpty();
    } finally {
      removeTag();
    }
  }

  private void removeTag() {
    try {
      docker.removeImageCmd(IMAGE + ":x").withForce(true).exec();
    } catch (NotFoundException removed) {
      assertThat(removed).hasMessageContaining(IMAGE);
    }
  }

  @Test
  void thereAreAsManyAsWantedAndNoneThatWaitedTooLong() throws Exception {
    String first = readyAfter(TestRequests.request()).getName().substring(1);
    keep(2);
    keep(2); // one at a time
    assertThat(warm()).hasSize(2).contains(first);
    keep(1);
    assertThat(warm()).hasSize(1);

    List<String> before = warm();
    keep(1, Instant.now().plus(Duration.ofHours(11)));
    assertThat(warm()).isEqualTo(before);
    keep(1, Instant.now().plus(Duration.ofHours(13)));
    assertThat(warm()).hasSize(1).doesNotContainAnyElementsOf(before);
    keep(1, Instant.now().plus(Duration.ofDays(8)));
    assertThat(warm()).as("nobody asked for a week").isEmpty();
  }

  @Test
  void noneIsReadyAfterNoneWereWanted() throws Exception {
    String unused = readyAfter(TestRequests.request()).getId();
    keep(0);
    assertThat(own()).isEmpty();
    keep(1);
    assertThat(own()).isEmpty();
  }

  @Test
  void aKindThatDoesNotStartLeavesNothing() throws Exception {
    ServerChoice wrong = new ServerChoice(Optional.empty(), List.of("-c", "no_such_setting=1"));
    assertThatThrownBy(() -> start(of(wrong))).isInstanceOf(ProblemException.class);
    keep(1);

    assertThat(own()).isEmpty();
  }

  @Test
  void aTestThatIsCancelledTakesItsServerWithIt() throws Exception {
    InspectContainerResponse ready = readyAfter(TestRequests.request());
    SandboxRequest request = TestRequests.request();
    SandboxRequest cancelled =
        new SandboxRequest(
            request.jobId(),
            request.owner(),
            request.keep(),
            request.createdAt(),
            request.deadline(),
            request.serverMajor(),
            request.database(),
            WarmServersIT::nobodyWantsIt,
            request.ownerAndPrivileges(),
            request.server());
    assertThatThrownBy(() -> start(cancelled)).isInstanceOf(CancellationException.class);

    assertThat(own()).isEmpty();
    assertThat(docker.listContainersCmd().withShowAll(true).exec())
        .extracting(Container::getId)
        .doesNotContain(ready.getId());
  }

  private static DatabaseNeeds nobodyWantsIt() {
    throw new CancellationException("the sandbox is not needed");
  }
}
