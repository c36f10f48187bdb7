package dev.restorebot.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.discord.fake.FakeDiscord;
import dev.restorebot.bot.discord.fake.People;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.SecretValue;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People in Discord, before a server of ours. */
public final class DiscordChatDriver implements ChatDriver {
  final FakeDiscord discord = new FakeDiscord();
  final People people = new People(discord);
  private final Path file;
  private StateDatabase database;

  public DiscordChatDriver(Path file) {
    this.file = file;
  }

  /** Settings with which a whole bot joins, as variables of the environment. */
  public Map<String, String> environment() {
    return Map.of(
        "RESTORE_BOT_DISCORD_ENABLED", "true",
        "RESTORE_BOT_DISCORD_API_BASE_URL", discord.apiUrl().toString(),
        "RESTORE_BOT_DISCORD_GATEWAY_URL", discord.gatewayUrl().toString(),
        "RESTORE_BOT_DISCORD_TOKEN", FakeDiscord.TOKEN,
        "RESTORE_BOT_DISCORD_SERVER", discord.server(),
        "RESTORE_BOT_DISCORD_CHANNELS", discord.channel());
  }

  /** Whether a bot is connected. */
  public boolean joined() {
    return discord.isReady();
  }

  @Override
  public ChatFrontEnd join(Inbound inbound) throws Exception {
    int before = discord.identified();
    DiscordFrontEnd front =
        new DiscordFrontEnd(
            options(FakeDiscord.TOKEN),
            (word, argument, part, given) -> List.of(),
            InstantSource.system());
    front.start(inbound);
    Eventually.get(
        "the bot at the gateway",
        () -> discord.isReady() && discord.identified() > before,
        connected -> connected);
    return front;
  }

  DiscordOptions options(String token) {
    if (database == null) {
      database = StateDatabase.open(file);
    }
    return new DiscordOptions(
        new SecretValue(token),
        Optional.of(discord.apiUrl()),
        Optional.of(discord.gatewayUrl()),
        discord.server(),
        database);
  }

  @Override
  public boolean bareCommand() {
    return false;
  }

  @Override
  public String channel() {
    return discord.channel();
  }

  @Override
  public Actor person(int number) {
    return new Actor("discord:" + discord.person(number), discord.personName(number));
  }

  @Override
  public Duration type(Actor who, String text) {
    return people.type(idOf(who), discord.channel(), text.isEmpty() ? "help" : text);
  }

  @Override
  public Duration press(Actor who, ThreadRef message, String label) {
    int slash = message.message().indexOf('/');
    String channel = slash < 0 ? message.channel() : message.message().substring(0, slash);
    return people.press(idOf(who), channel, message.message().substring(slash + 1), label);
  }

  @Override
  public Duration choose(Actor who, String label) {
    return people.choose(idOf(who), label);
  }

  @Override
  public void fill(Actor who, Map<String, String> texts) {
    people.fill(idOf(who), texts);
  }

  @Override
  public String idOf(Actor who) {
    return who.id().substring("discord:".length());
  }

  @Override
  public void inGroup(List<Actor> members) {
    for (int i = 0; i < 3; i++) {
      String roles = members.contains(person(i)) ? "'" + discord.role() + "'" : "";
      discord.account(idOf(person(i)), "{'roles':[" + roles + "]}");
    }
  }

  @Override
  public Optional<String> group() {
    return Optional.of(discord.role());
  }

  @Override
  public List<Shown> channelShows() {
    return people.reads(discord.channel(), "");
  }

  @Override
  public List<Shown> threadShows(ThreadRef headline) {
    return people.reads(headline.message(), headline.message() + "/");
  }

  @Override
  public List<Shown> onlyShownTo(Actor who) {
    return people.readsAlone(idOf(who));
  }

  @Override
  public Outage outage() {
    discord.faults().down(true);
    return () -> discord.faults().down(false);
  }

  @Override
  public void close() {
    discord.close();
    if (database != null) {
      database.close();
    }
    assertThat(discord.violations()).as("what Discord would have refused").isEmpty();
  }
}
