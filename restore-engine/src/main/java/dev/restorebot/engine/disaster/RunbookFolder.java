package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.state.Json;
import dev.restorebot.engine.state.PrivateFiles;
import dev.restorebot.engine.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the daily runbooks of all targets: of each a script that only its owner may read and that
 * is replaced as a whole, and beside it a file that says when it was written and what failed.
 */
public final class RunbookFolder {
  private static final Logger log = LoggerFactory.getLogger(RunbookFolder.class);

  private final Path folder;
  private final InstantSource clock;

  /** Works in that folder, which is made when something is written. */
  public RunbookFolder(Path folder, InstantSource clock) {
    this.folder = folder.toAbsolutePath();
    this.clock = clock;
  }

  /** Writes a target's runbook and its copy. A failure is logged and remembered, never thrown. */
  public void write(String target, String backup, String text, Optional<RunbookCopy> copy) {
    RunbookStatus status = status(target);
    Path file = file(target, ".sh");
    try {
      replace(file, text);
    } catch (IOException | RuntimeException e) {
      log.warn("the runbook {} was not written", file, e);
      store(target, status.failed(notWritten(file, reason(e))));
      return;
    }
    status = status.written(clock.instant(), backup);
    store(target, copy.isEmpty() ? without(status) : copied(status, file, copy.get()));
  }

  private static RunbookStatus without(RunbookStatus status) {
    return status.copied(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private RunbookStatus copied(RunbookStatus status, Path file, RunbookCopy copy) {
    String name = file.getFileName().toString();
    Optional<String> place = Optional.of(copy.place(name));
    try {
      copy.put(file, name);
      return status.copied(place, Optional.of(clock.instant()), Optional.empty());
    } catch (IOException | RuntimeException e) {
      log.warn("the runbook {} was not copied to {}", file, place.get(), e);
      return status.copied(
          place,
          status.copy().equals(place) ? status.copiedAt() : Optional.empty(),
          Optional.of(
              new RunbookStatus.Fault(
                  "The daily runbook could not be copied to "
                      + place.get()
                      + ": "
                      + reason(e).replaceFirst("\\.$", "")
                      + ".",
                  copy.cure())));
    }
  }

  /** Remembers why a target's runbook could not be made; the older one stays. */
  public void failed(String target, Problem why) {
    store(
        target,
        status(target)
            .failed(
                new RunbookStatus.Fault(
                    "The daily runbook could not be made: " + why.message(), why.hint())));
  }

  /** Returns how a target's runbook is. */
  public RunbookStatus status(String target) {
    Path file = file(target, ".json");
    try {
      if (Files.exists(file)) {
        return Json.value(Files.readString(file), RunbookStatus.class);
      }
    } catch (IOException | StateException e) {
      log.warn("{} cannot be read", file, e);
    }
    RunbookStatus none = RunbookStatus.none(file(target, ".sh").toString());
    boolean usable =
        !Files.exists(folder) || (Files.isDirectory(folder) && Files.isWritable(folder));
    return usable ? none : none.failed(notWritten(folder, "it is not a folder to write in"));
  }

  private static RunbookStatus.Fault notWritten(Path where, String why) {
    return new RunbookStatus.Fault(
        "The daily runbook could not be written to " + where + ": " + why + ".",
        "Let the bot's user write there, and free space if the disk is full.");
  }

  private void store(String target, RunbookStatus status) {
    try {
      replace(file(target, ".json"), Json.text(status));
    } catch (IOException | RuntimeException e) {
      // Then the runbook is soon too old, which the doctor says.
      log.warn("the state of the runbook of {} was not written", target, e);
    }
  }

  private void replace(Path file, String text) throws IOException {
    Path part = folder.resolve(file.getFileName() + ".new");
    PrivateFiles.createFile(part);
    Files.write(part, text.getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String target, String end) {
    return folder.resolve(target.replaceAll("[^A-Za-z0-9_.-]", "_") + end);
  }

  private static String reason(Exception e) {
    return e instanceof FileSystemException file
        ? file.getReason() == null ? e.getClass().getSimpleName() : file.getReason()
        : String.valueOf(e.getMessage());
  }
}
