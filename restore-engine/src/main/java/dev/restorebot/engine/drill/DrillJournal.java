package dev.restorebot.engine.drill;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Stores drills, notes each change in the audit log and announces it. */
record DrillJournal(
    AtomicReference<List<DrillSettings>> present,
    DrillStore store,
    AuditLog audit,
    DrillEvents events,
    InstantSource clock) {
  /** The drills as they are set up; they change only while nothing looks at them. */
  List<DrillSettings> settings() {
    return present.get();
  }

  Instant now() {
    return clock.instant();
  }

  /** Stores a drill after its older version; empty when somebody else changed it meanwhile. */
  Optional<Drill> put(Drill old, Drill now, Actor by, String what) {
    Optional<Drill> stored = store.update(now.withVersion(old.version()));
    stored.ifPresent(
        drill -> {
          note(drill, by, what, Map.of("state", drill.state().name()));
          events.changed(drill);
        });
    return stored;
  }

  void note(Drill drill, Actor by, String what, Map<String, String> detail) {
    audit.append(new AuditEvent(clock.instant(), by, "drill", what, drill.id(), detail));
  }

  /** Those that wait or run, without those of databases that the settings do not name any more. */
  List<Drill> open() {
    return store.open().stream().filter(this::isKnown).toList();
  }

  boolean isKnown(Drill drill) {
    return settings().stream().anyMatch(of -> of.isOf(drill));
  }

  List<String> databases() {
    return settings().stream().map(DrillSettings::database).distinct().toList();
  }

  DrillSettings settingsOf(Drill drill) {
    return settings().stream()
        .filter(of -> of.isOf(drill))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no drills of " + drill.subject() + " any more"));
  }

  static String newId() {
    return "d" + UUID.randomUUID().toString().replace("-", "").substring(0, 7);
  }

  static ProblemException problem(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint).exception();
  }

  static ProblemException changed() {
    return problem("The drill has just changed.", "Check its state, then try again.");
  }
}
