package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.verify.CheckResult;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Takes the secrets of a project out of what its services say. In a rehearsal every call to others
 * fails, and many programs log what they called, with its token.
 */
final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          "pass|pwd|secret|token|key|credential|auth|dsn|url|uri|salt|private",
          Pattern.CASE_INSENSITIVE);
  private static final int SHORTEST = 4;

  /** Longer values are rarely words of a message. */
  private static final int LONG = 16;

  /** Nothing is known yet. */
  static final Secrets NONE = new Secrets(MissingNode.getInstance());

  private final List<String> values;

  /** Of the services' environments. */
  Secrets(JsonNode services) {
    Set<String> all = new TreeSet<>();
    for (JsonNode service : services) {
      service
          .path("environment")
          .properties()
          .forEach(
              each -> {
                String value = each.getValue().asText().replace("$$", "$");
                boolean named = NAME.matcher(each.getKey()).find() && value.length() >= SHORTEST;
                if (named || value.length() >= LONG) {
                  all.add(value);
                }
              });
    }
    this.values = all.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  /** Returns a text without them. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, "***");
    }
    return masked;
  }

  /** Returns a result without them. */
  CheckResult mask(CheckResult result) {
    return new CheckResult(
        result.name(),
        result.status(),
        mask(result.detail()),
        result.problems().stream().map(this::mask).toList());
  }

  /** Returns a problem without them. */
  Problem mask(Problem problem) {
    return new Problem(problem.code(), mask(problem.message()), mask(problem.hint()));
  }
}
