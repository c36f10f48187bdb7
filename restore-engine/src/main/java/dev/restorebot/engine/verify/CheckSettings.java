package dev.restorebot.engine.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings of the checks beyond the first level.
 *
 * @param level how thorough a run is
 * @param statementTimeout how long any one query may take
 * @param drift what may differ from the last run that passed
 * @param minRows fewest rows by table: {@code name} or {@code schema.name}
 * @param alembic what the Alembic revision is compared with
 * @param times what may be how old, and how long a restore may take
 * @param queries what is asked of the database in SQL
 * @param accepted which findings count as fine, and which warnings count as failures
 * @param expect whether the counts of production beside the backup are compared
 * @param asRole the application's role, which must be able to read the tables
 */
public record CheckSettings(
    Level level,
    Duration statementTimeout,
    Drift drift,
    Map<String, Long> minRows,
    Alembic alembic,
    Times times,
    Queries queries,
    Accepted accepted,
    Expect expect,
    Optional<AsRole> asRole) {
  /** The standard level, with nothing configured. */
  public static final CheckSettings DEFAULT =
      new CheckSettings(
          Level.STANDARD,
          Duration.ofMinutes(5),
          new Drift(false, 50),
          Map.of(),
          Alembic.NONE,
          Times.NONE,
          Queries.NONE,
          Accepted.NONE,
          Expect.AUTO,
          Optional.empty());

  public CheckSettings {
    minRows = Map.copyOf(minRows);
  }

  /** The same at another level. */
  public CheckSettings at(Level other) {
    return new CheckSettings(
        other, statementTimeout, drift, minRows, alembic, times, queries, accepted, expect, asRole);
  }

  CheckSettings forDisaster() {
    return new CheckSettings(
        level,
        statementTimeout,
        drift,
        minRows,
        alembic,
        Times.NONE,
        queries,
        accepted,
        expect == Expect.REQUIRED ? Expect.AUTO : expect,
        Optional.empty());
  }

  /** The same with the application's role. */
  public CheckSettings asRole(AsRole role) {
    return new CheckSettings(
        level,
        statementTimeout,
        drift,
        minRows,
        alembic,
        times,
        queries,
        accepted,
        expect,
        Optional.of(role));
  }

  /**
   * The application's role.
   *
   * @param role its name
   * @param privilegesRestored whether owners and grants are restored; without them it has no right
   */
  public record AsRole(String role, boolean privilegesRestored) {}

  /** The use of the counts of production beside the backup. */
  public enum Expect {
    /** Compares them if there are some. */
    AUTO,
    /** Always compares them; a backup without them could not be verified. */
    REQUIRED,
    /** Never. */
    OFF
  }

  /**
   * The permitted differences from the last run that passed.
   *
   * @param schemaFails whether another schema fails; otherwise what was lost is a warning
   * @param maxDrop how many per cent of its rows a table may have lost, and how many per cent of
   *     its tables, keys, indexes and constraints the database
   */
  public record Drift(boolean schemaFails, int maxDrop) {}

  /**
   * The expected Alembic revision.
   *
   * @param versions folder with the application's migrations
   * @param schema the schema whose {@code alembic_version} decides, where several have one; empty
   *     for {@code public}
   */
  public record Alembic(Optional<Path> versions, Optional<String> schema) {
    public static final Alembic NONE = new Alembic(Optional.empty(), Optional.empty());
  }

  /**
   * The findings that count as fine, and those that do not.
   *
   * @param emptyDatabase whether a database without a table or a row may pass
   * @param findings gaps and losses that are intended, by name: {@code sessions}, {@code
   *     public.sessions} or with the kind before it, {@code index public.old_index}; {@code *}
   *     stands for any text
   * @param strict checks, by name, whose warnings are failures
   */
  public record Accepted(boolean emptyDatabase, List<String> findings, Set<String> strict) {
    public static final Accepted NONE = new Accepted(false, List.of(), Set.of());

    public Accepted {
      findings = List.copyOf(findings);
      strict = Set.copyOf(strict);
    }

    /**
     * Returns whether a finding is intended.
     *
     * @param kind what it is, such as {@code table} or {@code index}
     * @param name its name with its schema, such as {@code public.users}
     */
    public boolean includes(String kind, String name) {
      String bare = name.substring(name.indexOf('.') + 1);
      return findings.stream()
          .map(Accepted::regex)
          .anyMatch(
              each ->
                  each.matcher(bare).matches()
                      || each.matcher(name).matches()
                      || each.matcher(kind + " " + bare).matches()
                      || each.matcher(kind + " " + name).matches());
    }

    private static Pattern regex(String glob) {
      return Pattern.compile(
          Arrays.stream(glob.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*")),
          Pattern.DOTALL);
    }
  }

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
