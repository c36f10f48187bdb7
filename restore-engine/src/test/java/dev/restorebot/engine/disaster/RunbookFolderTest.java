package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookFolderTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir Path folder;

  private RunbookFolder at(Instant now) {
    return new RunbookFolder(folder.resolve("runbooks"), InstantSource.fixed(now));
  }

  private Optional<RunbookCopy> copy() {
    return Optional.of(new FolderCopy(folder.resolve("nas")));
  }

  @Test
  void onlyItsOwnerMayReadARunbookAndItsCopy() throws Exception {
    at(NOON).write("shop/../x", "a.dump", "first", copy());
    at(NOON).write("shop/../x", "b.dump", "second", copy());

    for (Path file :
        new Path[] {folder.resolve("runbooks/shop_.._x.sh"), folder.resolve("nas/shop_.._x.sh")}) {
      assertThat(file).hasContent("second");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    RunbookStatus status = at(NOON).status("shop/../x");
    assertThat(status.problem(NOON)).isEmpty();
    assertThat(status.text(NOON.plus(Duration.ofHours(3))))
        .isEqualTo(
            "The runbook is in "
                + folder.resolve("runbooks/shop_.._x.sh")
                + ", written 3 h ago, for b.dump; its copy is in "
                + folder.resolve("nas/shop_.._x.sh")
                + ", written 3 h ago.");
  }

  @Test
  void aCopyThatFailsKeepsTheRunbookAndSaysWhatToDo() throws Exception {
    Files.writeString(folder.resolve("nas"), "no folder");
    at(NOON).write("shop", "a.dump", "first", copy());

    assertThat(folder.resolve("runbooks/shop.sh")).hasContent("first");
    RunbookStatus.Fault fault = at(NOON).status("shop").problem(NOON).orElseThrow();
    assertThat(fault.what())
        .startsWith("The daily runbook could not be copied to " + folder.resolve("nas/shop.sh"))
        .endsWith(" is 0 min old.");
    assertThat(fault.cure()).contains("disaster.runbook-copy");

    Files.delete(folder.resolve("nas"));
    at(NOON).write("shop", "a.dump", "first", copy());
    assertThat(at(NOON).status("shop").problem(NOON)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenDisturbsNobody() throws IOException {
    Files.writeString(folder.resolve("runbooks"), "no folder");
    at(NOON).write("shop", "a.dump", "first", Optional.empty());
    assertThat(at(NOON).status("shop").problem(NOON).orElseThrow())
        .isEqualTo(
            new RunbookStatus.Fault(
                "The daily runbook could not be written to "
                    + folder.resolve("runbooks")
                    + ": it is not a folder to write in. There is no runbook yet.",
                "Let the bot's user write there, and free space if the disk is full."));
  }

  @Test
  void aRunbookThatCouldNotBeMadeLeavesTheOlderOne() {
    at(NOON).write("shop", "a.dump", "first", Optional.empty());
    Instant later = NOON.plus(Duration.ofHours(24));
    at(later)
        .failed("shop", new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Free space."));

    assertThat(folder.resolve("runbooks/shop.sh")).hasContent("first");
    assertThat(at(later).status("shop").problem(later).orElseThrow())
        .isEqualTo(
            new RunbookStatus.Fault(
                "The daily runbook could not be made: The disk is full. The one in "
                    + folder.resolve("runbooks/shop.sh")
                    + " is 24 h old.",
                "Free space."));
  }

  @Test
  void aRunbookThatWasNotWrittenLatelyIsAWarning() {
    at(NOON).write("shop", "a.dump", "first", Optional.empty());
    assertThat(at(NOON).status("shop").problem(NOON.plus(Duration.ofDays(2)))).isEmpty();
    assertThat(
            at(NOON).status("shop").problem(NOON.plus(Duration.ofHours(50))).orElseThrow().what())
        .contains("not written lately", "is 2 days 2 h old");
    assertThat(at(NOON).status("other").problem(NOON).orElseThrow().what())
        .isEqualTo("The daily runbook was not written yet.");
  }
}
