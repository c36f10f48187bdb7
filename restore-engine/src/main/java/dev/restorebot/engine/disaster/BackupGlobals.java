package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.testrestore.GlobalsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the file of roles beside a backup, for when nobody else knows production's roles. */
public final class BackupGlobals {
  private static final Logger log = LoggerFactory.getLogger(BackupGlobals.class);

  private final Supplier<ArchiveReader> reader;
  private final BackupNames names;

  /**
   * Reads such files.
   *
   * @param reader reads them with the key of the moment
   * @param names how the names of backups are read
   */
  public BackupGlobals(Supplier<ArchiveReader> reader, BackupNames names) {
    this.reader = reader;
    this.names = names;
  }

  /** Returns the file beside that backup; empty when there is none, or it cannot be read. */
  public Optional<GlobalsFile> beside(Path backup) {
    Optional<Path> file = GlobalsFiles.beside(backup, names);
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(read(file.get()));
    } catch (ProblemException e) {
      log.warn("the roles in {} are not used: it cannot be read", file.get(), e);
      return Optional.empty();
    }
  }

  private GlobalsFile read(Path file) throws ProblemException {
    ArchiveReader.RoleStatements found = reader.get().roleStatements(file);
    return GlobalsFile.of(file, found.sha256(), found.statements());
  }

  /**
   * Returns the statements of that file with the passwords.
   *
   * @throws ProblemException when it is not the file that was approved, or cannot be read
   */
  public List<String> statements(GlobalsFile approved) throws ProblemException {
    ArchiveReader.RoleStatements found = reader.get().roleStatements(approved.file());
    if (!found.sha256().equals(approved.sha256())) {
      throw new Problem(
              ProblemCode.BACKUP_CHANGED,
              "The file of roles " + approved.name() + " has changed since the plan was made.",
              "Request the restore again; the new plan is made with the file as it is now.")
          .exception();
    }
    return found.statements();
  }
}
