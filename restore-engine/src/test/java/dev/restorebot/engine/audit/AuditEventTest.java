package dev.restorebot.engine.audit;

import static dev.restorebot.engine.audit.AuditEvents.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.state.Actor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditEventTest {
  private static AuditEvent with(Map<String, String> detail) {
    return new AuditEvent(NOON, Actor.BOT, "cli", "what", "subject", detail);
  }

  @Test
  void masksWhatANameCallsASecret() {
    AuditEvent event =
        with(Map.of("dbPassword", "hunter2", "clientSecret", "abc", "TOKEN", "xoxb-1"));

    assertThat(event.detail().values()).containsOnly("***");
    assertThat(event.toString()).doesNotContain("hunter2", "abc", "xoxb");
  }

  @Test
  void keepsOnlyWhatComesBackFromADatabaseAsItWas() {
    AuditEvent event = with(Map.of("why", "a\u0000b\nc\uD800d", "long", "é".repeat(5000)));

    assertThat(event.detail()).containsEntry("why", "a b c\uFFFDd");
    assertThat(event.detail().get("long")).hasSize(2000);
  }

  @Test
  void hashesTellRowsOfValuesApart() {
    assertThat(new CanonicalHash("x").add("ab").add("c").hex())
        .isNotEqualTo(new CanonicalHash("x").add("a").add("bc").hex())
        .isNotEqualTo(new CanonicalHash("y").add("ab").add("c").hex())
        .isEqualTo(new CanonicalHash("x").add("ab").add("c").hex())
        .matches("[0-9a-f]{64}");
  }
}
