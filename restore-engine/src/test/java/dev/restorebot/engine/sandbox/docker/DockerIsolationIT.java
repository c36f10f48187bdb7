package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a hostile backup finds in a container, and what the container says about itself. */
@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
class DockerIsolationIT {
  private static final DockerSettings SETTINGS = DockerSandboxIT.settings(List.of());
  private static final SandboxRequest REQUEST = TestRequests.request();

  private static DockerSandboxProvider provider;
  private static DockerClient docker;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    docker = TestDocker.client();
    provider = new DockerSandboxProvider(SETTINGS);
    sandbox = start(REQUEST);
  }

  @AfterAll
  static void remove() throws Exception {
    sandbox.remove();
    provider.close();
    docker.close();
    DockerSandboxIT.removeNetwork();
  }

  private static Sandbox start(SandboxRequest request) throws ProblemException {
    return provider.start(request, ProgressListener.none(), Cancellation.none());
  }

  private static InspectContainerResponse inspect(Sandbox which) {
    return docker.inspectContainerCmd(which.info().container()).exec();
  }

  private static List<String> output(String... command) throws ProblemException {
    List<String> lines = new ArrayList<>();
    sandbox.run(new ToolCall(List.of(command), Optional.empty(), lines::add), Cancellation.none());
    return lines;
  }

  @Test
  void hasNoCapabilityAndCanGainNone() throws Exception {
    assertThat(inspect(sandbox).getHostConfig().getCapDrop()).containsExactly(Capability.ALL);
    assertThat(inspect(sandbox).getHostConfig().getCapAdd()).isNullOrEmpty();
    assertThat(output("grep", "-E", "^(CapBnd|NoNewPrivs|Uid)", "/proc/1/status"))
        .anyMatch(line -> line.matches("CapBnd:\\s+0+"))
        .anyMatch(line -> line.matches("NoNewPrivs:\\s+1"))
        .noneMatch(line -> line.matches("Uid:\\s+0.*"));
  }

  @Test
  void isPublishedOnLoopbackOnly() {
    Map<?, Ports.Binding[]> bindings =
        inspect(sandbox).getNetworkSettings().getPorts().getBindings();
    assertThat(bindings.values())
        .singleElement()
        .satisfies(
            bound -> {
              assertThat(bound).hasSize(1);
              assertThat(bound[0].getHostIp()).isEqualTo("127.0.0.1");
              assertThat(bound[0].getHostPortSpec())
                  .isEqualTo(String.valueOf(sandbox.info().port()));
            });
  }

  @Test
  void hasItsLimits() {
    HostConfig host = inspect(sandbox).getHostConfig();
    assertThat(host.getMemory()).isEqualTo(SETTINGS.memoryBytes());
    assertThat(host.getMemorySwap()).isEqualTo(SETTINGS.memoryBytes());
    assertThat(host.getNanoCPUs()).isEqualTo(sandbox.cpus() * 1_000_000_000L);
    assertThat(host.getPidsLimit()).isEqualTo(SETTINGS.pidsLimit());
    assertThat(host.getShmSize()).isEqualTo(SETTINGS.shmBytes());
    assertThat(inspect(sandbox).getMounts())
        .filteredOn(mount -> Boolean.TRUE.equals(mount.getRW()))
        .hasSize(1);
  }

  @Test
  void bearsTheRunbooksNamesAndItsLabels() {
    assertThat(sandbox.info().container())
        .isEqualTo(DockerSandboxIT.PREFIX + "-restore-test-" + REQUEST.jobId());
    assertThat(sandbox.info().volume())
        .matches(DockerSandboxIT.PREFIX + "_restore_test_\\d{8}_\\d{6}(_.*)?");
    assertThat(inspect(sandbox).getConfig().getLabels())
        .containsEntry("dev.restore-bot.job", REQUEST.jobId())
        .containsEntry("dev.restore-bot.owner", REQUEST.owner())
        .containsEntry("dev.restore-bot.keep", "false")
        .containsEntry("dev.restore-bot.created", REQUEST.createdAt().toString())
        .containsEntry("dev.restore-bot.deadline", REQUEST.deadline().toString())
        .containsEntry("dev.restore-bot.database", "zenops");
    assertThat(sandbox.info().removeCommands())
        .containsExactly(
            "docker rm -f -v " + sandbox.info().container(),
            "docker volume rm " + sandbox.info().volume());
  }

  @Test
  void reachesNoOtherContainer() throws Exception {
    Sandbox other = start(TestRequests.request());
    String network = DockerSandboxIT.PREFIX + "-other";
    String id = docker.createNetworkCmd().withName(network).exec().getId();
    try {
      docker
          .connectToNetworkCmd()
          .withNetworkId(id)
          .withContainerId(other.info().container())
          .exec();
      List<String> addresses =
          inspect(other).getNetworkSettings().getNetworks().values().stream()
              .map(one -> one.getIpAddress())
              .toList();
      assertThat(addresses).hasSize(2);
      for (String address : addresses) {
        assertThat(tryPostgres(address, 5432)).doesNotContain("password", "FATAL", "server closed");
      }
    } finally {
      other.remove();
      docker.removeNetworkCmd(id).exec();
    }
  }

  /** The machine's addresses stand for every address beyond the bridge: none is sent to. */
  @Test
  void reachesNoAddressBeyondItsBridge() throws Exception {
    String bridge = bridge();
    try (ServerSocket host = new ServerSocket(0, 10)) {
      host.setSoTimeout(500);
      List<String> addresses = new ArrayList<>();
      for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : one.inetAddresses().toList()) {
          if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
            addresses.add(address.getHostAddress());
          }
        }
      }
      assertThat(addresses).contains(bridge);
      addresses.remove(bridge);
      for (String address : addresses) {
        tryPostgres(address, host.getLocalPort());
        assertThatThrownBy(host::accept).as(address).isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  /** The bridge has the first address of its subnet. */
  private static String bridge() {
    String cidr =
        docker
            .inspectNetworkCmd()
            .withNetworkId(DockerSandboxIT.PREFIX + "-sandbox")
            .exec()
            .getIpam()
            .getConfig()
            .get(0)
            .getSubnet();
    return cidr.replaceFirst("\\.\\d+/\\d+$", ".1");
  }

  @Test
  void resolvesNoNames() throws Exception {
    assertThat(String.join(" ", output("psql", "-X", "-d", "host=example.com connect_timeout=2")))
        .contains("could not translate host name");
  }

  private static String tryPostgres(String host, int port) throws ProblemException {
    return String.join(
        " ",
        output(
            "psql",
            "-X",
            "-w",
            "-d",
            "host=" + host + " port=" + port + " user=postgres dbname=x connect_timeout=2"));
  }

  @Test
  void tellsThatItWasStoppedOrRanOutOfMemory() throws Exception {
    Sandbox victim = start(TestRequests.request());
    try {
      victim.run(
          new ToolCall(List.of("tail", "/dev/zero"), Optional.empty(), line -> {}),
          Cancellation.none());
      assertThat(victim.trouble().orElseThrow().code()).isEqualTo(ProblemCode.OUT_OF_MEMORY);
      docker.killContainerCmd(victim.info().container()).exec();
      assertThat(victim.trouble()).isPresent();
    } finally {
      victim.remove();
    }
  }

  @Test
  void usesANewerImageWithANoteWhenTheExactOneIsMissing() throws Exception {
    Sandbox newer =
        start(
            TestRequests.request(
                "zenops",
                Optional.of(new DatabaseLocale("UTF8", "en_US.UTF-8", "en_US.UTF-8")),
                OptionalInt.of(16),
                List.of()));
    try {
      assertThat(newer.info().serverVersion()).startsWith("17.");
      assertThat(newer.info().notes()).anyMatch(note -> note.contains("no image for 16"));
    } finally {
      newer.remove();
    }
  }

  /** From a registry at which nobody is. */
  @Test
  void anImageThatCannotBeFetchedIsToldApart() {
    DockerSettings elsewhere =
        new DockerSettings(
            "127.0.0.1:1/none:{major}",
            17,
            SETTINGS.prefix(),
            true,
            SETTINGS.memoryBytes(),
            OptionalInt.empty(),
            SETTINGS.pidsLimit(),
            SETTINGS.shmBytes(),
            SETTINGS.dockerHost(),
            SETTINGS.startTimeout(),
            List.of());
    List<String> heard = new ArrayList<>();
    try (DockerSandboxProvider none = new DockerSandboxProvider(elsewhere)) {
      assertThatThrownBy(
              () ->
                  none.start(
                      REQUEST, progress -> heard.add(progress.activity()), Cancellation.none()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.IMAGE_MISSING);
                assertThat(e.problem().message()).contains("connection refused");
                assertThat(e.problem().hint()).isEqualTo("docker pull 127.0.0.1:1/none:15");
              });
    }
    assertThat(heard).contains("pulling image 127.0.0.1:1/none:15");
  }

  @Test
  void anEngineThatDoesNotAnswerIsToldApart() {
    DockerSettings nowhere =
        new DockerSettings(
            SETTINGS.image(),
            17,
            "x",
            false,
            1,
            OptionalInt.empty(),
            1,
            1,
            Optional.of("unix:///var/run/no-such-docker.sock"),
            SETTINGS.startTimeout(),
            List.of());
    try (DockerSandboxProvider down = new DockerSandboxProvider(nowhere)) {
      assertThat(down.unavailable().orElseThrow().code()).isEqualTo(ProblemCode.DOCKER_UNREACHABLE);
      assertThat(down.unavailable().orElseThrow().message()).contains("no-such-docker.sock");
      assertThatThrownBy(
              () ->
                  down.start(TestRequests.request(), ProgressListener.none(), Cancellation.none()))
          .isInstanceOf(ProblemException.class);
      assertThatThrownBy(down::list)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.DOCKER_UNREACHABLE));
    }
  }
}
