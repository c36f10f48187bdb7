package dev.restorebot.engine.disaster;

import java.util.Optional;

/**
 * The library that sorts a database's text if it is not the C library.
 *
 * @param name {@code icu}, or since PostgreSQL 17 {@code builtin}
 * @param locale such as {@code de-AT} or {@code C.UTF-8}
 * @param rules collation rules beside those of the ICU locale
 */
public record LocaleProvider(String name, String locale, Optional<String> rules) {
  public LocaleProvider {
    rules = rules == null ? Optional.empty() : rules;
  }
}
