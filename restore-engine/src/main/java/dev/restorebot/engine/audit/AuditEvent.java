package dev.restorebot.engine.audit;

import dev.restorebot.engine.state.Actor;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something worth keeping for ever, before it has its place in the log. Texts are made printable
 * and cut at 2,000 characters; the value of a detail whose name says that it is a secret is masked.
 *
 * @param by who did or tried it
 * @param where the front end and channel, or {@code cli}
 * @param what a stable word such as {@code approval.refused}
 * @param subject what it is about, such as the id of a request
 * @param detail more, by name; never a secret
 */
public record AuditEvent(
    Instant at,
    Actor by,
    String where,
    String what,
    String subject,
    SortedMap<String, String> detail) {
  private static final int LONGEST = 2_000;

  public AuditEvent {
    by = new Actor(clean(by.id()), clean(by.name()));
    where = clean(where);
    what = clean(what);
    subject = clean(subject);
    detail = clean(detail);
  }

  public AuditEvent(
      Instant at, Actor by, String where, String what, String subject, Map<String, String> detail) {
    this(at, by, where, what, subject, new TreeMap<>(detail));
  }

  private static SortedMap<String, String> clean(Map<String, String> detail) {
    SortedMap<String, String> cleaned = new TreeMap<>();
    detail.forEach((name, value) -> cleaned.put(clean(name), secret(name) ? "***" : clean(value)));
    return Collections.unmodifiableSortedMap(cleaned);
  }

  private static boolean secret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("password") || lower.contains("secret") || lower.contains("token");
  }

  /** Half a character or a zero would come back from a database as something else. */
  private static String clean(String text) {
    StringBuilder cleaned = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
        .forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }
}
