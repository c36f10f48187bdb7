package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.Remotes;
import dev.restorebot.engine.text.AdviceWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The newest backups in remotes are encrypted, by themselves or by the remote. */
record EncryptedRule(Remotes remotes) implements Rule {
  private static final String NAME = "remote ones are encrypted";
  private static final int NEWEST = 30;

  @Override
  public Practice look(BackupInventory stock) {
    List<Backup> newest =
        stock.backups().stream()
            .flatMap(Backup::everywhere)
            .filter(Backup::remote)
            .limit(NEWEST)
            .toList();
    if (newest.isEmpty()) {
      return Practice.unknown(
          NAME, "There is no backup in a remote.", "Nothing to do until there is one.");
    }
    List<String> open = new ArrayList<>();
    try {
      for (Backup backup : newest) {
        if (!backup.looksEncrypted() && !remotes.encrypts(backup)) {
          open.add(backup.displayName());
        }
      }
    } catch (IOException e) {
      return Practice.unknown(
          NAME,
          "rclone did not say whether the remote encrypts its files.",
          "Check that `rclone listremotes --long` works as the bot's user.");
    }
    return open.isEmpty()
        ? Practice.holds(NAME, "The " + newest.size() + " newest ones in remotes are.")
        : Practice.broken(
            NAME,
            open.size()
                + " of the "
                + newest.size()
                + " newest ones in remotes can be read by anyone with access to the remote: "
                + AdviceWords.some(open)
                + ".",
            "Encrypt them before the upload (`openssl enc -aes-256-cbc -pbkdf2`, `age` or `gpg`),"
                + " or use an rclone crypt remote.");
  }
}
