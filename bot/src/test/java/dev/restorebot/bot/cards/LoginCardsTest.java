package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cards.LoginCards.SessionsEnd;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Fact;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.login.SandboxLogin;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LoginCardsTest {
  private static final Job READY = Facts.verified("k3m9x2", JobState.READY, Outcome.PASSED);

  @Test
  void saysHowToConnectUntilWhenAndThePasswordApart() {
    SandboxLogin login = login(OptionalInt.empty());
    SandboxInfo sandbox = login.sandbox();
    Card card = LoginCards.login(READY.title(), login, SessionsEnd.AT_ONCE, Facts.NOW);
    assertThat(card.lines().get(0))
        .contains("2026-11-23 07:04 UTC (in 4 h)", "Open sessions end then.");
    assertThat(card.lines()).contains("Password: `the-password`");
    assertThat(card.code())
        .containsExactly(login.tunnel(), login.psql(), login.psqlInside().orElseThrow());
    assertThat(
            LoginCards.login(READY.title(), login, SessionsEnd.WITH_BOT, Facts.NOW).lines().get(0))
        .endsWith("when the sandbox is removed, or the bot starts.");
    assertThat(
            LoginCards.login(READY.title(), login, SessionsEnd.WITH_SANDBOX, Facts.NOW)
                .lines()
                .get(0))
        .endsWith("Open sessions end when the sandbox is removed.");
    assertThat(card.fields())
        .contains(new Fact("Port", String.valueOf(sandbox.port())), new Fact("User", login.role()));
    assertThat(card.title() + card.code() + card.fields()).doesNotContain("the-password");
  }

  @Test
  void aRunningBotWithAPublishedPortNeedsNoSsh() {
    SandboxLogin login = login(OptionalInt.of(5433));
    Card card = LoginCards.login(READY.title(), login, SessionsEnd.AT_ONCE, Facts.NOW);
    assertThat(card.code())
        .containsExactly(
            login.psqlFromElsewhere().orElseThrow(),
            login.psql(),
            login.psqlInside().orElseThrow());
    assertThat(card.lines()).noneMatch(line -> line.contains("ssh"));
    assertThat(card.fields()).contains(new Fact("Host", "db1"), new Fact("Port", "5433"));
    assertThat(LoginCards.login(READY.title(), login, SessionsEnd.WITH_BOT, Facts.NOW).code())
        .contains(login.tunnel())
        .doesNotContain(login.psqlFromElsewhere().orElseThrow());
  }

  private static SandboxLogin login(OptionalInt publishedPort) {
    return new SandboxLogin(
        READY.sandbox().orElseThrow(),
        "restore_bot_login_asha_0a1b2c3d",
        Secret.of("the-password"),
        Facts.NOW.plus(Duration.ofHours(4)),
        new LoginSettings(true, Duration.ofHours(4), "db1", publishedPort));
  }
}
