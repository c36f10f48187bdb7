package dev.restorebot.engine.archive.plain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the statements about roles from what {@code pg_dumpall --globals-only} writes: one a line.
 * Anything else is left out, above all psql's own commands, which begin with a backslash anywhere
 * in a line.
 */
public final class RoleLines {
  private static final Pattern STATEMENT =
      Pattern.compile("(CREATE ROLE |ALTER ROLE |GRANT |COMMENT ON ROLE )[^\\\\]*;");
  private static final int MOST = 100_000;

  private RoleLines() {}

  /** Returns the statements, with passwords. */
  public static List<String> of(InputStream file) throws IOException {
    List<String> statements = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (STATEMENT.matcher(line).matches() && statements.size() < MOST) {
        statements.add(line);
      }
    }
    return statements;
  }
}
