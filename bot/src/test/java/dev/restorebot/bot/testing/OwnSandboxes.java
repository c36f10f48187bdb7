package dev.restorebot.bot.testing;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.testing.TestDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The sandboxes of one test: it gives them names of their own, and so sees nobody else's on an
 * engine that several share.
 */
public final class OwnSandboxes {
  private final String runtime;
  private final int warm;
  private final String prefix = "story-" + UUID.randomUUID().toString().substring(0, 8);
  private final Path base = Path.of(System.getProperty("java.io.tmpdir"), prefix);

  /** Sandboxes in {@code docker}, or {@code local} or {@code embedded} ones. */
  public OwnSandboxes(String runtime) {
    this(runtime, 0);
  }

  /** The same with that many servers kept ready. */
  public OwnSandboxes(String runtime, int warm) {
    this.runtime = runtime;
    this.warm = warm;
  }

  public String runtime() {
    return runtime;
  }

  /** What a bot has to be told to use these names. Nothing is ever pulled. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RESTORE_BOT_SANDBOX_RUNTIME", runtime);
    environment.put("RESTORE_BOT_SANDBOX_PREFIX", prefix);
    environment.put("RESTORE_BOT_SANDBOX_LOCAL_BASE_DIR", base.toString());
    environment.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    environment.put("RESTORE_BOT_SANDBOX_WARM", String.valueOf(warm));
    return environment;
  }

  /** Returns the name that a container has as a sandbox of that job. */
  public String container(String job) {
    return prefix + "-restore-test-" + job;
  }

  /** Containers and volumes, or folders and processes, that exist, whatever their state. */
  public List<String> existing() throws IOException {
    return runtime.equals("docker") ? inDocker() : onThisMachine();
  }

  private List<String> inDocker() throws IOException {
    List<String> names = new ArrayList<>();
    try (DockerClient docker = TestDocker.client()) {
      docker
          .listContainersCmd()
          .withShowAll(true)
          .exec()
          .forEach(container -> names.addAll(Arrays.asList(container.getNames())));
      docker.listVolumesCmd().exec().getVolumes().forEach(volume -> names.add(volume.getName()));
    }
    String underscored = prefix.replace('-', '_');
    return names.stream()
        .filter(name -> name.contains(prefix) || name.contains(underscored))
        .toList();
  }

  private List<String> onThisMachine() throws IOException {
    List<String> found = new ArrayList<>();
    Path folder = runtime.equals("embedded") ? base.resolve("embedded") : base;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> folders = Files.list(folder)) {
        folders
            .filter(each -> each.getFileName().toString().startsWith("restore-test-"))
            .map(Path::toString)
            .forEach(found::add);
      }
    }
    processes().forEach(process -> found.add("process " + process.pid()));
    return found;
  }

  private Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().filter(this::isServer).isPresent());
  }

  private boolean isServer(String commandLine) {
    return commandLine.contains(base + "/");
  }

  /** Removes the network of these sandboxes, and what a test that failed has left. */
  public void clear() throws IOException {
    if (runtime.equals("docker")) {
      clearDocker();
      return;
    }
    processes().forEach(ProcessHandle::destroyForcibly);
    if (Files.isDirectory(base)) {
      try (Stream<Path> all = Files.walk(base)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private void clearDocker() throws IOException {
    try (DockerClient docker = TestDocker.client()) {
      for (String name : inDocker()) {
        if (name.startsWith("/")) {
          docker.removeContainerCmd(name).withForce(true).exec();
        }
      }
      for (String name : inDocker()) {
        docker.removeVolumeCmd(name).exec();
      }
      // The product leaves its one network; here each test has one, and an engine has few.
      docker
          .listNetworksCmd()
          .withNameFilter(prefix)
          .exec()
          .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
    }
  }
}
