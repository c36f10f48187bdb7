package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;

/** Builds the parts that the dialogs about disaster restores share. */
final class DisasterForms {
  /** The name of the input for the reason. */
  static final String REASON = "reason";

  private DisasterForms() {}

  static Form.Input reason(String label) {
    return reason(label, "A sentence or two.");
  }

  static Form.Input reason(String label, String hint) {
    return new Form.Input(REASON, label, hint, Form.Kind.TEXT, 500);
  }

  /** Says what to type when no dialog can be opened. */
  static Card typed(String title, String command) {
    return Card.of(Tone.WARN, title)
        .line("Nothing changed. Type this in the channel; only you see it:")
        .code("/restore " + command)
        .build();
  }
}
