package dev.restorebot.bot.settings;

import dev.restorebot.bot.text.DurationParser;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.rclone.RcloneRemote;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the texts of settings. A wrong one is an IllegalArgumentException for people. */
final class Parsers {
  private static final String SIZE_FORM = "(\\d{1,12}) *(|B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)";
  private static final Pattern SIZE = Pattern.compile(SIZE_FORM, Pattern.CASE_INSENSITIVE);

  static final ValueType<String> TEXT = new ValueType<>(text -> text, ValueSchema.text());
  static final ValueType<String> SOME_TEXT =
      new ValueType<>(Parsers::someText, ValueSchema.someText());
  static final ValueType<Boolean> BOOL = new ValueType<>(Parsers::bool, ValueSchema.bool());
  static final ValueType<Duration> DURATION =
      new ValueType<>(Parsers::duration, ValueSchema.duration());
  static final ValueType<Long> SIZE_IN_BYTES =
      new ValueType<>(Parsers::size, ValueSchema.size(SIZE_FORM));
  static final ValueType<ZoneId> ZONE = new ValueType<>(Parsers::zone, ValueSchema.text());
  static final ValueType<URI> URL =
      new ValueType<>(Parsers::url, ValueSchema.matching("(?:https?|wss?)://[^/\\s]\\S*"));
  static final ValueType<Path> PATH = new ValueType<>(Parsers::path, ValueSchema.text());
  static final ValueType<Pattern> REGEX = new ValueType<>(Parsers::regex, ValueSchema.text());
  static final ValueType<String> REMOTE = new ValueType<>(Parsers::remote, ValueSchema.text());
  static final ValueType<String> FOLDER_OR_REMOTE =
      new ValueType<>(Parsers::folderOrRemote, ValueSchema.text());

  static final ValueType<String> NAMES = new ValueType<>(Parsers::template, ValueSchema.text());

  private Parsers() {}

  private static String someText(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    return text;
  }

  private static Pattern regex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a regular expression: " + e.getDescription(), e);
    }
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong(text, "true or false");
    };
  }

  private static Duration duration(String text) {
    return DurationParser.parse(text)
        .orElseThrow(() -> wrong(text, "a time such as 90m, 24h or 7d"));
  }

  static ValueType<Integer> number(int least, int most) {
    return new ValueType<>(text -> number(text, least, most), ValueSchema.number(least, most));
  }

  private static int number(String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number from " + least + " to " + most);
    }
    throw wrong(text, "a whole number from " + least + " to " + most);
  }

  private static long size(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw wrong(text, "a size such as 512MB or 2GiB");
    }
    long factor =
        switch (size.group(2).toLowerCase(Locale.ROOT)) {
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          case "gb" -> 1_000_000_000L;
          case "tb" -> 1_000_000_000_000L;
          case "kib" -> 1L << 10;
          case "mib" -> 1L << 20;
          case "gib" -> 1L << 30;
          case "tib" -> 1L << 40;
          default -> 1L;
        };
    return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
  }

  /** Returns the type of texts of that pattern, which are then read. */
  static <T> ValueType<T> matching(String pattern, String right, Function<String, T> reader) {
    return new ValueType<>(
        text -> {
          if (!text.matches(pattern)) {
            throw wrong(text, right);
          }
          return reader.apply(text);
        },
        ValueSchema.matching(pattern));
  }

  static ValueType<Enum<?>> oneOf(Class<?> type) {
    Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
    return new ValueType<>(
        text ->
            Arrays.stream(constants)
                .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> wrong(text, "one of " + names(constants))),
        ValueSchema.oneOf(constants));
  }

  private static String names(Enum<?>... constants) {
    return Arrays.toString(constants).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ZoneId zone(String text) {
    if (text.equals("system")) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong(text, "a time zone such as Europe/Berlin, or system");
    }
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text.endsWith("/") ? text : text + "/");
      if (url.getHost() != null && url.getScheme().matches("https?|wss?")) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw wrong(text, "an address such as https://example.com/api/");
    }
    throw wrong(text, "an address such as https://example.com/api/");
  }

  static Path path(String text) {
    // As a shell reads it; the account's own folder may be another one.
    String home =
        Optional.ofNullable(System.getenv("HOME"))
            .filter(named -> named.startsWith("/"))
            .orElseGet(() -> System.getProperty("user.home"));
    return Path.of(text.startsWith("~/") ? home + text.substring(1) : text);
  }

  private static String remote(String text) {
    return new RcloneRemote(text, "rclone", Optional.empty()).spec();
  }

  private static String folderOrRemote(String text) {
    if (text.startsWith("/")) {
      return path(text).toString();
    }
    try {
      return remote(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is neither an absolute folder such as /mnt/nas/runbooks nor an rclone remote such as"
              + " offsite:runbooks",
          e);
    }
  }

  private static String template(String text) {
    // The time zone is another setting.
    var unused = new BackupNames(List.of(text), ZoneOffset.UTC);
    return text;
  }

  static <T> ValueType<Optional<T>> optional(ValueType<T> kind) {
    return new ValueType<>(
        text -> text.isBlank() ? Optional.empty() : Optional.of(kind.read(text)),
        kind.shape().optional());
  }

  /** Returns the type of lists, whose text has a line for each item. */
  static <T> ValueType<List<T>> list(ValueType<T> kind) {
    return new ValueType<>(
        text -> text.lines().filter(line -> !line.isBlank()).map(kind.reader()).toList(),
        kind.shape().asList());
  }

  static IllegalArgumentException wrong(String text, String right) {
    return new IllegalArgumentException("\"" + text + "\" is not " + right);
  }
}
