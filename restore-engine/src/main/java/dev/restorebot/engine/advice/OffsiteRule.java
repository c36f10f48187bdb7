package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.Remotes;
import dev.restorebot.engine.text.AdviceWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the newest backups on this machine are in a remote too. All are compared by size and
 * by their first and last bytes, the newest of each application by a checksum of all its bytes.
 */
record OffsiteRule(Remotes remotes) implements Rule {
  private static final String NAME = "offsite copies";
  private static final int NEWEST = 30;

  @Override
  public Practice look(BackupInventory stock) {
    List<Backup> remote =
        stock.backups().stream().flatMap(Backup::everywhere).filter(Backup::remote).toList();
    if (remote.isEmpty()) {
      return Practice.broken(
          NAME,
          "There is no backup in a remote: if this machine is lost, every backup is lost.",
          "Copy them to another place with rclone, and name it in backups.remotes.");
    }
    List<Backup> local = new ArrayList<>();
    List<Backup> newest = new ArrayList<>();
    for (List<Backup> app : stock.byApp().values()) {
      List<Backup> mine = app.stream().filter(backup -> !backup.remote()).toList();
      local.addAll(mine.subList(0, Math.min(NEWEST, mine.size())));
      mine.stream().findFirst().ifPresent(newest::add);
    }
    if (local.isEmpty()) {
      return Practice.holds(NAME, "All " + remote.size() + " backups are in remotes.");
    }
    List<String> alone =
        local.stream().filter(backup -> copy(backup).isEmpty()).map(Backup::displayName).toList();
    if (!alone.isEmpty()) {
      return Practice.broken(
          NAME,
          alone.size()
              + " of the "
              + local.size()
              + " newest backups here have no identical copy in a remote: "
              + AdviceWords.some(alone)
              + ".",
          "Copy them with rclone, and find out why they were not copied. A file of the same"
              + " name that is listed beside it differs.");
    }
    return compared(local, newest);
  }

  private static Optional<Backup> copy(Backup backup) {
    return backup.copies().stream().filter(Backup::remote).findFirst();
  }

  private Practice compared(List<Backup> local, List<Backup> newest) {
    List<String> said = new ArrayList<>();
    for (Backup backup : newest) {
      Backup copy = copy(backup).orElseThrow();
      try {
        Optional<Remotes.Compared> whole = remotes.compare(backup, copy);
        if (whole.isPresent() && !whole.get().equal()) {
          return Practice.broken(
              NAME,
              copy.displayName()
                  + " has another "
                  + whole.get().checksum()
                  + " than "
                  + backup.displayName()
                  + ", although size, beginning and end are equal: one of them is damaged.",
              "Test both with `/restore test`, and copy the good one again.");
        }
        said.add(
            whole.isPresent()
                ? backup.displayName() + " was compared whole (" + whole.get().checksum() + ")"
                : "the remote of " + backup.displayName() + " has no checksums to compare");
      } catch (IOException e) {
        return Practice.unknown(
            NAME,
            copy.displayName() + " could not be compared with its copy here.",
            "Check that the remote can be reached, then try again.");
      }
    }
    return Practice.holds(
        NAME,
        "Each of the "
            + local.size()
            + " newest backups here has a copy in a remote of the same size, beginning and end; "
            + AdviceWords.some(said)
            + ".");
  }
}
