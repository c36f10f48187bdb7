package dev.restorebot.engine.advice;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.job.Tested;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The newest test of each backup. */
public final class NewestTests {
  private final Map<String, Tested> byFile;

  /**
   * Those tests.
   *
   * @param tests at most one of each file
   */
  public NewestTests(List<Tested> tests) {
    this.byFile = tests.stream().collect(Collectors.toMap(Tested::file, Function.identity()));
  }

  /**
   * The newest test of a backup, wherever it was read. A test from before the backup was taken was
   * one of an earlier file there, as generations are overwritten.
   */
  public Optional<Tested> of(Backup backup) {
    return backup
        .everywhere()
        .map(each -> byFile.get(each.file().toString()))
        .filter(test -> test != null && !test.at().isBefore(backup.takenAt()))
        .max(Comparator.comparing(Tested::at));
  }
}
