package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.InternalServerErrorException;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.DockerErrors;
import dev.restorebot.engine.docker.FramedInput;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.docker.Subnet;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.TestStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerPartsTest {
  private final DockerErrors errors = new DockerErrors("unix:///x");

  /** {@link FramedInput} sets it on the thread that reads it. */
  @AfterEach
  void giveTheThreadBack() {
    Thread.currentThread().setUncaughtExceptionHandler(null);
  }

  @Test
  void framesSayWhereAStreamEnds() throws Exception {
    FramedInput framed = new FramedInput(TestStreams.text("hello"), () -> {});
    assertThat(new String(framed.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("5\nhello0\n");
    FramedInput large = new FramedInput(TestStreams.noise((1 << 20) + 1), () -> {});
    assertThat(large.readAllBytes()).hasSize(8 + (1 << 20) + 2 + 1 + 2);
  }

  @Test
  void aStreamThatBreaksOffLacksTheLastFrame() throws Exception {
    AtomicInteger told = new AtomicInteger();
    FramedInput framed =
        new FramedInput(TestStreams.breaksOff("x".repeat(1 << 20)), told::incrementAndGet);
    String sent = new String(framed.readAllBytes(), StandardCharsets.UTF_8);
    assertThat(sent).startsWith("1048576\nx").endsWith("x");
    assertThat(framed.failure()).get().isInstanceOf(IOException.class);
    assertThat(told).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "172.18.0.0/16,172.18.255.254",
    "192.168.144.0/20,192.168.159.254",
    "10.0.0.0/24,10.0.0.254",
    "0.0.0.0/0,255.255.255.254"
  })
  void theGatewayThatIsNobodyIsTheLastAddress(String cidr, String last) {
    assertThat(Subnet.parse(cidr).cidr()).isEqualTo(cidr);
    assertThat(Subnet.parse(cidr).lastHost()).isEqualTo(last);
  }

  @Test
  void labelsBringTheFactsBack() {
    SandboxRequest request = TestRequests.request();
    ChosenImage image =
        new ChosenImage(
            "sha256:1",
            "postgres:15",
            "15.1",
            "/data",
            "postgres",
            List.of(),
            List.of("one", "two"));
    SandboxInfo info = Labels.info(Labels.of(request, image, "c"), 7);
    assertThat(info.jobId()).isEqualTo(request.jobId());
    assertThat(info.createdAt()).isEqualTo(request.createdAt());
    assertThat(info.deadline()).isEqualTo(request.deadline());
    assertThat(info.notes()).containsExactly("one", "two");
    assertThat(info.port()).isEqualTo(7);
    assertThat(Labels.info(Map.of(Labels.JOB, "j", Labels.DEADLINE, "soon"), 0).deadline())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void theNameOfAContainerSaysWhichJobHasIt() {
    assertThat(ContainerNames.job(ContainerNames.of("restore-bot", "k3m9x2"))).isEqualTo("k3m9x2");
    assertThat(ContainerNames.job(ContainerNames.of("a-restore-test-b", "warm22")))
        .isEqualTo("warm22");
    assertThat(ContainerNames.job(ContainerNames.of("restore-bot", ContainerNames.warmId())))
        .isEmpty();
    assertThat(ContainerNames.of("restore-bot", "a/b c"))
        .isEqualTo("restore-bot-restore-test-a-b-c");
  }

  @Test
  void connectCommandsAreSafeToPaste() {
    assertThat(Labels.connectCommands("c", "a'; rm -rf /"))
        .containsExactly("docker exec -it c psql -U postgres -d 'a'\\''; rm -rf /'");
  }

  @Test
  void errorsAreToldApart() {
    assertThat(errors.problem("x", new IllegalStateException(new IOException("refused"))).problem())
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.DOCKER_UNREACHABLE);
              assertThat(problem.message()).contains("unix:///x", "refused");
            });
    assertThat(
            errors
                .problem(
                    "x",
                    new InternalServerErrorException(
                        "{\"message\":\"write /x: no space left on device\"}"))
                .problem()
                .code())
        .isEqualTo(ProblemCode.DISK_FULL);
    assertThat(
            errors
                .problem(
                    "start it",
                    new InternalServerErrorException("{\"message\":\"say \\\"hi\\\"\"}"))
                .problem()
                .message())
        .isEqualTo("Docker could not start it: say \"hi\"");
  }
}
