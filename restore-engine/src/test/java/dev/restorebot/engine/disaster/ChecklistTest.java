package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecklistTest {
  private static final String STARTING =
      "2026-11-26 00:53:14.523 UTC [31] FATAL:  the database system is starting up";

  private final DatabaseProbe probe = mock(DatabaseProbe.class);
  private final Target target = SampleDisasters.asked("d1", "zenops").plan().target();

  @BeforeEach
  void answers() throws Exception {
    when(probe.query(any(), contains("count(*)"))).thenReturn(List.of(List.of("4")));
    when(probe.query(any(), contains("to_regclass"))).thenReturn(List.of(List.of("f")));
  }

  @Test
  void whoeverConnectedTooEarlyIsNoErrorOfTheDatabase() throws Exception {
    when(probe.log(any(), eq("db"), any())).thenReturn(List.of(STARTING));

    assertThat(log("db").status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void anotherErrorBesideItIs() throws Exception {
    when(probe.log(any(), eq("db"), any()))
        .thenReturn(List.of(STARTING, "PANIC:  could not locate a valid checkpoint record"));

    assertThat(log("db").status()).isEqualTo(CheckStatus.FAILED);
    assertThat(log("db").detail()).contains("1 lines", "checkpoint").doesNotContain("starting");
  }

  @Test
  void aServiceThatGaveUpOnItHasAnError() throws Exception {
    when(probe.log(any(), eq("api"), any())).thenReturn(List.of(STARTING));

    assertThat(log("api").status()).isEqualTo(CheckStatus.FAILED);
  }

  private CheckResult log(String service) {
    return new Checklist(
            probe,
            () ->
                new ChecklistSettings(
                    List.of(), Optional.empty(), ChecklistSettings.ERRORS, Duration.ZERO))
        .run(target, Instant.EPOCH, Cancellation.none()).stream()
            .filter(check -> check.name().equals("log " + service))
            .findFirst()
            .orElseThrow();
  }
}
