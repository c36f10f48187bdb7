package dev.restorebot.engine.disaster;

import dev.restorebot.engine.testrestore.FailedTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The backup that is to be restored.
 *
 * @param file where it is
 * @param bytes its size as stored
 * @param sha256 of every byte, as read whole
 * @param takenAt when it was made: everything after that is lost
 * @param testedAt when these very bytes last passed a test restore
 * @param uploads the archive of uploads that is restored with it
 * @param dumped the server that it was made of, as far as it tells
 * @param failed the newest test restore of these very bytes, if it failed
 * @param database the database that it is of, as its content says
 * @param globals the file of roles beside it
 */
public record BackupFacts(
    Path file,
    long bytes,
    String sha256,
    Instant takenAt,
    Optional<Instant> testedAt,
    Optional<UploadsFacts> uploads,
    Optional<DumpedDatabase> dumped,
    Optional<FailedTest> failed,
    Optional<String> database,
    Optional<GlobalsFile> globals) {
  public BackupFacts {
    // Plans of earlier versions have none of these.
    dumped = dumped == null ? Optional.empty() : dumped;
    failed = failed == null ? Optional.empty() : failed;
    database = database == null ? Optional.empty() : database;
    globals = globals == null ? Optional.empty() : globals;
  }

  /** Its name without folders. */
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
