package dev.restorebot.engine.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the checks beyond the first level.
 *
 * @param level how thorough a run is
 * @param statementTimeout how long any one query may take
 * @param drift what may differ from the last run that passed
 * @param minRows fewest rows by table: {@code name} or {@code schema.name}
 * @param alembicVersions folder with the application's migrations
 * @param times what may be how old, and how long a restore may take
 * @param queries what is asked of the database in SQL
 */
public record CheckSettings(
    Level level,
    Duration statementTimeout,
    Drift drift,
    Map<String, Long> minRows,
    Optional<Path> alembicVersions,
    Times times,
    Queries queries) {
  /** The standard level, with nothing configured. */
  public static final CheckSettings DEFAULT =
      new CheckSettings(
          Level.STANDARD,
          Duration.ofMinutes(5),
          new Drift(false, 50),
          Map.of(),
          Optional.empty(),
          Times.NONE,
          Queries.NONE);

  public CheckSettings {
    minRows = Map.copyOf(minRows);
  }

  /** The same at another level. */
  public CheckSettings at(Level other) {
    return new CheckSettings(
        other, statementTimeout, drift, minRows, alembicVersions, times, queries);
  }

  CheckSettings withoutTimes() {
    return new CheckSettings(
        level, statementTimeout, drift, minRows, alembicVersions, Times.NONE, queries);
  }

  /**
   * The permitted differences from the last run that passed.
   *
   * @param schemaFails whether another schema fails; otherwise it is told
   * @param maxDrop how many per cent of its rows a table may have lost
   */
  public record Drift(boolean schemaFails, int maxDrop) {}

  /**
   * The permitted ages and durations.
   *
   * @param freshness timestamp columns that grow with use: {@code table.column} or {@code
   *     schema.table.column}
   * @param maxAge how old their newest value may be
   * @param maxBackupAge how old the backup may be
   * @param maxRestoreTime how long the restore may take
   */
  public record Times(
      List<String> freshness,
      Optional<Duration> maxAge,
      Optional<Duration> maxBackupAge,
      Optional<Duration> maxRestoreTime) {
    static final Times NONE =
        new Times(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Times {
      freshness = List.copyOf(freshness);
    }
  }

  /**
   * Queries.
   *
   * @param canary a query with the value that it must give
   * @param samples queries whose rows are shown
   * @param unmask columns of samples that are shown although they look personal
   * @param assertions queries whose value must be as expected
   * @param uploads which files beside the database there must be
   */
  public record Queries(
      Optional<Canary> canary,
      List<Sample> samples,
      Set<String> unmask,
      List<Assertion> assertions,
      Uploads uploads) {
    static final Queries NONE = new Queries(Optional.empty(), List.of(), Set.of(), List.of());

    /** With nothing asked of uploads. */
    public Queries(
        Optional<Canary> canary,
        List<Sample> samples,
        Set<String> unmask,
        List<Assertion> assertions) {
      this(canary, samples, unmask, assertions, new Uploads(Optional.empty(), false));
    }

    public Queries {
      samples = List.copyOf(samples);
      unmask = Set.copyOf(unmask);
      assertions = List.copyOf(assertions);
    }
  }

  /** A query and the one value that it must give, which is shown nowhere. */
  public record Canary(String sql, String value) {
    @Override
    public String toString() {
      return "Canary[***]";
    }
  }

  /**
   * The files that must exist beside the database.
   *
   * @param query gives the path of each file that the database knows; when there is none, the
   *     runbook's table is asked if it is there
   * @param required whether a backup without an archive of uploads fails
   */
  public record Uploads(Optional<String> query, boolean required) {}

  /** A named query whose rows are shown. */
  public record Sample(String name, String sql) {}

  /** A named query whose one value must be as expected. */
  public record Assertion(String name, String sql, Expectation expected) {}
}
