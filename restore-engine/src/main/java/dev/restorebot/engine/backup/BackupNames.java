package dev.restorebot.engine.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the names of backups by templates such as {@code {app}_db_{yyyy-MM-dd_HH-mm-ss}}: text
 * stands for itself, <code>*</code> for anything, <code>{app}</code> for what was backed up, <code>
 * {generation}</code> for one of hourly, daily, daily_a … daily_z, weekly, fortnightly, monthly and
 * yearly, any other braces for a time with the letters of {@link DateTimeFormatter}. An extension
 * may follow. The first template that fits is taken. Immutable.
 */
public final class BackupNames {
  /** Those of the runbook's backup script. */
  public static final List<String> USUAL =
      List.of("{app}_db_{yyyy-MM-dd_HH-mm-ss}", "{app}_db_{generation}");

  private static final Pattern PIECE = Pattern.compile("\\{([^{}]*)\\}|\\*|[^{}*]+|[{}]");
  private static final Pattern TIME = Pattern.compile("([yMdHms])\\1*|'[^']*'|[^A-Za-z']+");
  private static final String GENERATIONS =
      "hourly|daily_[a-z]|daily|weekly|fortnightly|monthly|yearly";

  private static final Pattern ENCRYPTED = Pattern.compile("(?is).*\\.(?:enc|age|gpg|pgp|asc)");

  private final List<Template> templates;
  private final ZoneId zone;

  /**
   * @param zone where the clock stood that the names were made by
   * @throws IllegalArgumentException that says what is wrong with a template
   */
  public BackupNames(List<String> templates, ZoneId zone) {
    this.templates = templates.stream().map(BackupNames::template).toList();
    this.zone = zone;
  }

  /** The usual ones. */
  public static BackupNames usual(ZoneId zone) {
    return new BackupNames(USUAL, zone);
  }

  /** Returns the time zone of the clock that the names were made by. */
  public ZoneId zone() {
    return zone;
  }

  /** Returns whether a file is encrypted, by its extension. */
  public static boolean looksEncrypted(String fileName) {
    return ENCRYPTED.matcher(fileName).matches();
  }

  /** Reads the last part of a backup's name; what fits no template says nothing. */
  public NameFacts read(String fileName) {
    return templates.stream()
        .flatMap(template -> template.read(fileName, zone).stream())
        .findFirst()
        .orElse(NameFacts.NONE);
  }

  private static Template template(String text) {
    StringBuilder regex = new StringBuilder();
    Optional<DateTimeFormatter> time = Optional.empty();
    boolean app = false;
    boolean generation = false;
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      String found = piece.group();
      String braces = piece.group(1);
      if (braces == null) {
        if (found.equals("{") || found.equals("}")) {
          throw wrong(text, "has an unmatched brace");
        }
        regex.append(found.equals("*") ? ".*" : Pattern.quote(found));
      } else if (braces.equals("app") && !app) {
        regex.append("(?<app>.+)");
        app = true;
      } else if (braces.equals("generation") && !generation) {
        regex.append("(?<generation>").append(GENERATIONS).append(')');
        generation = true;
      } else if (time.isEmpty() && !braces.equals("app") && !braces.equals("generation")) {
        regex.append("(?<time>").append(timeRegex(text, braces)).append(')');
        time = Optional.of(formatter(text, braces));
      } else {
        throw wrong(text, "has {" + braces + "}, and a placeholder of the same kind before it");
      }
    }
    if (!app && !generation && time.isEmpty()) {
      throw wrong(text, "has no {app}, no {generation} and no time in braces");
    }
    return new Template(
        Pattern.compile(regex + "(?:\\..*)?", Pattern.DOTALL), app, generation, time);
  }

  private static String timeRegex(String template, String letters) {
    StringBuilder regex = new StringBuilder();
    Matcher part = TIME.matcher(letters);
    int end = 0;
    while (part.find() && part.start() == end) {
      String found = part.group();
      end = part.end();
      if (part.group(1) != null) {
        regex.append("\\d{").append(found.length()).append('}');
      } else {
        regex.append(Pattern.quote(found.replace("'", "")));
      }
    }
    if (end != letters.length() || !letters.contains("yyyy") || !letters.contains("d")) {
      throw wrong(
          template,
          "has {"
              + letters
              + "}, which is neither {app} nor {generation} nor a time such as"
              + " {yyyy-MM-dd_HH-mm-ss} (letters y M d H m s, other text in quotes)");
    }
    return regex.toString();
  }

  private static DateTimeFormatter formatter(String template, String letters) {
    try {
      return new DateTimeFormatterBuilder()
          .appendPattern(letters.replace('y', 'u'))
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw wrong(template, "has {" + letters + "}, which is not a time: " + e.getMessage());
    }
  }

  private static IllegalArgumentException wrong(String template, String what) {
    return new IllegalArgumentException("\"" + template + "\" " + what);
  }

  private record Template(
      Pattern pattern, boolean app, boolean generation, Optional<DateTimeFormatter> time) {
    Optional<NameFacts> read(String fileName, ZoneId zone) {
      Matcher name = pattern.matcher(fileName);
      if (!name.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new NameFacts(
              app ? Optional.of(name.group("app")) : Optional.empty(),
              generation ? Optional.of(name.group("generation")) : Optional.empty(),
              time.flatMap(format -> instant(name.group("time"), format, zone))));
    }

    private static Optional<Instant> instant(String text, DateTimeFormatter format, ZoneId zone) {
      try {
        TemporalAccessor time = format.parseBest(text, LocalDateTime::from, LocalDate::from);
        LocalDateTime local =
            time instanceof LocalDateTime found ? found : ((LocalDate) time).atStartOfDay();
        return Optional.of(local.atZone(zone).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
