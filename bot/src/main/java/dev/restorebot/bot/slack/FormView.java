package dev.restorebot.bot.slack;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewState;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.restorebot.bot.command.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A form as a dialog of Slack. */
final class FormView {
  static final String CALLBACK = "restore:form";

  private static final String ACTION = "text";

  private FormView() {}

  static View of(Form form, DialogOrigin origin) {
    List<LayoutBlock> blocks = new ArrayList<>();
    for (String line : form.lines()) {
      blocks.add(SectionBlock.builder().text(plain(line, 3_000)).build());
    }
    form.inputs().forEach(input -> blocks.add(block(input)));
    return View.builder()
        .type("modal")
        .callbackId(CALLBACK)
        .privateMetadata(origin.write())
        .title(ViewTitle.builder().type("plain_text").text(text(form.title(), 24)).build())
        .submit(ViewSubmit.builder().type("plain_text").text(text(form.submit(), 24)).build())
        .close(ViewClose.builder().type("plain_text").text("Cancel").build())
        .blocks(blocks)
        .build();
  }

  private static InputBlock block(Form.Input input) {
    String hint =
        input.kind() == Form.Kind.SECRET
            ? (input.hint() + " Only you see what you type.").strip()
            : input.hint();
    return InputBlock.builder()
        .blockId(input.name())
        .label(plain(input.label(), 2_000))
        .hint(hint.isBlank() ? null : plain(hint, 2_000))
        .element(
            PlainTextInputElement.builder()
                .actionId(ACTION)
                .multiline(input.kind() == Form.Kind.TEXT)
                .minLength(1)
                .maxLength(input.most())
                .build())
        .build();
  }

  /** The texts by the inputs' names. */
  static Map<String, String> filled(ViewState state) {
    Map<String, String> filled = new LinkedHashMap<>();
    state
        .getValues()
        .forEach(
            (name, actions) -> {
              ViewState.Value value = actions.get(ACTION);
              if (value != null && value.getValue() != null) {
                filled.put(name, value.getValue());
              }
            });
    return filled;
  }

  private static PlainTextObject plain(String text, int most) {
    return PlainTextObject.builder().text(text(text, most)).emoji(false).build();
  }

  private static String text(String text, int most) {
    String shown = PlainText.line(text, most);
    return shown.isBlank() ? "-" : shown;
  }
}
