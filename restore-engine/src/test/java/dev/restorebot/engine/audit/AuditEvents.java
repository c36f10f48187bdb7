package dev.restorebot.engine.audit;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.util.Map;

/** Events for tests. */
public final class AuditEvents {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  private AuditEvents() {}

  public static AuditEvent event(String subject) {
    return new AuditEvent(
        NOON,
        new Actor("slack:U1", "Ada \"the lead\" Łowelace"),
        "slack:T1:C1",
        "approval.refused",
        subject,
        Map.of("why", "NOT_A_LEAD", "words", "Only leads.\tTwo lines."));
  }
}
