package dev.restorebot.bot.doctor;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Optional;

/**
 * The programs and files of the configured keys are there, and open the newest encrypted backup.
 */
public record KeyDiagnostic(BackupCatalog backups, ArchiveReader reader, ArchiveKey key)
    implements DiagnosticCheck {
  @Override
  public String name() {
    return "key";
  }

  @Override
  public Finding examine() throws ProblemException {
    Optional<Finding> unusable =
        unusable(key.age(), "backups.age.identity-file", "backups.age.program", "age")
            .or(
                () ->
                    unusable(
                        key.gpg(), "backups.gpg.passphrase-file", "backups.gpg.program", "gnupg"));
    if (unusable.isPresent()) {
      return unusable.get();
    }
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

  private Optional<Finding> unusable(
      DecryptionProgram program, String fileSetting, String programSetting, String debian) {
    if (program.keyFile().isEmpty()) {
      return Optional.empty();
    }
    if (!program.installed()) {
      return Optional.of(
          Finding.broken(
              name(),
              "`"
                  + fileSetting
                  + "` is set, and the program "
                  + program.program()
                  + " that needs it is not installed.",
              "Install it (`apt-get install "
                  + debian
                  + "`), or set `"
                  + programSetting
                  + "` to where it is."));
    }
    return program.keyFileUnreadable()
        ? Optional.of(
            Finding.broken(
                name(),
                "The file " + program.keyFile().get() + " cannot be read.",
                "Check `"
                    + fileSetting
                    + "`, and that the user that runs restore-bot may read that file."))
        : Optional.empty();
  }
}
