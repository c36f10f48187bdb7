package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.drill.DrillRuns;
import dev.restorebot.engine.drill.DrillSettings;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the rehearsals of drills.
 *
 * @param targets the targets of the moment, with what tells their backups apart
 * @param inside the database that a backup's content names
 */
public record DrillRehearsals(
    RehearsalJobs jobs, Supplier<TargetBackups> targets, Function<Backup, Optional<String>> inside)
    implements DrillRuns {
  private static final int REMEMBERED = 500;

  @Override
  public String start(DrillSettings of, Backup backup, Actor by, String origin)
      throws ProblemException {
    return jobs.start(target(of), backup, by, origin).id();
  }

  private String target(DrillSettings of) throws ProblemException {
    List<String> found = targets.get().withDatabase(of.database());
    if (found.size() != 1) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "The drill of "
                  + of.database()
                  + " was not run: "
                  + (found.isEmpty()
                      ? "no target of disaster restores has this database."
                      : "several targets have this database: " + String.join(", ", found) + "."),
              "Set `drills[].database` to the database, or the name, of one target.")
          .exception();
    }
    return found.get(0);
  }

  @Override
  public Optional<Run> run(String id) {
    return jobs.find(id).map(this::of);
  }

  @Override
  public Optional<Run> runIn(String origin) {
    return jobs.recent(Optional.empty(), REMEMBERED).stream()
        .filter(each -> each.asked().origin().equals(origin))
        .findFirst()
        .map(this::of);
  }

  private Run of(Rehearsal rehearsal) {
    boolean ended = rehearsal.outcome().isPresent() && !jobs.isRunning(rehearsal.id());
    return new Run(
        rehearsal.id(),
        rehearsal.endedAt().orElse(rehearsal.startedAt()),
        rehearsal.outcome().filter(any -> ended && rehearsal.cancelledBy().isEmpty()),
        ended,
        rehearsal.downtime().map(Downtime::text));
  }

  @Override
  public boolean hasPassed(DrillSettings of, Backup backup) {
    return targets.get().withDatabase(of.database()).stream()
        .flatMap(target -> jobs.recent(Optional.of(target), REMEMBERED).stream())
        .filter(each -> each.outcome().equals(Optional.of(Outcome.PASSED)))
        .anyMatch(each -> each.backup().equals(backup.displayName()));
  }

  @Override
  public Optional<String> databaseIn(Backup backup) {
    return inside.apply(backup);
  }

  @Override
  public Stream<Backup> backups(DrillSettings of, List<Backup> all) throws ProblemException {
    String target = target(of);
    TargetBackups backups = targets.get();
    return of.names().isPresent()
        ? all.stream().filter(of::takes)
        : backups.of(target, all).stream().filter(each -> mayBeOf(backups, target, each));
  }

  /** Returns false for a backup of another database, also where the target has none of its own. */
  private static boolean mayBeOf(TargetBackups backups, String target, Backup backup) {
    return backup.app().isEmpty()
        || backups.targetsOf(backup).contains(target)
        || backups.otherThan(target, backup).isEmpty();
  }

  @Override
  public Optional<String> otherDatabase(DrillSettings of, Backup backup) throws ProblemException {
    String target = target(of);
    targets.get().requireOf(target, backup);
    return of.names().isPresent() ? Optional.empty() : targets.get().otherThan(target, backup);
  }
}
