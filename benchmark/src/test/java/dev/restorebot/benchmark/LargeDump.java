package dev.restorebot.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes the large dump in a container of its own, once for each image and recipe. */
final class LargeDump {
  private static final String NAME = "restore-benchmark-dump-" + ProcessHandle.current().pid();
  private static final int LETTERS = 12;

  private LargeDump() {}

  static Path make(String image, Path cache) throws Exception {
    byte[] recipe;
    try (InputStream in = LargeDump.class.getResourceAsStream("/large.sql")) {
      recipe = in.readAllBytes();
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(image.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String id = HexFormat.of().formatHex(digest.digest(recipe)).substring(0, LETTERS);
    Path dump = cache.resolve("large-" + id + ".dump");
    if (!Files.exists(dump)) {
      Files.createDirectories(cache);
      Path sql = Files.write(cache.resolve("large.sql"), recipe);
      Path unfinished = cache.resolve(dump.getFileName() + ".part");
      System.out.println("making the large dump, once");
      make(image, sql, unfinished);
      Files.move(unfinished, dump, StandardCopyOption.ATOMIC_MOVE);
    }
    return dump;
  }

  private static void make(String image, Path sql, Path dump)
      throws IOException, InterruptedException {
    Shell.succeed(
        "docker",
        "run",
        "-d",
        "--name",
        NAME,
        "-e",
        "POSTGRES_PASSWORD=" + NAME,
        "-e",
        "POSTGRES_DB=bench",
        image,
        "-c",
        "fsync=off",
        "-c",
        "max_wal_size=8GB");
    try {
      // Over TCP, since the server that the entrypoint runs for a moment only has the Unix socket.
      String ready = "until pg_isready -q -h 127.0.0.1; do sleep 0.2; done";
      Shell.succeed("docker", "exec", NAME, "timeout", "60", "sh", "-c", ready);
      TimeUnit.SECONDS.sleep(1);
      Shell.succeed(
          Optional.of(sql),
          Optional.of(Path.of("/dev/null")),
          "docker",
          "exec",
          "-i",
          NAME,
          "psql",
          "-qU",
          "postgres",
          "-d",
          "bench",
          "-v",
          "ON_ERROR_STOP=1");
      // To a file first: only then the archive tells where its data lie, as real ones do.
      Shell.succeed(
          "docker", "exec", NAME, "pg_dump", "-U", "postgres", "-Fc", "-f", "/tmp/d", "bench");
      Shell.succeed(Optional.empty(), Optional.of(dump), "docker", "exec", NAME, "cat", "/tmp/d");
    } finally {
      Shell.succeed("docker", "rm", "-f", "-v", NAME);
    }
  }
}
