package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells to which target a backup belongs: by the database that its content names, or by the {@code
 * {app}} of its name, which may be the database, the target or its project.
 */
public final class TargetBackups {
  private static final int MOST_READ = 200;

  private final Map<String, TargetSettings> targets;
  private final Function<Backup, Optional<String>> inside;

  /**
   * Tells the backups of these targets apart.
   *
   * @param targets the targets by their names
   * @param inside the database that a backup's content names; empty when it names none or cannot be
   *     read
   */
  public TargetBackups(
      Map<String, TargetSettings> targets, Function<Backup, Optional<String>> inside) {
    this.targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    this.inside = inside;
  }

  /**
   * Returns the backups to choose from for a target, in the order given: its own; where it has
   * none, those that are no target's. Reads the content of at most {@value #MOST_READ} backups,
   * those whose name says nothing.
   */
  public List<Backup> of(String target, List<Backup> all) {
    List<Backup> own = new ArrayList<>();
    List<Backup> nobodys = new ArrayList<>();
    int read = 0;
    for (Backup backup : all) {
      List<String> owners = named(backup);
      if (owners.isEmpty() && targets.size() > 1 && read++ < MOST_READ) {
        owners = holding(backup);
      }
      if (owners.contains(target)) {
        own.add(backup);
      } else if (owners.isEmpty()) {
        nobodys.add(backup);
      }
    }
    return own.isEmpty() ? nobodys : own;
  }

  /** Returns the targets with a database of that name; a target's own name comes first. */
  public List<String> withDatabase(String name) {
    return targets.containsKey(name)
        ? List.of(name)
        : names(target -> BackupsOfDatabase.same(target.getValue().database(), name));
  }

  /**
   * Returns what a backup is of when that is neither the target's database nor named as the target
   * is; empty when it may be the target's.
   */
  public Optional<String> otherThan(String target, Backup backup) {
    String database = targets.get(target).database();
    return inside
        .apply(backup)
        .map(name -> Optional.of(name).filter(any -> !BackupsOfDatabase.same(any, database)))
        .orElseGet(() -> backup.app().filter(any -> !named(backup).contains(target)));
  }

  /** Returns the targets to which a backup may belong, by its content or else by its name. */
  public List<String> targetsOf(Backup backup) {
    List<String> holding = holding(backup);
    return holding.isEmpty() ? named(backup) : holding;
  }

  /**
   * Refuses a backup that belongs to another target.
   *
   * @throws ProblemException naming the target to which it belongs
   */
  public void requireOf(String target, Backup backup) throws ProblemException {
    if (targets.size() < 2) {
      return;
    }
    List<String> owners = targetsOf(backup);
    if (!owners.isEmpty() && !owners.contains(target)) {
      throw Preflight.problem(
          "The backup "
              + backup.displayName()
              + " is of the target "
              + String.join(" or ", owners)
              + " and not of "
              + target
              + ", so nothing was requested.",
          "Choose a backup of the database "
              + targets.get(target).database()
              + ", or name the target "
              + owners.get(0)
              + ".");
    }
  }

  private List<String> named(Backup backup) {
    return names(
        target ->
            backup
                .app()
                .filter(
                    app ->
                        Stream.of(
                                target.getKey(),
                                target.getValue().project(),
                                target.getValue().database())
                            .anyMatch(name -> BackupsOfDatabase.same(app, name)))
                .isPresent());
  }

  private List<String> holding(Backup backup) {
    Optional<String> database = inside.apply(backup);
    List<String> of =
        names(
            target ->
                database
                    .filter(name -> BackupsOfDatabase.same(name, target.getValue().database()))
                    .isPresent());
    // Two targets may have databases of one name; then the file's name tells.
    List<String> named = named(backup);
    List<String> both = of.stream().filter(named::contains).toList();
    return both.isEmpty() ? of : both;
  }

  private List<String> names(Predicate<Map.Entry<String, TargetSettings>> which) {
    return targets.entrySet().stream().filter(which).map(Map.Entry::getKey).toList();
  }
}
