package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.RepeatedTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what people do after a swap: take a fresh backup, commit the lines of the override file,
 * and delete what the restore left. Says when each is done, and reminds of the lines every day.
 */
final class Aftercare implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Aftercare.class);
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterRun.Tools tools;
  private final Supplier<List<Backup>> backups;
  private final DisasterEvents events;
  private final InstantSource clock;
  private final LeftStorage left;
  private final Map<String, Long> reminded = new HashMap<>();
  private final RepeatedTask task = new RepeatedTask("aftercare", this::look);

  /**
   * Watches the disaster restores of that store.
   *
   * @param backups lists the backups of the target
   */
  Aftercare(
      DisasterStore store,
      Approvals approvals,
      DisasterRun.Tools tools,
      Supplier<List<Backup>> backups,
      DisasterEvents events,
      InstantSource clock) {
    this.store = store;
    this.approvals = approvals;
    this.tools = tools;
    this.backups = backups;
    this.left = new LeftStorage(store, tools.volumes(), tools.probe());
    this.events = events;
    this.clock = clock;
  }

  void start() {
    task.start(Duration.ZERO, EVERY);
  }

  /** Looks once. */
  void look() {
    Swapped.newest(store).stream()
        .filter(each -> each.state() == DisasterState.DONE)
        .forEach(
            done -> {
              freshBackup(done);
              store.find(done.id()).ifPresent(this::committed);
            });
    store.keeping().forEach(this::deletedByHand);
  }

  private void deletedByHand(Disaster keeping) {
    try {
      List<String> before = LeftStorage.of(keeping);
      left.look(keeping)
          .ifPresent(
              now -> {
                List<String> after = LeftStorage.of(now);
                differ(
                    now,
                    without(before, after),
                    List.of(" was", " were"),
                    " deleted by hand."
                        + (LeftStorage.isWayBack(keeping) && !now.hasWayBack()
                            ? " There is no way back any more."
                            : ""));
                differ(now, without(after, before), List.of(" is", " are"), " there again.");
              });
    } catch (ProblemException e) {
      log.info("whether {} keeps its storage is not known: {}", keeping.id(), e.getMessage());
    }
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private void differ(Disaster now, List<String> names, List<String> verbs, String words) {
    if (!names.isEmpty()) {
      told(
          now,
          String.join(", ", names)
              + " of the disaster restore "
              + now.id()
              + verbs.get(names.size() == 1 ? 0 : 1)
              + words);
    }
  }

  private void freshBackup(Disaster done) {
    if (done.observations().freshBackup().isPresent()) {
      return;
    }
    Instant swap = LeftStorage.since(done);
    Optional<Backup> fresh =
        backups.get().stream()
            .filter(each -> each.takenAt().isAfter(swap))
            .min(Comparator.comparing(Backup::takenAt));
    fresh.ifPresent(
        backup ->
            observed(
                done,
                done.observations()
                    .withFreshBackup(new FreshBackup(backup.displayName(), backup.takenAt())),
                "A fresh backup has arrived, the first since the swap: "
                    + backup.displayName()
                    + ". Test it with `/restore test "
                    + backup.displayName()
                    + "`."));
  }

  private void committed(Disaster done) {
    if (done.plan().toCommit().isEmpty() || done.observations().committed()) {
      return; // a database that was renamed is in no file
    }
    try {
      if (inTheFiles(done.plan())) {
        observed(
            done,
            done.observations().withCommitted(true),
            "The project's own files name "
                + done.plan().newVolume()
                + ", and the override file is gone: every deployment keeps the restored data.");
        return;
      }
    } catch (ProblemException e) {
      log.info("whether the swap of {} is committed is not known: {}", done.id(), e.getMessage());
    }
    remind(done);
  }

  private boolean inTheFiles(DisasterPlan plan) throws ProblemException {
    if (OverrideFile.read(plan.overrideFile()).isPresent()) {
      return false;
    }
    Target target = plan.target();
    List<Path> files =
        target.project().files().stream()
            .filter(file -> !file.equals(plan.overrideFile()))
            .toList();
    return tools
        .services()
        .apply(target.project().withFiles(files))
        .mounted(target.server().service(), target.server().dataMount(), Optional.empty())
        .name()
        .equals(plan.newVolume());
  }

  /** Once a day; not at once after a start. */
  private void remind(Disaster done) {
    long day = Duration.between(done.changedAt(), clock.instant()).toDays();
    if (day > reminded.computeIfAbsent(done.id(), any -> day)) {
      reminded.put(done.id(), day);
      events.note(
          done,
          "Reminder: the swap is still in "
              + done.plan().overrideFile()
              + " only. Put its lines into the project's own files, then delete it. Until then a"
              + " deployment that does not read it returns to the old data.");
    }
  }

  private void observed(Disaster done, Observations now, String words) {
    store.update(done.with(now)).ifPresent(stored -> told(stored, words));
  }

  /** The state is the same, so this changes the headline and repeats no message. */
  private void told(Disaster now, String words) {
    events.stands(now, approvals.find(now.approval()));
    events.note(now, words);
  }

  @Override
  public void close() {
    task.close();
  }
}
