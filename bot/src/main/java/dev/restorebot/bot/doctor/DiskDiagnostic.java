package dev.restorebot.bot.doctor;

import dev.restorebot.engine.archive.FreeSpace;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * There is room to restore the newest backup. How large it becomes is not in it; a compressed dump
 * is rarely more than ten times as large once it is restored. What must stay free comes on top.
 */
public record DiskDiagnostic(BackupCatalog backups, long keepFree, Place place)
    implements DiagnosticCheck {
  private static final int TIMES = 10;

  /** Returns the folder with the data of sandboxes. */
  public interface Place {
    /** The folder; it may be on another machine. */
    Path folder() throws ProblemException;
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Finding examine() throws ProblemException, IOException {
    Path folder = place.folder();
    if (!Files.isDirectory(folder)) {
      return Finding.ok(
          name(),
          "Not checked: " + folder + ", where Docker keeps its data, cannot be read from here.");
    }
    long free = FreeSpace.of(folder);
    long wanted = backups.latest().sizeBytes() * TIMES + keepFree;
    String what =
        "%s are free in %s; a restore of the newest backup may need %s, including %s that must stay free."
            .formatted(Sizes.text(free), folder, Sizes.text(wanted), Sizes.text(keepFree));
    return free >= wanted
        ? Finding.ok(name(), what)
        : Finding.broken(name(), what, "Free space there, or use a larger disk.");
  }
}
