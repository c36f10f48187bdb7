package dev.restorebot.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.discord.fake.FakeDiscord;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.HeldInbound;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscordPeopleTest extends InDiscord {
  private static final String LONG = "tiers/" + "x".repeat(150) + "_2026-02-09.dump";

  /** The driver types a blank inside an option as a plus sign. */
  @ParameterizedTest
  @CsvSource({
    "test, test",
    "test a.dump, test a.dump",
    "test a.dump deep, test a.dump deep",
    "test old+one.dump, test \"old one.dump\"",
    "extend k3m9x2 1+day+2+hours, extend k3m9x2 \"1 day 2 hours\"",
    "cleanup all, cleanup all",
    "backups, backups"
  })
  void optionsBecomeTheLineThatMeansTheSame(String typed, String line) throws Exception {
    join();
    people.type(asha, discord.channel(), typed);

    assertThat(inbound.nextTyped().text()).isEqualTo(line);
  }

  @Test
  void aThreadsCommandsBelongToItsChannel() throws Exception {
    join();
    ThreadRef headline = bot.post(discord.channel(), card("headline"));
    bot.reply(headline, card("first"));
    people.type(asha, headline.message(), "status");

    assertThat(inbound.nextTyped().channel()).isEqualTo(discord.channel());
  }

  @Test
  void aThreadIsNamedByWhatItIsAbout() throws Exception {
    join();
    ThreadRef test = bot.post(discord.channel(), card("Queued: test restore"));
    bot.reply(test, card("Reading").about("Test restore zenops_db_2026-02-09 · ggsgfx"));
    ThreadRef other = bot.post(discord.channel(), card("History of zenops"));
    bot.reply(other, card("As a picture"));

    assertThat(discord.threadName(test.message()))
        .isEqualTo("Test restore zenops_db_2026-02-09 · ggsgfx");
    assertThat(discord.threadName(other.message())).isEqualTo("As a picture");
  }

  @Test
  void acknowledgedAtOnceHoweverSlowTheWorkIs() throws Exception {
    HeldInbound held = new HeldInbound(inbound);
    bot = (DiscordFrontEnd) chat.join(held);
    held.hold();
    try {
      for (int i = 0; i < 8; i++) {
        assertThat(people.type(asha, discord.channel(), "status"))
            .isLessThan(Duration.ofSeconds(60));
      }
      assertThat(inbound.nothingElse()).isTrue();
    } finally {
      held.letGo();
    }
  }

  @Test
  void nothingToSayTakesThinkingAway() throws Exception {
    join();
    people.type(asha, discord.channel(), "test a.dump");
    RecordingInbound.Typed typed = inbound.nextTyped();
    assertThat(discord.thinking()).isTrue();
    typed.responder().done();

    Eventually.get("the end of thinking", discord::thinking, thinking -> !thinking);
    assertThat(people.readsAlone(asha)).isEmpty();
  }

  @Test
  void anAnswerAfterFifteenMinutesHarmsNobody() throws Exception {
    join();
    people.type(asha, discord.channel(), "status");
    RecordingInbound.Typed typed = inbound.nextTyped();
    discord.expireTokens();
    typed.responder().ephemeral(card("too late"));
    typed.responder().done();
    bot.post(discord.channel(), card("still here"));

    assertThat(channel()).hasSize(1);
    assertThat(people.readsAlone(asha)).isEmpty();
  }

  @Test
  void aButtonFromBeforeARestartWorks() throws Exception {
    join();
    String name = "tiers/" + "long".repeat(100) + ".dump";
    ThreadRef posted =
        bot.post(
            discord.channel(),
            Card.of(Tone.INFO, "x").button(Button.of(Action.TEST, name, "Again")).build());
    bot.close();
    join();
    people.press(asha, discord.channel(), posted.message(), "Again");

    assertThat(inbound.nextClicked().value()).isEqualTo(name);
  }

  @Test
  void aButtonThatNobodyKnowsIsTooOld() throws Exception {
    join();
    ThreadRef posted = bot.post(discord.channel(), card("headline"));
    people.pressUnknown(asha, posted.message(), "rb1:AAAAAAAAAAAAAAAAAAAA");
    people.pressUnknown(asha, posted.message(), "cleanup k3m9x2");

    Eventually.get("both answers", () -> people.readsAlone(asha), all -> all.size() == 2);
    assertThat(answer("has expired").text()).contains("/restore");
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void editsKeepOneRowForEachButton() throws Exception {
    join();
    Card card =
        Card.of(Tone.RUNNING, "x")
            .button(Button.of(Action.CANCEL, "k3m9x2", "Cancel"))
            .button(Button.of(Action.CANCEL, "k3m9x2", "Cancel"))
            .build();
    ThreadRef posted = bot.post(discord.channel(), card);
    for (int i = 0; i < 5; i++) {
      bot.edit(posted, card);
    }

    assertThat(channel().get(0).buttons()).containsExactly("Cancel");
    try (StateDatabase database = database()) {
      assertThat(new ButtonStore(database, InstantSource.system()).size()).isEqualTo(1);
    }
  }

  @Test
  void buttonsOfMoreThanAYearAgoAreForgotten() throws Exception {
    KeptButton button = KeptButton.answer("test", "a.dump");
    try (StateDatabase database = database()) {
      new ButtonStore(database, InstantSource.system()).keep(List.of(button));
    }
    InstantSource later = () -> InstantSource.system().instant().plus(Duration.ofDays(401));
    try (StateDatabase database = database()) {
      assertThat(new ButtonStore(database, later).find(button.id())).isEmpty();
    }
  }

  @Test
  void peopleOfOtherServersAndPrivateMessagesAreRefused() throws Exception {
    join();
    people.typeIn("123456789012345678", asha, "status");
    Eventually.get("a refusal", () -> people.readsAlone(asha), all -> all.size() == 1);
    people.typeIn(null, asha, "status");
    Eventually.get("another", () -> people.readsAlone(asha), all -> all.size() == 2);

    assertThat(answer("works only in the server of the setting")).isNotNull();
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void suggestionsFitAndLongNamesComeBackWhole() throws Exception {
    List<String> names =
        IntStream.range(0, 40).mapToObj(i -> i == 1 ? LONG : "backup_" + i + ".dump").toList();
    bot =
        new DiscordFrontEnd(
            options(FakeDiscord.TOKEN),
            (word, argument, part, given) ->
                word.equals("test") && part.equals("b") ? names : List.of(),
            InstantSource.system());
    bot.start(inbound);
    Eventually.get("the bot", discord::isReady, ready -> ready);

    List<String> shown = people.suggested(asha, "test b");
    assertThat(shown).hasSize(25).contains("backup_0.dump = backup_0.dump");
    assertThat(people.suggested(asha, "status b")).isEmpty();
    inbound.hideEverything();
    assertThat(people.suggested(asha, "test b")).as("in a channel of others").isEmpty();
    String[] longOne = shown.get(1).split(" = ");
    assertThat(longOne[0]).startsWith("tiers/x").endsWith("2026-02-09.dump");
    people.type(asha, discord.channel(), "test " + longOne[1]);
    assertThat(inbound.nextTyped().text()).isEqualTo("test " + LONG);
  }

  @Test
  void whatAnInteractionSaysOfRolesNeedsNoQuestion() throws Exception {
    join();
    people.type(asha, discord.channel(), "status");
    inbound.nextTyped();

    assertThat(bot.belongs(chat.person(0), List.of(discord.role()))).isTrue();
    assertThat(discord.calls("GET /guilds/")).isZero();
    assertThat(bot.belongs(new Actor("discord:123456789012345678", "x"), List.of("9"))).isFalse();
    assertThat(bot.belongs(new Actor("slack:" + asha, "x"), List.of(asha))).isFalse();
  }

  @Test
  void onlyFullMembersOfTheServerBelongAsMembers() throws Exception {
    join();
    List<String> ids = List.of(discord.role());
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isTrue();
    assertThat(bot.belongsAsMember(chat.person(1), ids, true)).isFalse();
    for (String no : List.of("{'pending':true}", "{'flags':16}", "{'user':{'bot':true}}")) {
      discord.account(asha, no);
      assertThat(bot.belongsAsMember(chat.person(0), ids, true)).as(no).isFalse();
      assertThat(bot.belongsAsMember(chat.person(0), List.of(asha), true)).as(no).isFalse();
    }
    assertThat(bot.belongsAsMember(new Actor("discord:123456789012345678", "x"), ids, true))
        .isFalse();
    assertThat(bot.people(ids)).isEmpty();
    discord.account(asha, "{}");
    assertThat(bot.belongsAsMember(chat.person(0), List.of(asha), true)).isTrue();
    assertThat(bot.people(List.of(asha))).contains(Set.of("discord:" + asha));
  }

  @Test
  void whoJustLostTheRoleIsNoticedWhenDiscordIsAskedNow() throws Exception {
    join();
    List<String> ids = List.of(discord.role());
    assertThat(bot.belongsAsMember(chat.person(0), ids, false)).isTrue();
    discord.account(asha, "{'roles':[]}");
    assertThat(bot.belongsAsMember(chat.person(0), ids, false)).isTrue();
    assertThat(bot.belongsAsMember(chat.person(0), ids, true)).isFalse();
  }

  private StateDatabase database() {
    return StateDatabase.open(folder.resolve("state.db"));
  }
}
