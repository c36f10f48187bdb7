package dev.restorebot.bot.discord;

import dev.restorebot.bot.message.Button;
import java.util.Base64;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A button as it is stored here, since Discord carries 100 characters at most.
 *
 * @param action the word of its action
 * @param value as of {@link Button}
 * @param label as of {@link Button}
 * @param confirm as of {@link Button}
 */
record KeptButton(String action, String value, String label, Optional<String> confirm) {
  /** The prefix of all ids; another version of this may read them differently. */
  static final String PREFIX = "rb1:";

  private static final int LENGTH = 20;

  static KeptButton of(Button button) {
    return new KeptButton(button.action().word(), button.value(), button.label(), button.confirm());
  }

  /** A value without a button of its own: an answer in a menu, or a name too long to send. */
  static KeptButton answer(String action, String value) {
    return new KeptButton(action, value, "", Optional.empty());
  }

  KeptButton confirmed() {
    return new KeptButton(action, value, label, Optional.empty());
  }

  /** Always the same for the same button, so that edits of a message keep one row. */
  String id() {
    String all = String.join("\0", action, value, label, confirm.orElse("\0"));
    byte[] hash = DigestUtils.sha256(all);
    String letters = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    return PREFIX + letters.substring(0, LENGTH);
  }
}
