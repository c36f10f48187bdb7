package dev.restorebot.engine.drill;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Moves drills on as time passes and what they run ends. */
record DrillProgress(
    DrillJournal book,
    DrillCalendar calendar,
    DrillStarter starter,
    Function<DrillKind, DrillRuns> runs) {
  private static final int ALL_STEPS = 3;

  /** Tells how those stand that have not ended: whoever died just before may not have told it. */
  void stand() {
    book.store().open().forEach(book.events()::changed);
  }

  /**
   * Looks at the clock: what is due is asked for, what was put off comes back, what nobody runs is
   * escalated, and test restores that have ended are recorded.
   */
  void look() {
    for (DrillSettings of : book.settings()) {
      calendar.due(of).ifPresent(times -> ask(of, times));
    }
    for (Drill drill : book.open()) {
      switch (drill.state()) {
        case SNOOZED -> wake(drill);
        case RUNNING -> finish(drill);
        default -> {
          // It waits for somebody.
        }
      }
    }
    book.open().stream().filter(drill -> drill.state().waiting()).forEach(this::escalate);
  }

  private void ask(DrillSettings of, List<Instant> times) {
    for (Drill old : book.store().open()) {
      if (of.isOf(old) && old.state().waiting()) {
        book.put(old, old.become(DrillState.MISSED, book.now()), Actor.BOT, "drill.missed");
      }
    }
    for (Instant missed : times.subList(0, times.size() - 1)) {
      Drill drill =
          Drill.due(DrillJournal.newId(), of, missed, true, "")
              .become(DrillState.MISSED, book.now());
      if (book.store().insert(drill)) {
        book.note(drill, Actor.BOT, "drill.missed", Map.of("due", missed.toString()));
      }
    }
    Drill due =
        Drill.due(
                DrillJournal.newId(),
                of,
                times.get(times.size() - 1),
                true,
                book.events().thread(of.channel()))
            .withBackup(starter.picked(of));
    if (!book.store().insert(due)) {
      return;
    }
    book.note(
        due, Actor.BOT, "drill.due", Map.of("database", due.database(), "kind", due.kind().word()));
    book.events().changed(due);
    if (of.auto()) {
      try {
        Drill unused = starter.start(due, Actor.BOT, Optional.empty());
      } catch (ProblemException e) {
        book.events().note(due, "It could not start automatically. " + e.problem().message());
      }
    }
  }

  private void wake(Drill drill) {
    if (drill.wakeAt().filter(at -> at.isAfter(book.now())).isEmpty()) {
      book.put(drill, drill.become(DrillState.DUE, book.now()), Actor.BOT, "drill.due")
          .ifPresent(due -> book.events().note(due, "It was snoozed, and is due again."));
    }
  }

  private void escalate(Drill drill) {
    if (!drill.scheduled() || drill.state() == DrillState.SNOOZED) {
      return;
    }
    Duration late = Duration.between(drill.dueAt(), book.now());
    long step = Math.min(ALL_STEPS, late.dividedBy(book.settingsOf(drill).overdueAfter()));
    if (step > drill.escalated()) {
      book.put(drill, drill.withEscalation((int) step), Actor.BOT, "drill.overdue")
          .ifPresent(now -> book.events().overdue(now, now.escalated()));
    }
  }

  /** Its run may have ended, or may never have been asked for. */
  private void finish(Drill drill) {
    Drill.Run run = drill.run().orElseThrow();
    DrillRuns all = runs.apply(drill.kind());
    Optional<DrillRuns.Run> found =
        run.job().isPresent() ? all.run(run.job().get()) : all.runIn(run.origin());
    if (found.isEmpty()) {
      book.put(drill, drill.become(DrillState.DUE, book.now()), Actor.BOT, "drill.due");
      return;
    }
    DrillRuns.Run now = found.get();
    if (now.outcome().isPresent()) {
      Drill.Run ended =
          new Drill.Run(
              run.origin(),
              Optional.of(now.id()),
              run.by(),
              run.startedAt(),
              Optional.of(now.changedAt()),
              now.outcome(),
              now.measured());
      book.put(
              drill,
              drill.withRun(ended).become(DrillState.RECORDED, book.now()),
              run.by(),
              "drill.recorded")
          .ifPresent(book.events()::recorded);
    } else if (now.ended()) {
      book.put(drill, drill.become(DrillState.DUE, book.now()), Actor.BOT, "drill.due")
          .ifPresent(
              due ->
                  book.events()
                      .note(due, "Its " + due.kind().noun() + " was cancelled: it is due again."));
    }
  }
}
