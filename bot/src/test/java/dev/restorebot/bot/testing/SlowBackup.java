package dev.restorebot.bot.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;

/**
 * A good backup whose restore sleeps, to be caught in the middle: half of the time between its
 * tables, half at its end. So its progress stands still at two places, on a fast machine too.
 */
public final class SlowBackup {
  public static final String NAME = "sampleapp_db_2026-11-23_02-30-00.sql";
  private static final String SAMPLE = "/samples/sampleapp_db_2026-11-01_02-30-00.sql.gz";
  private static final String TABLE = "--\n-- Data for Name: notifications;";
  private static final String END = "--\n-- PostgreSQL database dump complete";

  // More than what lies in the pipes to psql: what follows a sleep is not read before its end.
  private static final String FILLING = ("-- " + "filling ".repeat(16) + "\n").repeat(32_000);

  private SlowBackup() {}

  /** Writes it into a folder, whole at once. */
  public static Path write(Path folder, int seconds) throws IOException {
    try (InputStream packed = SlowBackup.class.getResourceAsStream(SAMPLE);
        InputStream sql = new GZIPInputStream(packed)) {
      String dump = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
      String sleep = "SELECT pg_catalog.pg_sleep(" + seconds / 2.0 + ");\n\n";
      Path part = Files.createTempFile(folder, "slow", ".part");
      Files.writeString(part, before(END, sleep, before(TABLE, sleep + FILLING, dump)));
      return Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String before(String place, String addition, String dump) {
    if (!dump.contains(place)) {
      throw new AssertionError("the sample has no " + place);
    }
    return dump.replace(place, addition + place);
  }
}
