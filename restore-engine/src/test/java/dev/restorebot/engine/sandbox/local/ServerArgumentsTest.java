package dev.restorebot.engine.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerArgumentsTest {
  @Test
  void argumentsBecomeSettings() {
    assertThat(
            ServerArguments.lines(
                List.of(
                    "-c",
                    "shared_preload_libraries=pg_cron",
                    "--cron.database-name=it's",
                    "-cwork_mem=8MB")))
        .containsExactly(
            "shared_preload_libraries = 'pg_cron'",
            "cron.database_name = 'it''s'",
            "work_mem = '8MB'");
  }

  @Test
  void whatIsNoSettingIsLeftOut() {
    assertThat(ServerArguments.lines(List.of("-F", "-c", "no value", "-c", "a\nb=c", "-c")))
        .isEmpty();
  }
}
