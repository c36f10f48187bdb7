package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import okhttp3.FormBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cards within the limits of Block Kit. */
class CardBlocksTest {
  private final LongValues values = new LongValues();
  private final CardBlocks blocks = new CardBlocks(values);

  @Test
  void aProgressBarIsText() throws Exception {
    assertThat(text(Card.of(Tone.RUNNING, "Restoring").progress(0.426).build()))
        .contains("▓▓▓▓▓▓▓▓░░░░░░░░░░░░ 42 %");
    assertThat(text(Card.of(Tone.RUNNING, "r").progress(Double.NaN).build())).contains(" 0 %");
    assertThat(text(Card.of(Tone.RUNNING, "r").progress(7).build())).contains(" 100 %");
  }

  @Test
  void eachToneHasASignOfItsOwnBeforeTheTitle() throws Exception {
    Set<String> signs = new HashSet<>();
    for (Tone tone : Tone.values()) {
      String shown = text(Card.of(tone, "zenops_db.dump").build());
      assertThat(shown).endsWith(" zenops_db.dump\n\n");
      signs.add(shown.substring(0, shown.indexOf(' ')));
    }
    assertThat(signs).hasSameSizeAs(Tone.values());
  }

  @Test
  void backquotesMarkCode() throws Exception {
    JsonNode texts =
        json(blocks.message(Card.of(Tone.INFO, "t").line("use `a b` or `c`, not `").build()))
            .path(0)
            .path("elements")
            .path(0)
            .path("elements");

    assertThat(texts.findValuesAsText("text")).contains("use ", "a b", " or ", "c", ", not `");
    texts.forEach(
        each ->
            assertThat(each.path("style").path("code").asBoolean())
                .isEqualTo(List.of("a b", "c").contains(each.path("text").asText())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\n", "<", "日", "🐘", "`a` ", "\u202e"})
  void whateverACardHoldsSlackTakesIt(String piece) throws Exception {
    String huge = piece.repeat(9_000);
    Card.Builder card = Card.of(Tone.BAD, huge).progress(0.5).code(huge).code(huge);
    for (int i = 0; i < 60; i++) {
      card.line(huge).field(huge, huge);
      card.button(new Button(Action.TEST, huge + i, huge, Button.Style.DANGER, Optional.of(huge)));
    }
    card.table(new TableView(huge, List.of(huge, "b"), List.of(List.of(huge, huge))));

    taken(blocks.message(card.build()));
    taken(blocks.withoutFile(card.build()));
  }

  @Test
  void stepsAreAPlanOfTasks() throws Exception {
    Card card =
        Card.of(Tone.RUNNING, "Restoring")
            .steps(List.of("reading the backup", "restoring", "verifying"), 1)
            .button(Button.of(Action.CANCEL, "k3m9x2", "Cancel"))
            .build();

    assertThat(text(card))
        .contains(
            "Step 2 of 3: restoring\nReading the backup (complete)\nRestoring (in_progress)\n"
                + "Verifying (pending)\n");
    assertThat(json(blocks.message(card)).findValuesAsText("type"))
        .containsSubsequence("rich_text", "plan", "task_card", "actions");
    assertThat(json(blocks.withoutFile(card)).toString()).doesNotContain("plan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"", "\n", "\ud83d\udc18"})
  void whateverStepsACardHasSlackTakesThem(String piece) throws Exception {
    taken(
        blocks.message(
            Card.of(Tone.RUNNING, "r")
                .line("x".repeat(20_000))
                .steps(Collections.nCopies(50, piece.repeat(900)), 30)
                .build()));
  }

  @Test
  void anEmptyCardIsTaken() throws Exception {
    taken(
        blocks.message(
            Card.of(Tone.INFO, "")
                .line("")
                .field("", "")
                .code("")
                .button(Button.of(Action.CANCEL, "", ""))
                .table(new TableView("", List.of(), List.of()))
                .build()));
  }

  @Test
  void tenParagraphsLeaveRoomForFieldsAndTable() throws Exception {
    Card.Builder card = Card.of(Tone.BAD, "FAILED").field("Job", "k3m9x2");
    IntStream.range(0, 10).forEach(i -> card.line("paragraph ".repeat(300)));
    card.table(new TableView("Checks", List.of("Check"), List.of(List.of("users"))));

    assertThat(text(card.build())).contains("Job: k3m9x2", "Checks", "users");
  }

  @Test
  void eightButtonsStandInTwoRows() throws Exception {
    Card.Builder card = Card.of(Tone.INFO, "Which?");
    IntStream.range(0, 8).forEach(i -> card.button(Button.of(Action.TEST, "v" + i, "Backup " + i)));
    JsonNode all = json(blocks.message(card.build()));

    assertThat(all).hasSize(3);
    assertThat(all.path(1).path("elements")).hasSize(5);
    assertThat(all.path(2).path("elements")).hasSize(3);
  }

  @Test
  void buttonsThatDoNotFitAreCounted() throws Exception {
    Card.Builder card = Card.of(Tone.INFO, "Which?");
    IntStream.range(0, 40).forEach(i -> card.button(Button.of(Action.TEST, "v" + i, "B" + i)));

    assertThat(text(card.build())).containsPattern("1[5-9] more buttons do not fit here");
  }

  @Test
  void aLongValueComesBackWhole() throws Exception {
    String value = "tiers/".repeat(1_000) + "a.dump";
    JsonNode button =
        json(blocks.message(
                Card.of(Tone.INFO, "t").button(Button.of(Action.TEST, value, "T")).build()))
            .path(1)
            .path("elements")
            .path(0);

    assertThat(values.resolve(button.path("value").asText())).contains(value);
    assertThat(SlackButtons.action(button.path("action_id").asText())).isEqualTo(Action.TEST);
    assertThat(new LongValues().resolve(button.path("value").asText())).isEmpty();
    assertThat(values.resolve(values.shorten("sha256:ab", 100))).contains("sha256:ab");
  }

  @Test
  void aTableIsAlignedAndNumbersStandRight() throws Exception {
    TableView table =
        new TableView(
            "Rows",
            List.of("Table", "Rows"),
            List.of(List.of("users", "1,234"), List.of("日本", "7")));

    assertThat(new TableText(table).whole()).isEqualTo("Table   Rows\nusers  1,234\n日本         7");
  }

  @Test
  void aTableThatAPhoneWouldBreakIsSentences() throws Exception {
    String detail = "5 of 5 in the table of contents restored";
    Card card =
        Card.of(Tone.INFO, "Verification")
            .table(
                new TableView(
                    "Checks",
                    List.of("Check", "Result", "Detail"),
                    List.of(List.of("tables", "passed", detail), List.of("rows", "passed", ""))))
            .build();

    assertThat(text(card))
        .contains("Check: Result, Detail\ntables: passed, " + detail + "\nrows: passed\n");
    assertThat(json(blocks.message(card)).toString()).doesNotContain("rich_text_preformatted");
  }

  @Test
  void aLongTableBeginsInTheMessageAndIsWholeInAFile() throws Exception {
    Card card =
        Card.of(Tone.INFO, "Tables")
            .table(
                new TableView(
                    "Row counts!",
                    List.of("Table"),
                    Collections.nCopies(31, List.of("one_of_many"))))
            .build();
    RenderedCard rendered = blocks.message(card);

    assertThat(text(card)).contains("The first 30 of 31 rows", "row-counts.txt");
    assertThat(rendered.file().orElseThrow().name()).isEqualTo("row-counts.txt");
    assertThat(new String(rendered.file().orElseThrow().bytes(), StandardCharsets.UTF_8).lines())
        .hasSize(32);
    assertThat(blocks.withoutFile(card).file()).isEmpty();
  }

  @Test
  void linesThatDoNotFitAreInAFile() throws Exception {
    Card.Builder plan = Card.of(Tone.BAD, "APPROVAL NEEDED").field("Approved by", "0 of 2");
    for (int i = 0; i < 40; i++) {
      plan.line(i + ". " + "Stop the services and restore. ".repeat(9));
    }
    Card card = plan.line("Warning: the role reporter has no password.").build();

    RenderedCard rendered = blocks.message(card);
    taken(rendered);
    assertThat(text(card)).contains("0 of 2", "The whole message is in whole-message.txt");
    assertThat(new String(rendered.file().orElseThrow().bytes(), StandardCharsets.UTF_8))
        .contains("39. Stop", "Warning: the role reporter has no password.");
    assertThat(blocks.withoutFile(card).file()).isEmpty();
    assertThat(blocks.message(Card.of(Tone.INFO, "t").line("`a b`, c").build()).file()).isEmpty();
  }

  @Test
  void theTextForNotificationsMentionsNobody() {
    String text = blocks.message(Card.of(Tone.INFO, "<!channel> & <@U1>").build()).text();

    assertThat(text).contains("&lt;!channel&gt; &amp; &lt;@U1&gt;").doesNotContain("<");
  }

  private String text(Card card) throws Exception {
    RenderedCard rendered = blocks.message(card);
    taken(rendered);
    return new FakeMessage("1", "C", "", "", "", json(rendered), "").shown().text();
  }

  private static void taken(RenderedCard rendered) throws Exception {
    assertThat(BlockRules.message(json(rendered))).isEmpty();
    assertThat(rendered.text()).isNotEmpty().hasSizeLessThan(4_000);
  }

  private static JsonNode json(RenderedCard rendered) throws Exception {
    FormBody form =
        RequestFormBuilder.toForm(
                ChatPostMessageRequest.builder().blocks(rendered.blocks()).build())
            .build();
    int blocks =
        IntStream.range(0, form.size())
            .filter(i -> form.name(i).equals("blocks"))
            .findFirst()
            .orElseThrow();
    return FakeSlack.JSON.readTree(form.value(blocks));
  }
}
