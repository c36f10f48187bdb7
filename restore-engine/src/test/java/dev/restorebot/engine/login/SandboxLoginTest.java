package dev.restorebot.engine.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Jobs;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SandboxLoginTest {
  private static final SandboxLogin LOGIN =
      new SandboxLogin(
          Jobs.sandbox("k3m9x2"),
          "restore_bot_login_asha_0a1b2c3d",
          Secret.of("the-password"),
          Jobs.NOON,
          new LoginSettings(true, Duration.ofHours(4), "ops@db1.example", OptionalInt.of(5433)));

  @Test
  void itsCommandsWorkHereAndFromElsewhereAndHoldNoPassword() {
    assertThat(LOGIN.psql())
        .isEqualTo("psql -h 127.0.0.1 -p 54321 -U restore_bot_login_asha_0a1b2c3d -d zenops");
    assertThat(LOGIN.tunnel())
        .isEqualTo("ssh -o ExitOnForwardFailure=yes -N -L 54321:127.0.0.1:54321 ops@db1.example");
    assertThat(LOGIN.psqlInside())
        .contains(
            "docker exec -it restore-bot-k3m9x2 psql -h 127.0.0.1"
                + " -U restore_bot_login_asha_0a1b2c3d -d zenops");
    assertThat(LOGIN.psqlFromElsewhere())
        .contains(
            "psql \"host=db1.example port=5433 sslmode=require"
                + " user=restore_bot_login_asha_0a1b2c3d dbname=zenops\"");
    assertThat(LOGIN.toString()).doesNotContain("the-password");
  }

  @Test
  void aRoleIsOfOnePersonAndNeedsNoQuotes() {
    assertThat(LoginRoles.name("k3m9x2", new Actor("slack:U1", "Ünal O'Hara; DROP ROLE x --")))
        .matches("restore_bot_login_k3m9x2_nal_o_hara_drop_role_[0-9a-f]{8}");
    assertThat(LoginRoles.name("k3m9x2", new Actor("slack:U1", "λ")))
        .matches("restore_bot_login_k3m9x2_[0-9a-f]{8}");
    assertThat(LoginRoles.name("k3m9x2", new Actor("slack:U1", "Asha")))
        .isNotEqualTo(LoginRoles.name("k3m9x2", new Actor("slack:U2", "Asha")))
        .hasSizeLessThan(63);
    assertThat(LoginRoles.job(LoginRoles.name("k3m9x2", new Actor("slack:U1", "Asha"))))
        .contains("k3m9x2");
    for (String other : List.of("postgres", "restore_bot_login_", "restore_bot_login_k3m9x2", "")) {
      assertThat(LoginRoles.job(other)).as(other).isEmpty();
    }
  }
}
