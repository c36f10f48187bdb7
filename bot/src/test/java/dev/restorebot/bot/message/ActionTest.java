package dev.restorebot.bot.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionTest {
  /** Buttons with these words are under messages that were posted long ago. */
  @Test
  void aWordNeverChanges() {
    assertThat(Arrays.stream(Action.values()).map(Action::word))
        .containsExactly(
            "test",
            "inspect",
            "cancel",
            "cleanup",
            "extend",
            "connect",
            "disaster",
            "rehearse",
            "checked",
            "approve",
            "deny",
            "go",
            "abandon",
            "keep",
            "start-held",
            "services-stopped",
            "services-started",
            "look",
            "rollback",
            "delete-old",
            "drill-run",
            "drill-pick",
            "drill-picked",
            "drill-snooze",
            "drill-issue",
            "drill-action",
            "drill-sign",
            "command",
            "unknown");
    assertThat(Action.values()).allMatch(action -> Action.of(action.word()) == action);
    assertThat(Action.value("k3m9x2", "a seal")).isEqualTo("k3m9x2 a seal");
  }

  @Test
  void aStoredCardKeepsTheWordsOfItsButtons() {
    Card card =
        Card.of(Tone.INFO, "x")
            .button(
                new Button(
                    Action.DRILL_SIGN,
                    "d1",
                    "Sign off",
                    Button.Style.PRIMARY,
                    Optional.of("Sure?")))
            .build();
    String json = CardJson.write(card);

    assertThat(json)
        .contains(
            "{\"action\":\"drill-sign\",\"value\":\"d1\",\"label\":\"Sign off\","
                + "\"style\":\"PRIMARY\",\"confirm\":\"Sure?\"}");
    assertThat(CardJson.read(json)).isEqualTo(card);
  }

  @Test
  void aStoredButtonOfAnotherVersionIsUnknown() {
    Card card =
        CardJson.read(
            "{\"tone\":\"INFO\",\"title\":\"x\",\"lines\":[],\"fields\":[],\"code\":[],\"buttons\":["
                + "{\"action\":\"later\",\"value\":\"v\",\"label\":\"L\",\"style\":\"NORMAL\"}]}");
    assertThat(card.buttons()).extracting(Button::action).containsExactly(Action.UNKNOWN);
  }
}
