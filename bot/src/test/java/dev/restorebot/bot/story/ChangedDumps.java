package dev.restorebot.bot.story;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The sample backup as SQL, and what pg_dump would have written had production been otherwise. */
public final class ChangedDumps {
  private static final String SAMPLE = "/samples/sampleapp_db_2026-11-01_02-30-00.sql.gz";
  static final String GOOD = read();

  private ChangedDumps() {}

  private static String read() {
    try (InputStream packed = ChangedDumps.class.getResourceAsStream(SAMPLE);
        InputStream sql = new GZIPInputStream(packed)) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String emptied(String table) {
    int start = GOOD.indexOf('\n', GOOD.indexOf("COPY public." + table + " (")) + 1;
    return GOOD.substring(0, start) + GOOD.substring(GOOD.indexOf("\\.\n", start));
  }

  /** The rows of a table with one text for another. */
  static String rows(String table, String text, String other) {
    int start = GOOD.indexOf("COPY public." + table + " (");
    int end = GOOD.indexOf("\\.\n", start);
    String rows = GOOD.substring(start, end);
    return GOOD.substring(0, start) + changed(rows, text, other) + GOOD.substring(end);
  }

  /** One user's id and two assignments' codes are {@code secret}: the server quotes them. */
  public static String refusedRows(String secret) {
    String sql = changed(GOOD, "\n2\tuser02@", "\n" + secret + "\tuser02@");
    for (String code : new String[] {"A-00001", "A-00002"}) {
      sql = changed(sql, "\t" + code + "\t", "\t" + secret + "\t");
    }
    return sql;
  }

  static String withoutIndex(String name) {
    int start = GOOD.indexOf("--\n-- Name: " + name + "; Type: INDEX");
    return GOOD.substring(0, start) + GOOD.substring(GOOD.indexOf("--\n-- Name: ", start + 5));
  }

  static String with(String text, String other) {
    return changed(GOOD, text, other);
  }

  private static String changed(String all, String text, String other) {
    if (!all.contains(text)) {
      throw new AssertionError("the sample has no " + text);
    }
    return all.replace(text, other);
  }

  /** Alembic's folder up to the sample's head, as its template writes the files. */
  static void migrations(Path folder) throws IOException {
    String[] ids = {"0005_add_document_categories", "0006_add_fees", "0007_add_notifications"};
    for (int i = 0; i < ids.length; i++) {
      Files.writeString(
          folder.resolve(ids[i] + ".py"),
          "\"\"\"%s\"\"\"\nrevision: str = '%s'\ndown_revision: str | None = %s\n"
              .formatted(
                  ids[i].substring(5).replace('_', ' '),
                  ids[i],
                  i == 0 ? "None" : "'" + ids[i - 1] + "'"));
    }
  }
}
