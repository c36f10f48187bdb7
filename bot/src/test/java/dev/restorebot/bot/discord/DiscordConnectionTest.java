package dev.restorebot.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.discord.fake.FakeDiscord;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.engine.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DiscordConnectionTest extends InDiscord {
  @Test
  void aBrokenConnectionIsResumedAndWhatWasTypedMeanwhileComesIn() throws Exception {
    join();
    discord.drop();
    people.type(asha, discord.channel(), "status");

    assertThat(inbound.nextTyped().text()).isEqualTo("status");
    assertThat(discord.resumed()).isEqualTo(1);
    assertThat(discord.identified()).isEqualTo(1);
  }

  @Test
  void aConnectionThatDiscordWantsAnewIsResumed() throws Exception {
    join();
    discord.reconnect();
    people.type(asha, discord.channel(), "backups");

    assertThat(inbound.nextTyped().text()).isEqualTo("backups");
    assertThat(discord.resumed()).isEqualTo(1);
  }

  @Test
  void aSessionThatIsOverIsFollowedByANewOne() throws Exception {
    join();
    discord.invalidate();
    Eventually.get("a new session", discord::identified, times -> times == 2);
    people.type(asha, discord.channel(), "help");

    assertThat(inbound.nextTyped().text()).isEqualTo("help");
  }

  @Test
  void whatComesTwiceIsDoneOnce() throws Exception {
    join();
    people.type(asha, discord.channel(), "test a.dump");
    discord.repeatLast();
    assertThat(inbound.nextTyped().text()).isEqualTo("test a.dump");
    people.type(asha, discord.channel(), "status");

    assertThat(inbound.nextTyped().text()).isEqualTo("status");
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void aDiscordThatIsAwayAtStartIsWaitedFor() throws Exception {
    discord.faults().down(true);
    bot = start(FakeDiscord.TOKEN);
    DeliveryException away =
        catchThrowableOfType(
            DeliveryException.class, () -> bot.post(discord.channel(), card("too early")));
    discord.faults().down(false);

    Eventually.get("the bot", discord::isReady, ready -> ready);
    bot.post(discord.channel(), card("here"));
    assertThat(away.retryable()).isTrue();
    assertThat(channel()).hasSize(1);
  }

  @Test
  void handshakesThatFailAreTriedAgainWithPauses() throws Exception {
    discord.faults().refuseHandshakes(2);
    long before = System.nanoTime();
    join();

    // One second and two, up to a quarter less; without pauses it would be a hundred tries by then.
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThan(Duration.ofMillis(2_250));
    people.type(asha, discord.channel(), "status");
    assertThat(inbound.nextTyped().text()).isEqualTo("status");
  }

  @Test
  void aWrongTokenIsSaidAtStartAndNowhereShown() {
    String wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc5.wrong.token-of-somebody";
    Written log = new Written();
    DeliveryException refused = catchThrowableOfType(DeliveryException.class, () -> start(wrong));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused)
        .hasMessageContaining("discord.token-file")
        .hasMessageContaining("RESTORE_BOT_DISCORD_TOKEN");
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace, true));
    assertThat(trace + log.text() + options(wrong)).doesNotContain("token-of-somebody");
  }

  @Test
  void theTokenIsInNoLog() throws Exception {
    Written log = new Written();
    join();
    discord.drop();
    people.type(asha, discord.channel(), "status");
    discord.faults().down(true);
    DeliveryException down =
        catchThrowableOfType(DeliveryException.class, () -> bot.post(discord.channel(), card("x")));
    discord.faults().down(false);

    StringWriter trace = new StringWriter();
    down.printStackTrace(new PrintWriter(trace, true));
    assertThat(log.text()).contains("Discord is connected", "WebSocket");
    assertThat(trace + log.text()).doesNotContain("never-in-a-log");
  }

  @Test
  void withoutATokenNobodyIsAsked() {
    assertThat(catchThrowableOfType(DeliveryException.class, () -> start("")).retryable())
        .isFalse();
    assertThat(discord.calls("")).isZero();
  }

  @Test
  void aServerThatTheBotIsNotInIsSaidWithTheLinkToInviteIt() {
    discord.removeBot();
    DeliveryException refused =
        catchThrowableOfType(DeliveryException.class, () -> start(FakeDiscord.TOKEN));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused)
        .hasMessageContaining(discord.server())
        .hasMessageContaining(DiscordInvite.url(discord.application()));
    assertThat(discord.identified()).isZero();
  }

  private DiscordFrontEnd start(String token) throws DeliveryException {
    DiscordOptions options = options(token);
    assertThat(options.token()).isEqualTo(new SecretValue(token));
    DiscordFrontEnd front =
        new DiscordFrontEnd(
            options, (word, argument, part, given) -> java.util.List.of(), InstantSource.system());
    front.start(inbound);
    return front;
  }

  /** All that the bot and its library could log; not the fake, which knows the token. */
  private static final class Written {
    private final PrintStream usual = System.out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Written() {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      talkative(Level.DEBUG);
    }

    /** What was written up to the first call of this. */
    String text() {
      talkative(null);
      System.setOut(usual);
      return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void talkative(Level level) {
      ((Logger) LoggerFactory.getLogger("net.dv8tion")).setLevel(level);
      ((Logger) LoggerFactory.getLogger("dev.restorebot")).setLevel(level);
    }
  }
}
