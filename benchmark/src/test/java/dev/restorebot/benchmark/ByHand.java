package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A: what teams do today, with the docker command. */
final class ByHand implements Way {
  private static final String NAME = "restore-benchmark-" + ProcessHandle.current().pid();
  private static final int SLEEP_SECONDS = 5;
  private static final int TRIES = 60;

  private final String image;

  ByHand(String image) {
    this.image = image;
  }

  @Override
  public void run(Path dump, Stopwatch watch) throws IOException, InterruptedException {
    watch.start();
    Shell.succeed(
        "docker",
        "run",
        "-d",
        "--name",
        NAME,
        "-e",
        "POSTGRES_PASSWORD=" + NAME,
        "-e",
        "POSTGRES_DB=restored",
        image);
    try {
      watch.lap("docker run");
      TimeUnit.SECONDS.sleep(SLEEP_SECONDS);
      watch.lap("sleep 5");
      awaitServer();
      watch.lap("pg_isready");
      Shell.succeed(
          Optional.of(dump),
          Optional.empty(),
          "docker",
          "exec",
          "-i",
          NAME,
          "pg_restore",
          "--clean",
          "--if-exists",
          "--no-owner",
          "--no-privileges",
          "-U",
          "postgres",
          "-d",
          "restored");
      watch.lap("pg_restore");
      int tables = Integer.parseInt(countTables());
      watch.lap("count the tables");
      watch.verified();
      if (tables == 0) {
        throw new IOException("no table was restored");
      }
    } finally {
      Shell.succeed("docker", "rm", "-f", "-v", NAME);
      watch.lap("remove");
    }
    watch.removed();
  }

  private static void awaitServer() throws IOException, InterruptedException {
    List<String> ready = List.of("docker", "exec", NAME, "pg_isready", "-q", "-U", "postgres");
    for (int i = 0; Shell.run(Optional.empty(), Optional.empty(), ready).exit() != 0; i++) {
      if (i == TRIES) {
        throw new IOException("the server does not come up");
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static String countTables() throws IOException, InterruptedException {
    return Shell.succeed(
        "docker",
        "exec",
        NAME,
        "psql",
        "-U",
        "postgres",
        "-d",
        "restored",
        "-Atc",
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
  }
}
