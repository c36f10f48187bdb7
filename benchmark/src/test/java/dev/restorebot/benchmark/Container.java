package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL server in Docker, as the docker command starts it. */
final class Container {
  private static final String NAME = "restore-benchmark-" + ProcessHandle.current().pid();

  private Container() {}

  /**
   * Starts one; it does not wait for the server. There is one at a time.
   *
   * @param options of docker run
   * @param settings of the server, as {@code name=value}
   */
  static Container start(String image, String database, List<String> options, List<String> settings)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "run", "-d", "--name", NAME));
    command.addAll(List.of("-e", "POSTGRES_PASSWORD=" + NAME, "-e", "POSTGRES_DB=" + database));
    command.addAll(options);
    command.add(image);
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    var unused = Shell.succeed(command.toArray(String[]::new));
    return new Container();
  }

  /** Waits for the server over TCP: the one of the entrypoint has only the Unix socket. */
  void await() throws IOException, InterruptedException {
    var unused = run("timeout 60 sh -c 'until pg_isready -q -h 127.0.0.1; do sleep 0.1; done'");
  }

  /** Returns whether a command succeeds in it. */
  boolean succeeds(String command) throws IOException, InterruptedException {
    return Shell.run(
                Optional.empty(),
                Optional.empty(),
                List.of("docker", "exec", NAME, "sh", "-c", command))
            .exit()
        == 0;
  }

  /** Runs a command in it and returns what it printed. */
  String run(String command) throws IOException, InterruptedException {
    return Shell.succeed("docker", "exec", NAME, "sh", "-c", command);
  }

  /** Runs a command in it that reads what a command of this machine prints. */
  void pipe(String here, String there) throws IOException, InterruptedException {
    var unused =
        Shell.succeed(
            "bash", "-c", "set -o pipefail; " + here + " | docker exec -i " + NAME + " " + there);
  }

  /** Copies one of its files. */
  void save(String file, Path target) throws IOException, InterruptedException {
    var unused =
        Shell.succeed(Optional.empty(), Optional.of(target), "docker", "exec", NAME, "cat", file);
  }

  /** Counts the restored tables and fails when there is none. */
  void countTables(String database) throws IOException, InterruptedException {
    String count =
        Shell.succeed(
            "docker",
            "exec",
            NAME,
            "psql",
            "-U",
            "postgres",
            "-d",
            database,
            "-Atc",
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
    if (count.equals("0")) {
      throw new IOException("no table was restored");
    }
  }

  void remove() throws IOException, InterruptedException {
    var unused = Shell.succeed("docker", "rm", "-f", "-v", NAME);
  }
}
