package dev.restorebot.engine.disaster;

import dev.restorebot.engine.advice.NewestTests;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.testrestore.TestHistory;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes beside a plan: the rehearsals of the target, the backups that are newer than the chosen
 * one, and who uses the database now. Fails no plan.
 */
public final class PlanNotes {
  private static final Logger log = LoggerFactory.getLogger(PlanNotes.class);
  private static final int SHOWN = 3;
  private static final String CONNECTIONS =
      "SELECT left(regexp_replace(coalesce(nullif(application_name, ''), 'unnamed'),"
          + " '[[:cntrl:]]', '?', 'g'), 40), usename, count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
          + " AND backend_type = 'client backend' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2";
  private static final String HAS_CRON = "SELECT 1 WHERE to_regclass('cron.job') IS NOT NULL";
  private static final String CRON = "SELECT count(*) FROM cron.job WHERE active";

  private final DatabaseProbe probe;
  private final TestHistory tests;
  private final Supplier<List<Backup>> backups;
  private final Function<DisasterPlan, List<String>> rehearsed;

  /**
   * Makes notes.
   *
   * @param backups lists the backups of the target
   * @param rehearsed tells what is known of rehearsals of the target
   */
  public PlanNotes(
      DatabaseProbe probe,
      TestHistory tests,
      Supplier<List<Backup>> backups,
      Function<DisasterPlan, List<String>> rehearsed) {
    this.probe = probe;
    this.tests = tests;
    this.backups = backups;
    this.rehearsed = rehearsed;
  }

  /** Returns the backups of the target. */
  List<Backup> backups() {
    return backups.get();
  }

  /** Returns a line for each thing. */
  List<String> of(DisasterPlan plan, Backup chosen) {
    List<String> notes = new ArrayList<>(rehearsed.apply(plan));
    notes.addAll(newer(chosen));
    if (plan.target().outage().isEmpty()) {
      notes.addAll(consumers(plan.target()));
    }
    return notes;
  }

  private List<String> newer(Backup chosen) {
    List<Backup> newer =
        backups().stream()
            .filter(each -> each.takenAt().isAfter(chosen.takenAt()))
            .filter(each -> each.everywhere().noneMatch(one -> one.file().equals(chosen.file())))
            .sorted(Comparator.comparing(Backup::takenAt).reversed())
            .toList();
    if (newer.isEmpty()) {
      return List.of();
    }
    NewestTests newest = new NewestTests(tests.tested());
    List<String> lines = new ArrayList<>();
    lines.add("NEWER BACKUPS that this plan does not use: " + newer.size());
    newer.stream()
        .limit(SHOWN)
        .forEach(
            each ->
                lines.add(
                    "- "
                        + each.displayName()
                        + ": "
                        + Durations.minutes(Duration.between(chosen.takenAt(), each.takenAt()))
                        + " newer, "
                        + verdict(newest.of(each))));
    if (newer.size() > SHOWN) {
      lines.add("- and " + (newer.size() - SHOWN) + " more");
    }
    return lines;
  }

  private static String verdict(Optional<Tested> test) {
    return test.map(
            found ->
                switch (found.outcome()) {
                  case PASSED -> "its last test passed";
                  case FAILED -> "its last test FAILED";
                  case COULD_NOT_VERIFY -> "its last test could not verify it";
                })
        .orElse("never tested");
  }

  private List<String> consumers(Target target) {
    List<String> lines = new ArrayList<>();
    try {
      List<List<String>> rows =
          probe.query(target, CONNECTIONS).stream().filter(row -> row.size() == 3).toList();
      if (!rows.isEmpty()) {
        long all = rows.stream().mapToLong(row -> Long.parseLong(row.get(2))).sum();
        String shown =
            rows.stream()
                .limit(SHOWN)
                .map(
                    row ->
                        Quoted.inLine(row.get(0))
                            + " as "
                            + Quoted.inLine(row.get(1))
                            + ": "
                            + row.get(2))
                .collect(Collectors.joining(", "));
        lines.add(
            "Connected now: "
                + Counts.of(all, "connection")
                + " ("
                + shown
                + (rows.size() > SHOWN ? ", …" : "")
                + "). The swap ends them; after it they see the data of the backup.");
      }
      if (!probe.query(target, HAS_CRON).isEmpty()) {
        lines.add(
            "Cron jobs (pg_cron): "
                + probe.query(target, CRON).get(0).get(0)
                + " active. After the swap the jobs of the backup run instead.");
      }
    } catch (ProblemException | RuntimeException e) {
      log.info("who uses the database is not in the plan: {}", e.getMessage());
    }
    return lines;
  }
}
