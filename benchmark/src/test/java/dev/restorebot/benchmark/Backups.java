package dev.restorebot.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes the backups: the large ones in a container of their own, once for each image and recipe.
 */
final class Backups {
  private static final String SAMPLE = "/samples/sampleapp_db_2026-11-01_02-30-00.dump";
  private static final int LETTERS = 12;

  private final String image;
  private final Path cache;
  private final Path key;

  /**
   * @param cache where the large ones stay for the next run
   */
  Backups(String image, Path cache) throws IOException {
    this.image = image;
    this.cache = Files.createDirectories(cache);
    this.key = Files.writeString(cache.resolve("key"), "the key of the benchmark\n");
  }

  Path key() {
    return key;
  }

  Backup small() throws IOException {
    Path file = cache.resolve(SAMPLE.substring(SAMPLE.lastIndexOf('/') + 1));
    try (InputStream in = Backups.class.getResourceAsStream(SAMPLE)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Backup("small .dump", file, key);
  }

  Backup largeDump() throws Exception {
    return new Backup("large .dump", made(".dump"), key);
  }

  Backup largeSql() throws Exception {
    return new Backup("large .sql.gz", made(".sql.gz"), key);
  }

  Backup largeEncrypted() throws Exception {
    Path plain = made(".dump");
    Path file = cache.resolve(plain.getFileName() + ".enc");
    if (!Files.exists(file)) {
      Shell.succeed(
          Optional.of(plain),
          Optional.of(file),
          "openssl",
          "enc",
          "-aes-256-cbc",
          "-pbkdf2",
          "-iter",
          "200000",
          "-salt",
          "-pass",
          "file:" + key);
    }
    return new Backup("large encrypted", file, key);
  }

  private Path made(String ending) throws Exception {
    byte[] recipe;
    try (InputStream in = Backups.class.getResourceAsStream("/large.sql")) {
      recipe = in.readAllBytes();
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(image.getBytes(StandardCharsets.UTF_8));
    String id = HexFormat.of().formatHex(digest.digest(recipe)).substring(0, LETTERS);
    Path dump = cache.resolve("large-" + id + ".dump");
    Path sql = cache.resolve("large-" + id + ".sql.gz");
    if (!Files.exists(dump) || !Files.exists(sql)) {
      System.out.println("making the large backups, once");
      make(Files.write(cache.resolve("large.sql"), recipe), dump, sql);
    }
    return ending.equals(".dump") ? dump : sql;
  }

  private void make(Path recipe, Path dump, Path sql) throws IOException, InterruptedException {
    Container server =
        Container.start(image, "bench", List.of(), List.of("fsync=off", "max_wal_size=8GB"));
    try {
      server.await();
      server.pipe("cat " + recipe, "psql -qU postgres -d bench -v ON_ERROR_STOP=1 >/dev/null");
      // To a file first: only then the archive tells where its data lie, as real ones do.
      copy(server, "pg_dump -U postgres -Fc -f /tmp/d bench", dump);
      copy(server, "pg_dump -U postgres bench | gzip >/tmp/d", sql);
    } finally {
      server.remove();
    }
  }

  private static void copy(Container server, String command, Path file)
      throws IOException, InterruptedException {
    var unused = server.run(command);
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    server.save("/tmp/d", unfinished);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
