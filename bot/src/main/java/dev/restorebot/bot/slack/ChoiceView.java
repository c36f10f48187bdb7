package dev.restorebot.bot.slack;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.restorebot.bot.command.Choice;
import java.util.List;

/** A choice as a dialog of Slack. */
final class ChoiceView {
  static final String CALLBACK = "restore:choice";
  static final String BLOCK = "choice";
  static final String ACTION = "chosen";

  private static final int MOST = 100;
  private static final int LONGEST_VALUE = 150;

  private ChoiceView() {}

  static View of(Choice choice, DialogOrigin origin, LongValues values) {
    List<OptionObject> options =
        choice.options().stream().limit(MOST).map(option -> option(option, values)).toList();
    int all = choice.options().size();
    return View.builder()
        .type("modal")
        .callbackId(CALLBACK)
        .privateMetadata(origin.write())
        .title(ViewTitle.builder().type("plain_text").text(text(choice.title(), 24)).build())
        .submit(ViewSubmit.builder().type("plain_text").text(text(choice.submit(), 24)).build())
        .close(ViewClose.builder().type("plain_text").text("Cancel").build())
        .blocks(
            List.of(
                InputBlock.builder()
                    .blockId(BLOCK)
                    .label(plain(choice.label(), 2_000))
                    .hint(all > MOST ? plain("The first 100 of " + all + ".", 2_000) : null)
                    .element(
                        StaticSelectElement.builder().actionId(ACTION).options(options).build())
                    .build()))
        .build();
  }

  private static OptionObject option(Choice.Option option, LongValues values) {
    return OptionObject.builder()
        .text(plain(option.label(), 75))
        .description(option.detail().isBlank() ? null : plain(option.detail(), 75))
        .value(values.shorten(option.value(), LONGEST_VALUE))
        .build();
  }

  private static PlainTextObject plain(String text, int most) {
    return PlainTextObject.builder().text(text(text, most)).emoji(false).build();
  }

  private static String text(String text, int most) {
    String shown = PlainText.line(text, most);
    return shown.isBlank() ? "-" : shown;
  }
}
