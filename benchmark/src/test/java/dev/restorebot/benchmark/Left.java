package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process and its sandboxes hold at a moment without a test.
 *
 * @param memory resident, in MB
 * @param docker containers, volumes and networks of this prefix
 * @param processes that this one has started
 * @param files in the folder of sandboxes
 */
record Left(int threads, long descriptors, long memory, long processes, long docker, long files) {
  private static final long KB_IN_MB = 1024;

  static Left now(String prefix, Path sandboxes) throws IOException, InterruptedException {
    System.gc();
    return new Left(
        Thread.getAllStackTraces().size(),
        count(Path.of("/proc/self/fd")),
        resident(),
        ProcessHandle.current().descendants().count(),
        docker(prefix, "ps", "-aq")
            + docker(prefix, "volume", "ls", "-q")
            + docker(prefix, "network", "ls", "-q"),
        count(sandboxes));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long docker(String prefix, String... command)
      throws IOException, InterruptedException {
    String[] all =
        Stream.of(Stream.of("docker"), Stream.of(command), Stream.of("--filter", "name=" + prefix))
            .flatMap(part -> part)
            .toArray(String[]::new);
    return Shell.succeed(all).lines().filter(line -> !line.isBlank()).count();
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KB_IN_MB)
        .findFirst()
        .orElseThrow();
  }

  /** Returns whether a process, anything in Docker or a file stays. */
  boolean something() {
    return processes + docker + files > 0;
  }

  String row(int round) {
    return String.format(
        Locale.ROOT,
        "| %d | %d | %d | %d MB | %d | %d | %d |%n",
        round,
        threads,
        descriptors,
        memory,
        processes,
        docker,
        files);
  }
}
