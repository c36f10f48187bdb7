package dev.restorebot.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A backup to test.
 *
 * @param name as the tables call it
 * @param key the file with the key of an encrypted one; used for those alone
 */
record Backup(String name, Path file, Path key) {
  private static final double MB = 1e6;

  /** Returns whether psql restores it, and not pg_restore. */
  boolean sql() {
    return file.toString().endsWith(".sql.gz");
  }

  boolean encrypted() {
    return file.toString().endsWith(".enc");
  }

  /** Returns a shell's command that prints what pg_restore or psql reads. */
  String read() {
    if (encrypted()) {
      return "openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass file:" + key + " -in " + file;
    }
    return (sql() ? "gunzip -c " : "cat ") + file;
  }

  /** Returns its name and size. */
  String described() throws Exception {
    return String.format(Locale.ROOT, "%s, %.1f MB", name, Files.size(file) / MB);
  }
}
