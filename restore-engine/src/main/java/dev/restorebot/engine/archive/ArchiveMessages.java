package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that can be wrong with a backup file, in words. One instance speaks of one file, by
 * its name; never of its key or of its rows.
 */
public final class ArchiveMessages {
  private static final String ANOTHER_COPY =
      "Fetch this backup again if another copy exists, and compare the sizes; otherwise restore the"
          + " backup before it.";

  private final String name;

  public ArchiveMessages(Path file) {
    Path last = file.getFileName();
    this.name = clean(last == null ? file.toString() : last.toString());
  }

  private ArchiveMessages(String name) {
    this.name = name;
  }

  /** Speaks of a file within a folder. */
  public ArchiveMessages ofPart(Path part) {
    return new ArchiveMessages(name + "/" + clean(part.getFileName().toString()));
  }

  /** The file as messages call it. */
  public String name() {
    return name;
  }

  /** It ends too early. {@code where} continues "it ends …". */
  public Problem truncated(String where) {
    return new Problem(
        ProblemCode.BACKUP_TRUNCATED,
        name + " is cut off: it ends " + where + ". The part that is missing cannot be restored.",
        "The backup or its upload was probably interrupted, or the disk was full. " + ANOTHER_COPY);
  }

  /**
   * One of several dumps in it ends too early.
   *
   * @param begun the line of its header
   * @param where continues "it ends"; empty where nothing more is known
   * @param next the line of the header of the next dump
   */
  public Problem cutOffBefore(long begun, String where, long next) {
    return new Problem(
        ProblemCode.BACKUP_TRUNCATED,
        name
            + " contains a dump that is cut off: the dump that begins in line "
            + begun
            + " ends"
            + where
            + " before line "
            + next
            + ", where another dump begins. The part that is missing cannot be restored.",
        "That pg_dump was probably interrupted, or the disk was full: look at the log of the backup"
            + " job. Make the backup again, each dump in a file of its own; otherwise restore the"
            + " backup before it.");
  }

  /** It contains an error message of the program that made it. */
  public Problem dumpFailed(long line, String error) {
    return new Problem(
        ProblemCode.BACKUP_TRUNCATED,
        name
            + " is not complete: its line "
            + line
            + " is an error message of the program that made it: "
            + error,
        "Look at the log of the backup job, remove the cause, and make the backup again with"
            + " pg_dump --file=NAME. The script must stop when pg_dump fails. Until then, restore"
            + " the backup before it.");
  }

  /** Its bytes are not what was written. {@code what} continues "… is damaged: ". */
  public Problem corrupt(String what) {
    return new Problem(
        ProblemCode.BACKUP_CORRUPT, name + " is damaged: " + what + ".", ANOTHER_COPY);
  }

  /** Its table of contents does not fit into the memory of this process. */
  Problem tooManyEntries(long entries) {
    return new Problem(
        ProblemCode.OUT_OF_MEMORY,
        String.format(
            "The table of contents of %s is too large for the memory that restore-bot has: %,d"
                + " entries were read and there are more. This says nothing about the backup.",
            name, entries),
        "A database of that many objects is rare: see whether the file is what it should be. If it"
            + " is, give restore-bot more memory (JAVA_TOOL_OPTIONS=-Xmx4g) and run the test"
            + " again.");
  }

  /** Of a file that was split, a part is missing between others. */
  Problem partMissing(String part) {
    return new Problem(
        ProblemCode.BACKUP_TRUNCATED,
        name + " was split into parts, and the part " + clean(part) + " is missing.",
        "Fetch " + clean(part) + " again into the same folder, then run the test again.");
  }

  /** Of a file that was split, this is not the first part. */
  Problem laterPart(String first) {
    return notReadHere(
        "is a part of a file that was split, and not its first",
        "Give the first part, " + clean(first) + ": the others are read after it.");
  }

  /** It changed while it was read. */
  public Problem changed() {
    return new Problem(
        ProblemCode.BACKUP_CHANGED,
        name + " changed while it was being read, so nothing can be said about it.",
        "The backup is probably still being written or uploaded. Wait until that is done, then try"
            + " again.");
  }

  /** It is not what was read before. */
  public Problem replaced() {
    return new Problem(
        ProblemCode.BACKUP_CHANGED,
        name
            + " is no longer the file that was read before: its SHA-256 differs, so nothing can be"
            + " said about it.",
        "If it is still being written or uploaded, wait until that is done. Otherwise find out who"
            + " changed it. Then try again.");
  }

