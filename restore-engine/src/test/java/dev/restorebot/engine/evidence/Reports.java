package dev.restorebot.engine.evidence;

import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence to test with. */
public final class Reports {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Actor ANNA = new Actor("slack:U1", "Anna");
  static final String SHA = "ab".repeat(32);

  private Reports() {}

  public static Subject passed(String id) {
    return subject(id, "zenops.dump", "users");
  }

  /** Names as somebody who means ill would choose them. */
  public static Subject subject(String id, String backup, String table) {
    Report report =
        new Report(
            Outcome.PASSED,
            new Report.BackupFacts(
                "/b/" + backup,
                Optional.of(SHA),
                Optional.of(1234L),
                Optional.of("custom"),
                Optional.of(false),
                Optional.of("zenops"),
                Optional.of("15.4"),
                Optional.of(NOON)),
            Optional.empty(),
            Map.of("total", 61_000L),
            List.of(new TableRows("public", table, 3)),
            List.of(
                new Report.CheckFacts("structure", "passed", "5 tables, as in " + backup),
                new Report.CheckFacts("alembic", "skipped", "no head is configured")),
            List.of(),
            Optional.of("standard"),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of());
    return new Subject(
        "test-restore",
        id,
        new Subject.BackupFile(backup, Optional.of(SHA), Optional.of(1234L)),
        Outcome.PASSED,
        "READY",
        Optional.empty(),
        NOON,
        NOON.plusSeconds(61),
        List.of(new Subject.Person("requested it", ANNA, NOON)),
        List.of(new Subject.Fact("database", "zenops")),
        List.of(new Subject.Step(NOON, "QUEUED", "Anna", "")),
        Optional.of(report),
        List.of(),
        List.of(new Subject.Fact("restore-bot", "test")),
        List.of());
  }

  public static Evidence evidence(Path folder, Optional<SigningKey> key, AuditLog audit) {
    return new Evidence(folder, key, ZoneOffset.UTC, audit, Clock.fixed(NOON, ZoneOffset.UTC));
  }
}
