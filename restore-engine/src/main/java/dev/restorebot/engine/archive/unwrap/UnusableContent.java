package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.diagnose.Problem;

/** Explains why restore-bot cannot restore a file that was read without error. */
public final class UnusableContent {
  private static final String CHOOSE =
      "Choose a backup made by pg_dump: custom format (.dump), SQL (.sql, .sql.gz), tar or"
          + " directory.";

  private UnusableContent() {}

  /** A tar whose only or first file is not a backup. */
  static Problem inTar(ArchiveMessages messages) {
    return messages.notReadHere(
        "is a tar, but not one that pg_dump made, and its first file is not a backup",
        "If it holds uploads, or a physical backup (pg_basebackup), choose a backup made by pg_dump"
            + " instead. If it holds several files, unpack it and give the backup file, or the"
            + " folder that pg_dump made.");
  }

  public static Problem of(Content content, String inside, ArchiveMessages messages) {
    return switch (content) {
      case FOREIGN_SQL ->
          messages.notReadHere(
              "is a dump of another database system, not of PostgreSQL" + inside, CHOOSE);
      case OPENSSL_BASE64 ->
          messages.notReadHere(
              "is encrypted by OpenSSL and written as base64 text (openssl enc -a)" + inside,
              "Turn it into binary first: openssl base64 -d -in FILE -out FILE.enc");
      case BASE64 ->
          messages.notReadHere(
              "is written as base64 text" + inside, "Decode it first: base64 -d FILE > NEWFILE");
      case UTF16 ->
          messages.notRecognised(
              "is text in UTF-16" + inside + ", as PowerShell writes it with >",
              "Such a file cannot be restored. Write backups with pg_dump --file=NAME"
                  + " instead of >.");
      case WEB_PAGE ->
          messages.notRecognised(
              "is a web page or an error message from a storage service"
                  + inside
                  + ", not a backup: the download probably failed",
              "Open it in a text editor to read the message, then download the backup again.");
      case OTHER_TOOL ->
          messages.notReadHere(
              "was packed or encrypted by a tool that restore-bot does not know"
                  + inside
                  + " (such as 7z, rar or openssl cms)",
              "Unpack or decrypt it with that tool first. OpenSSL (aes-256-cbc, pbkdf2), age,"
                  + " OpenPGP, gzip, zstd, xz, bzip2, lz4, zip and tar are understood.");
      case TEXT -> messages.notRecognised("is a text file, but not SQL" + inside, CHOOSE);
      default ->
          messages.notRecognised(
              "is not a PostgreSQL backup" + inside + ": its first bytes match no known format",
              CHOOSE + " If it should be one, the file is damaged at its beginning.");
    };
  }
}
