package dev.restorebot.engine.sandbox.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Spellings and stand-ins of a locale, best first: as asked for, {@code en_US.UTF-8} written {@code
 * en_US.utf8} and the reverse, then a locale without a language, which every server has.
 */
final class LocaleCandidates {
  private LocaleCandidates() {}

  static List<DatabaseLocale> of(DatabaseLocale wanted) {
    Set<DatabaseLocale> all = new LinkedHashSet<>(spellings(wanted));
    if (wanted.encoding().toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8")) {
      all.add(new DatabaseLocale(wanted.encoding(), "C.UTF-8", "C.UTF-8"));
      all.add(new DatabaseLocale(wanted.encoding(), "C.utf8", "C.utf8"));
    }
    all.add(new DatabaseLocale(wanted.encoding(), "C", "C"));
    return new ArrayList<>(all);
  }

  /** The wanted locale in each spelling: these are the same locale. */
  static List<DatabaseLocale> spellings(DatabaseLocale wanted) {
    return List.of(
        wanted,
        respelt(wanted, name -> name.replaceFirst("(?i)\\.utf-?8", ".utf8")),
        respelt(wanted, name -> name.replaceFirst("(?i)\\.utf-?8", ".UTF-8")));
  }

  private static DatabaseLocale respelt(DatabaseLocale locale, UnaryOperator<String> spelling) {
    return new DatabaseLocale(
        locale.encoding(), spelling.apply(locale.collate()), spelling.apply(locale.ctype()));
  }
}
