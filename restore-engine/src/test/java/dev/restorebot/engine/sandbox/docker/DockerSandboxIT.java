package dev.restorebot.engine.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.restorebot.engine.docker.ChosenImage;
import dev.restorebot.engine.docker.ContainerRemoval;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.docker.Images;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.docker.Volumes;
import dev.restorebot.engine.sandbox.ClientToolsContract;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
class DockerSandboxIT extends ClientToolsContract {
  /** Of this run of the tests: another may run beside it. */
  static final String PREFIX = "restore-bot-test-" + ProcessHandle.current().pid();

  private static final String VERIFIER =
      "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'";

  static void removeNetwork() throws IOException {
    try (DockerClient client = TestDocker.client()) {
      client.removeNetworkCmd(PREFIX + "-sandbox").exec();
    }
  }

  @Override
  protected void tidy() throws IOException {
    removeNetwork();
  }

  static DockerSettings settings(List<String> serverArguments) {
    DockerSettings defaults = DockerSettings.withDefaults();
    return new DockerSettings(
        defaults.image(),
        defaults.defaultMajor(),
        PREFIX,
        false,
        512L * 1024 * 1024,
        defaults.cpus(),
        defaults.pidsLimit(),
        defaults.shmBytes(),
        defaults.dockerHost(),
        defaults.startTimeout(),
        serverArguments);
  }

  @Override
  protected SandboxProvider newProvider() {
    return new DockerSandboxProvider(settings(List.of()));
  }

  @Override
  protected SandboxProvider newBrokenProvider() {
    return new DockerSandboxProvider(settings(List.of("-c", "no_such_setting=1")));
  }

  @Override
  protected Set<String> remains() throws IOException {
    try (DockerClient client = TestDocker.client()) {
      Set<String> names = new TreeSet<>();
      for (Container container : client.listContainersCmd().withShowAll(true).exec()) {
        Arrays.stream(container.getNames()).map(name -> "container " + name).forEach(names::add);
      }
      client.listVolumesCmd().exec().getVolumes().stream()
          .filter(volume -> volume.getName().startsWith(PREFIX))
          .map(volume -> "volume " + volume.getName())
          .forEach(names::add);
      names.removeIf(name -> !name.contains(PREFIX));
      return names;
    }
  }

  @Override
  protected String makeLeftover() throws Exception {
    SandboxRequest request = TestRequests.request();
    try (DockerConnection docker = new DockerConnection(Optional.empty())) {
      ChosenImage image =
          new ChosenImage(
              "sha256:1", "postgres:15-alpine", "15.18", "/data", "postgres", List.of(), List.of());
      new Volumes(docker, PREFIX)
          .create(request.createdAt(), request.jobId(), Labels.of(request, image, "gone"));
    }
    return request.jobId();
  }

  /** As other makers' images do it: no user postgres, a folder of root's, the socket in /tmp. */
  @Test
  void startsAnImageWithoutAUserPostgresWhoseFolderNobodyMayWrite(@TempDir Path folder)
      throws Exception {
    String image = PREFIX + ":15";
    Files.writeString(
        folder.resolve("Dockerfile"),
        """
        FROM postgres:15-alpine
        RUN sed -i '/^postgres:/d' /etc/passwd \\
         && mkdir -p /srv/db && chmod 755 /srv/db && touch /srv/db/of-root \\
         && echo "unix_socket_directories = '/tmp'" \\
           >>"$(find / -name postgresql.conf.sample 2>/dev/null | head -n 1)"
        ENV PGDATA=/srv/db/data
        VOLUME /srv/db
        USER 1001
        ENTRYPOINT []
        """);
    try (DockerClient client = TestDocker.client()) {
      String id =
          client
              .buildImageCmd(folder.toFile())
              .withTags(Set.of(image))
              .exec(new BuildImageResultCallback())
              .awaitImageId();
      try {
        Sandbox sandbox =
            start(
                TestRequests.with(
                    TestRequests.request(),
                    List.of(),
                    new ServerChoice(Optional.of(image), List.of())));
        assertThat(sandbox.info().image()).isEqualTo(image);
        assertThat(output(sandbox, "psql", "-XAtc", "SELECT 1")).containsExactly("1");
        sandbox.remove();
      } finally {
        removePrepared(client, id);
        client.removeImageCmd(id).withForce(true).exec();
      }
    }
  }

