package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.text.Lists;
import java.util.List;

/**
 * Something that a backup leaves out.
 *
 * @param what its name in the result
 * @param names what is missing; may be empty
 * @param meaning what that means, as a sentence
 * @param hint what to do
 */
record Gap(String what, List<String> names, String meaning, String hint) {
  String shown() {
    return what + (names.isEmpty() ? "" : ": " + Lists.of(names));
  }
}
