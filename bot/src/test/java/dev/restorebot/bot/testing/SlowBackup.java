package dev.restorebot.bot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A good backup whose restore sleeps at its end, long enough to be caught in the middle. */
public final class SlowBackup {
  public static final String NAME = "sampleapp_db_2026-11-23_02-30-00.sql";
  private static final String SAMPLE = "/samples/sampleapp_db_2026-11-01_02-30-00.sql.gz";
  private static final String END = "--\n-- PostgreSQL database dump complete";

  private SlowBackup() {}

  /** Writes it into a folder, whole at once. */
  public static Path write(Path folder) throws IOException {
    try (InputStream packed = SlowBackup.class.getResourceAsStream(SAMPLE);
        InputStream sql = new GZIPInputStream(packed)) {
      String dump = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
      if (!dump.contains(END)) {
        throw new AssertionError("the sample does not end as expected");
      }
      Path part = Files.createTempFile(folder, "slow", ".part");
      Files.writeString(part, dump.replace(END, "SELECT pg_sleep(120);\n\n" + END));
      return Files.move(part, folder.resolve(NAME));
    }
  }
}
