package dev.restorebot.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.discord.fake.Display;
import dev.restorebot.bot.discord.fake.MessageRules;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a card holds, Discord takes it, and nothing of it is lost. */
class MessageLimitsTest {
  @TempDir Path folder;
  private StateDatabase database;
  private ButtonStore store;
  private DiscordMessages messages;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder.resolve("state.db"));
    store = new ButtonStore(database, InstantSource.system());
    messages = new DiscordMessages(store, new DiscordForms());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "*", "\ud83d\udc18", "`", "a b "})
  void tooMuchOfEverything(String unit) throws Exception {
    Card.Builder card = Card.of(Tone.BAD, unit.repeat(400)).progress(0.5);
    IntStream.range(0, 30).forEach(i -> card.line(i + unit.repeat(700)));
    IntStream.range(0, 40).forEach(i -> card.field(unit.repeat(300), unit.repeat(1100)));
    IntStream.range(0, 300).forEach(i -> card.code(unit.repeat(50)));
    IntStream.range(0, 40)
        .forEach(i -> card.button(Button.of(Action.TEST, unit.repeat(300) + i, unit.repeat(100))));
    card.table(
        new TableView(
            unit.repeat(300), List.of("c"), Collections.nCopies(30, List.of(unit.repeat(100)))));

    MessageCreateData message = messages.card(card.build());
    check(message);
    assertThat(message.getFiles())
        .extracting(file -> file.getName())
        .containsExactly("table.txt", "whole-message.txt");
  }

  @Test
  void anEmptyCard() throws Exception {
    check(messages.card(Card.of(Tone.INFO, "").field("", "").line("").build()));
    check(
        messages.card(
            Card.of(Tone.INFO, " ").table(new TableView("", List.of(), List.of())).build()));
  }

  @Test
  void eachToneHasASignOfItsOwnBeforeTheTitle() throws Exception {
    Set<String> signs = new HashSet<>();
    for (Tone tone : Tone.values()) {
      String shown = Display.text(check(messages.card(Card.of(tone, "x").build())));
      assertThat(shown).contains(" x");
      signs.add(shown.substring(0, shown.indexOf(' ')));
    }
    assertThat(signs).hasSameSizeAs(Tone.values());
  }

  @Test
  void progressIsABarAndANumber() throws Exception {
    assertThat(shown(Card.of(Tone.RUNNING, "x").progress(0.42).build()))
        .contains("\u2593\u2591", "42 %");
    assertThat(shown(Card.of(Tone.RUNNING, "x").progress(-1).build())).contains("0 %");
    assertThat(shown(Card.of(Tone.RUNNING, "x").progress(7).build())).contains("100 %");
  }

  @Test
  void aSmallTableStandsInTheMessage() throws Exception {
    TableView table = new TableView("T", List.of("a", "b"), List.of(List.of("1", "2")));
    MessageCreateData message = messages.card(Card.of(Tone.INFO, "x").table(table).build());

    assertThat(message.getFiles()).isEmpty();
    assertThat(Display.text(check(message))).contains("a  b\n-  -\n1  2");
  }

  @Test
  void aTableThatAPhoneWouldBreakIsSentences() throws Exception {
    String detail = "5 of 5 in the table of contents restored";
    TableView table =
        new TableView(
            "Checks",
            List.of("Check", "Result", "Detail"),
            List.of(List.of("tables", "passed", detail), List.of("row_s", "passed", "")));

    assertThat(shown(Card.of(Tone.INFO, "x").table(table).build()))
        .contains("Check: Result, Detail\ntables: passed, " + detail + "\nrow_s: passed")
        .doesNotContain("---");
  }

  @Test
  void stepsAreLines() throws Exception {
    assertThat(
            shown(
                Card.of(Tone.RUNNING, "x")
                    .steps(List.of("reading", "restoring", "verifying"), 1)
                    .build()))
        .contains("\u2714 reading\n\u25b6 restoring\n\u25cb verifying");
  }

  @Test
  void aMessageWithEverythingHasNoMoreThanFortyComponents() throws Exception {
    Card.Builder card =
        Card.of(Tone.BAD, "t")
            .line("x".repeat(9_000))
            .field("a", "b")
            .mention(Collections.nCopies(200, "123456789012345678"))
            .picture(new Card.Picture("chart.png", "a chart", "AAAA"));
    IntStream.range(0, 40).forEach(i -> card.button(Button.of(Action.TEST, "v" + i, "B" + i)));
    card.table(new TableView("T", List.of("c"), Collections.nCopies(300, List.of("x"))));

    for (MessageCreateData form : messages.forms(card.build())) {
      check(form);
    }
  }

  @Test
  void aMenuOfAnyAnswers() throws Exception {
    List<Choice.Option> options =
        IntStream.range(0, 60)
            .mapToObj(i -> new Choice.Option("v".repeat(300) + i, "l".repeat(200), ""))
            .toList();
    Choice choice =
        new Choice(
            Action.TEST, "t", "q".repeat(300), "s", options, Card.of(Tone.INFO, "x").build());

    assertThat(Display.text(check(messages.menu(choice)))).contains("first 25");
  }

  @Test
  void aLongQuestion() throws Exception {
    KeptButton button = new KeptButton("a", "b", "l".repeat(200), Optional.of("*".repeat(3000)));

    check(messages.question(button));
    assertThat(store.find(button.confirmed().id())).contains(button.confirmed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- no list\n+ nor this\n1. nor that\n# no head",
        "<t:1> <@1> @everyone http://x.example :smile: [a](b)",
        "\\*not twice\\*",
        "odd ` backquote"
      })
  void textIsShownAsItIs(String text) {
    assertThat(Display.markdown(Markdown.plain(text))).isEqualTo(text);
    assertThat(Display.markdown(Markdown.line(text))).isEqualTo(text);
  }

  @Test
  void aPairOfBackquotesMarksCode() {
    assertThat(Markdown.line("use `a_*b*` now_")).isEqualTo("use `a_*b*` now\\_");
    assertThat(Markdown.line("empty `` pair")).isEqualTo("empty \\`\\` pair");
  }

  private String shown(Card card) throws Exception {
    return Display.text(check(messages.card(card)));
  }

  private static JsonNode check(MessageCreateData message) throws Exception {
    JsonNode json = new ObjectMapper().readTree(message.toData().toString());
    MessageRules.check(json, message.getFiles().size());
    return json;
  }
}
