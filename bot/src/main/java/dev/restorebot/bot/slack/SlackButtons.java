package dev.restorebot.bot.slack;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.ConfirmationDialogObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import java.util.ArrayList;
import java.util.List;

/** Buttons as Slack takes them. */
final class SlackButtons {
  /** Begins the ids of all actions of ours; the action follows, then {@code #} and a number. */
  static final String PREFIX = "restore:";

  private static final int IN_A_ROW = 5;
  private static final int MOST = 25;
  private static final int LONGEST_VALUE = 300;
  private static final int ROOM = 6_000;

  private final LongValues values;

  SlackButtons(LongValues values) {
    this.values = values;
  }

  /** The rows, how many characters they take, and how many buttons did not fit. */
  record Rows(List<LayoutBlock> blocks, int weight, int lost) {}

  Rows rows(List<Button> buttons) {
    List<BlockElement> fitting = new ArrayList<>();
    int weight = 0;
    for (Button button : buttons) {
      ButtonElement element = element(button, fitting.size());
      int more = weight(element);
      if (fitting.size() == MOST || weight + more > ROOM) {
        break;
      }
      weight += more;
      fitting.add(element);
    }
    List<LayoutBlock> rows = new ArrayList<>();
    for (int i = 0; i < fitting.size(); i += IN_A_ROW) {
      rows.add(
          ActionsBlock.builder()
              .elements(fitting.subList(i, Math.min(fitting.size(), i + IN_A_ROW)))
              .build());
    }
    return new Rows(rows, weight, buttons.size() - fitting.size());
  }

  /** The action of an id that {@link #rows} made. */
  static Action action(String actionId) {
    return Action.of(actionId.substring(PREFIX.length(), actionId.lastIndexOf('#')));
  }

  private ButtonElement element(Button button, int number) {
    String value = values.shorten(button.value(), LONGEST_VALUE);
    String label = PlainText.line(button.label(), 75);
    return ButtonElement.builder()
        .actionId(PREFIX + button.action().word() + "#" + number)
        .text(plain(label.isBlank() ? button.action().word() : label))
        .value(value.isEmpty() ? null : value)
        .style(
            switch (button.style()) {
              case NORMAL -> null;
              case PRIMARY -> "primary";
              case DANGER -> "danger";
            })
        .confirm(button.confirm().map(question -> confirm(button, question, label)).orElse(null))
        .build();
  }

  private static ConfirmationDialogObject confirm(Button button, String question, String label) {
    return ConfirmationDialogObject.builder()
        .title(plain("Are you sure?"))
        .text(plain(PlainText.line(question, 300)))
        .confirm(plain(PlainText.cut(label, 30)))
        .deny(plain(button.action() == Action.CANCEL ? "Keep running" : "No"))
        .build();
  }

  private static PlainTextObject plain(String text) {
    return PlainTextObject.builder().text(text).emoji(false).build();
  }

  /** Not less than its characters as JSON. */
  private static int weight(ButtonElement button) {
    int texts = 2 * button.getText().getText().length() + button.getActionId().length();
    int value = button.getValue() == null ? 0 : button.getValue().length();
    int confirm = button.getConfirm() == null ? 0 : 350 + confirmText(button);
    return 180 + texts + value + confirm;
  }

  private static int confirmText(ButtonElement button) {
    return ((PlainTextObject) button.getConfirm().getText()).getText().length();
  }
}
