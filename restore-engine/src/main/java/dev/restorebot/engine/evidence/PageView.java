package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as templates want it: maps, lists and texts in which nothing hides. */
final class PageView {
  private static final Map<String, String> VERDICTS =
      Map.of(
          "PASSED", "All checks that ran passed.",
          "FAILED", "The backup is damaged, or the restored data failed a check.",
          "COULD_NOT_VERIFY",
              "Not everything could be checked: the backup may be fine or damaged.");

  /** People need no fractions of a second; the JSON has them. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  private final ZoneId zone;

  private PageView(ZoneId zone) {
    this.zone = zone;
  }

  static Map<String, Object> of(JsonNode report) {
    ZoneId zone = ZoneId.of(report.path("timeZone").asText("UTC"));
    Map<String, Object> view = new PageView(zone).map(report);
    String outcome = report.path("outcome").asText();
    boolean disaster = report.path("kind").asText().equals("disaster-restore");
    boolean rehearsal = report.path("kind").asText().equals("rehearsal");
    view.put(
        "verdict",
        disaster && outcome.equals("PASSED")
            ? "All checks that restore-bot ran passed."
            : rehearsal && outcome.equals("FAILED")
                ? "The backup is damaged, or the application failed a check on the restored data."
                : VERDICTS.getOrDefault(outcome, "") + warned(report));
    JsonNode size = report.at("/backup/sizeBytes");
    view.put("size", size.isNumber() ? Sizes.text(size.asLong()) : "not known");
    view.put("summary", summary(report));
    view.put("tone", outcome.toLowerCase(Locale.ROOT));
    view.put("timings", timings(report.at("/report/timings")));
    for (String list :
        List.of(
            "people", "facts", "checked", "notChecked", "steps", "versions", "annex", "controls")) {
      view.put("has" + list, !report.path(list).isEmpty());
    }
    view.put("hastimings", !report.at("/report/timings").isEmpty());
    view.put("hastables", !report.at("/report/tables").isEmpty());
    view.put("hasproblems", !report.at("/report/problems").isEmpty());
    view.put("unsigned", !report.at("/signing/signed").asBoolean());
    return view;
  }

  /** Returns the number of checks with a result, the time, and the number of rows. */
  private static String summary(JsonNode report) {
    List<String> parts = new ArrayList<>();
    parts.add(Counts.of(report.path("checked").size(), "check") + " with a result");
    parts.add(report.path("notChecked").size() + " not run");
    JsonNode total = report.at("/report/timings/total");
    if (total.isNumber()) {
      parts.add("took " + took(total));
    }
    long rows = 0;
    for (JsonNode table : report.at("/report/tables")) {
      rows += Math.max(0, table.path("rows").asLong());
    }
    if (rows > 0) {
      parts.add(
          Counts.of(rows, "row") + " in " + Counts.of(report.at("/report/tables").size(), "table"));
    }
    return String.join(", ", parts);
  }

  private static String took(JsonNode millis) {
    return millis.isNumber()
        ? Durations.text(Duration.ofMillis(millis.asLong()))
        : millis.asText() + " ms";
  }

  private static String warned(JsonNode report) {
    int warnings = 0;
    for (JsonNode check : report.path("checked")) {
      warnings += check.path("status").asText().equals("warning") ? 1 : 0;
    }
    return warnings == 0
        ? ""
        : warnings == 1
            ? " 1 check passed with a warning: read it."
            : " " + warnings + " checks passed with warnings: read them.";
  }

  private static List<Object> timings(JsonNode timings) {
    List<Object> rows = new ArrayList<>();
    timings
        .properties()
        .forEach(
            each -> rows.add(Map.of("step", shown(each.getKey()), "ms", took(each.getValue()))));
    return rows;
  }

  private Map<String, Object> map(JsonNode node) {
    Map<String, Object> map = new LinkedHashMap<>();
    node.properties()
        .forEach(each -> map.put(each.getKey(), value(each.getKey(), each.getValue())));
    return map;
  }

  /** An absent value is false, so that its section is left out and no outer one is found. */
  private Object value(String name, JsonNode node) {
    if (node.isObject()) {
      return map(node);
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(each -> list.add(value(name, each)));
      return list;
    }
    if (node.isNull()) {
      return false;
    }
    if (name.equals("at") || name.endsWith("At")) {
      return time(shown(node.asText()));
    }
    return name.equals("text") ? lines(node.asText()) : shown(node.asText());
  }

  /** Returns a time in the zone, with its offset: names of zones differ between Java versions. */
  private String time(String text) {
    try {
      ZonedDateTime at = Instant.parse(text).atZone(zone);
      return TIME.format(at) + (at.getOffset().equals(ZoneOffset.UTC) ? "" : at.getOffset());
    } catch (DateTimeException e) {
      return text;
    }
  }

  private static List<String> lines(String text) {
    return text.lines().map(PageView::shown).toList();
  }

  /** Characters that steer, hide or turn text are shown as what they are. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean hides =
                  switch (Character.getType(c)) {
                    case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        c != '\n' && c != '\t';
                    default -> false;
                  };
              if (hides) {
                shown.append(String.format("\\u{%x}", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
