package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.diagnose.RowValues;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises an error message of pg_dump or pg_dumpall that was written into the dump ({@code
 * 2>&1}). Warnings and the lines of {@code --verbose} are none.
 *
 * <p>Source: {@code common/logging.c} of PostgreSQL with its translations; before 12, {@code
 * exit_horribly} and {@code write_msg} in pg_dump.
 */
final class PgDumpError {
  private static final int MOST = 300;

  private static final Pattern ERROR =
      Pattern.compile(
          "pg_dump(?:all)?(?:\\.exe)?: (?:"
              + "(?:error|fatal|Fehler|erreur|errore|erro|fel|hata|błąd|σφάλμα|ошибка|помилка|エラー|오류|错误|შეცდომა)"
              + " ?:|chyba |\\[[^\\]]+\\] (?!WARNING|NOTICE)|(?:query|connection to database"
              + " \".*\"|Dumping the contents of table \".*\") failed|pg_dump failed on"
              + " database|Error message from server:|could not |aborting because of server"
              + " version|out of memory|terminated by user|no matching \\w+ were found).*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern PASSWORD =
      Pattern.compile("(?i)(\\bpass(?:word|wd)?=|://[^:/@\\s]*:)(?:'[^']*'|[^@\\s]+)");

  private PgDumpError() {}

  /** Returns the message as it may be shown, without values of rows and passwords. */
  static Optional<String> in(String line) {
    return ERROR.matcher(line.strip()).matches()
        ? Optional.of(shown(line.strip()))
        : Optional.empty();
  }

  private static String shown(String message) {
    String line = message.replaceAll("\\p{Cntrl}", " ");
    String clean = PASSWORD.matcher(RowValues.removedFrom(line)).replaceAll("$1…");
    return clean.length() > MOST ? clean.substring(0, MOST) + "…" : clean;
  }
}