  /** It is made in the background, once the first sandbox of the image has started. */
  private static void removePrepared(DockerClient client, String imageId) throws Exception {
    List<Container> made =
        Eventually.get(
            "a prepared data folder",
            () ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withAncestorFilter(List.of(imageId))
                    .withLabelFilter(List.of(Labels.PREPARED))
                    .exec(),
            found -> !found.isEmpty());
    try (DockerConnection docker = new DockerConnection(Optional.empty())) {
      new ContainerRemoval(docker)
          .remove(made.get(0).getId(), made.get(0).getLabels().get(Labels.PREPARED));
    }
  }

  @Test
  void copiesThePreparedDataFolderAndSetsItsOwnPassword() throws Exception {
    start(TestRequests.request()).remove();
    try (DockerConnection docker = new DockerConnection(Optional.empty());
        DockerClient client = TestDocker.client()) {
      ChosenImage image =
          new Images(docker, settings(List.of()))
              .choose(OptionalInt.of(15), ProgressListener.none(), Cancellation.none());
      PreparedVolume prepared = new PreparedVolume(docker, image);
      Optional<String> volume =
          Eventually.get("the prepared volume", prepared::ready, Optional::isPresent);

      Sandbox one = start(TestRequests.request());
      Sandbox two = start(TestRequests.request());
      List<InspectContainerResponse.Mount> mounts =
          client.inspectContainerCmd(one.info().container()).exec().getMounts();
      assertThat(mounts)
          .filteredOn(mount -> volume.equals(Optional.of(mount.getName())))
          .singleElement()
          .satisfies(mount -> assertThat(mount.getRW()).isFalse());
      assertThat(output(one, "sh", "-c", "ls -ld \"$PGDATA\" \"$RESTORE_BOT_PREPARED\""))
          .allMatch(line -> line.startsWith("drwx------"));
      assertThat(secrets(one)).isNotEqualTo(secrets(two));
      assertThat(output(one, "psql", "-XAtc", VERIFIER))
          .isNotEqualTo(output(two, "psql", "-XAtc", VERIFIER))
          .allMatch(verifier -> verifier.startsWith("SCRAM-SHA-256$"));
      one.remove();
      two.remove();

      damage(client, volume.orElseThrow());
      Sandbox three = start(TestRequests.request());
      assertThat(output(three, "psql", "-XAtc", "SELECT 1")).containsExactly("1");
      three.remove();
      prepared.discard();
      assertThat(prepared.ready()).isEmpty();
    }
  }

  private static void damage(DockerClient client, String volume) {
    String id =
        client
            .createContainerCmd("postgres:15-alpine")
            .withEntrypoint("sh", "-c", "rm \"$(find /v/pgdata/base -type f | head -n 1)\"")
            .withHostConfig(
                HostConfig.newHostConfig().withBinds(new Bind(volume, new Volume("/v"))))
            .exec()
            .getId();
    try {
      client.startContainerCmd(id).exec();
      assertThat(client.waitContainerCmd(id).start().awaitStatusCode()).isZero();
    } finally {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    }
  }

  @Override
  protected List<String> secrets(Sandbox sandbox) throws IOException {
    try (DockerClient client = TestDocker.client()) {
      return Stream.of(
              client.inspectContainerCmd(sandbox.info().container()).exec().getConfig().getEnv())
          .filter(line -> line.startsWith("POSTGRES_PASSWORD="))
          .map(line -> line.substring("POSTGRES_PASSWORD=".length()))
          .toList();
    }
  }

  @Override
  protected List<String> processes(Sandbox sandbox) throws IOException {
    try (DockerClient client = TestDocker.client()) {
      return Stream.of(client.topContainerCmd(sandbox.info().container()).exec().getProcesses())
          .map(columns -> columns[columns.length - 1])
          // the server's own processes, which name themselves after the role
          .filter(line -> !line.startsWith("postgres"))
          .toList();
    }
  }
}