  /** The configured key does not open it. */
  public Problem badDecrypt(List<Integer> iterations) {
    String tried =
        iterations.stream().map(i -> String.format("%,d", i)).collect(Collectors.joining(" and "));
    return new Problem(
        ProblemCode.BAD_DECRYPT,
        "bad decrypt: "
            + name
            + " cannot be decrypted. BACKUP_ENCRYPTION_KEY is not the key it was encrypted with, or"
            + " the beginning of the file is damaged (tried with "
            + tried
            + " PBKDF2 iterations).",
        "Set BACKUP_ENCRYPTION_KEY to the key that was in use when this backup was made, and"
            + " `backups.iterations` if another iteration count was used (AES-256-CBC with -pbkdf2"
            + " is expected).");
  }

  /** It is encrypted and there is no key. */
  public Problem keyMissing() {
    return new Problem(
        ProblemCode.KEY_MISSING,
        name + " is encrypted, and no key is configured: BACKUP_ENCRYPTION_KEY is not set.",
        "Set BACKUP_ENCRYPTION_KEY to the key from the password store, and try again. Never type"
            + " the key into the chat.");
  }

  /** It is encrypted and its key is not here. {@code what} continues the file's name. */
  public Problem keyMissing(String what, String hint) {
    return new Problem(ProblemCode.KEY_MISSING, name + " " + what + ".", hint);
  }

  /** The key that is here does not open it. {@code why} is a sentence without its full stop. */
  public Problem badDecrypt(String why, String hint) {
    return new Problem(
        ProblemCode.BAD_DECRYPT,
        "bad decrypt: " + name + " cannot be decrypted. " + why + ".",
        hint);
  }

  /** The program that decrypts it is not there or failed. {@code what} continues its name. */
  public Problem notDecrypted(String what, String hint) {
    return new Problem(ProblemCode.DECRYPTION_FAILED, name + " " + what + ".", hint);
  }

  /** A pg_dump archive of a version that is not understood. */
  public Problem versionUnsupported(int major, int minor) {
    boolean newer = major > 1 || (major == 1 && minor > ArchiveVersion.NEWEST_MINOR);
    return new Problem(
        ProblemCode.ARCHIVE_VERSION_UNSUPPORTED,
        name
            + " has pg_dump archive version "
            + major
            + "."
            + minor
            + "; versions "
            + ArchiveVersion.SUPPORTED
            + " can be read. "
            + (newer
                ? "It was made by a PostgreSQL newer than this restore-bot, or its header is"
                    + " damaged."
                : "It was made by a PostgreSQL older than 9.0, or its header is damaged."),
        newer
            ? "Update restore-bot, or restore it by hand with the pg_restore of the PostgreSQL that"
                + " wrote it."
            : "Restore it by hand with pg_restore; restore-bot cannot vouch for it.");
  }

  /** Compressed in a way that cannot be undone here. */
  public Problem compressionUnsupported(String what) {
    return notReadHere(
        "cannot be unpacked here: " + what,
        "Unpack it with the tool that made it, and give restore-bot the unpacked file.");
  }

  /** Nothing that restore-bot restores. {@code what} continues the file's name. */
  public Problem notRecognised(String what, String hint) {
    return new Problem(ProblemCode.BACKUP_NOT_RECOGNISED, name + " " + what + ".", hint);
  }

  /** Nothing is wrong with it, but it is not read. {@code what} continues the file's name. */
  public Problem notReadHere(String what, String hint) {
    return new Problem(ProblemCode.BACKUP_UNREADABLE, name + " " + what + ".", hint);
  }

  /** A folder was to be streamed. */
  public Problem folderIsNoStream() {
    return new Problem(
        ProblemCode.BACKUP_IS_A_DIRECTORY,
        name + " is a folder and cannot be read as one stream.",
        "Give the path of a backup file, or let pg_restore read the folder itself.");
  }

  /** Not a byte in it. {@code what} continues the file's name. */
  public Problem empty(String what) {
    return new Problem(
        ProblemCode.BACKUP_EMPTY,
        name + " " + what + ". There is nothing in it to restore.",
        "The backup job probably failed: look at its log and at the free disk space. Restore the"
            + " backup before it.");
  }

  /** An object as messages call it: for data, what the data belongs to. */
  public static String object(String kind, String schema, String name) {
    if (kind.equals("BLOBS")) {
      return "the large objects";
    }
    String full = schema.isEmpty() ? name : schema + "." + name;
    return clean((kind.equals("TABLE DATA") ? "table" : kind) + " " + full);
  }

  /**
   * A name from the backup, fit for a message: one line, of bounded length, without control
   * characters.
   */
  public static String clean(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 120 ? line.substring(0, 117) + "..." : line;
  }
}
