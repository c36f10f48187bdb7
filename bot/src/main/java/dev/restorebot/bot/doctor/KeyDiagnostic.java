package dev.restorebot.bot.doctor;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Optional;

/** The key opens the newest encrypted backup. */
public record KeyDiagnostic(BackupCatalog backups, ArchiveReader reader)
    implements DiagnosticCheck {
  @Override
  public String name() {
    return "key";
  }

  @Override
  public Finding examine() throws ProblemException {
    Optional<Backup> newest;
    try {
      newest = backups.newestFirst().stream().filter(Backup::looksEncrypted).findFirst();
    } catch (ProblemException e) {
      return Finding.warning(
          name(), "Not checked, because the backups cannot be listed.", e.problem().hint());
    }
    if (newest.isEmpty()) {
      return Finding.ok(name(), "No backup is encrypted, so the key was not tried.");
    }
    reader.inspect(newest.get().file());
    return Finding.ok(name(), "The key decrypts " + newest.get().displayName() + ".");
  }
}
