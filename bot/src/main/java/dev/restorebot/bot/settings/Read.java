package dev.restorebot.bot.settings;

import dev.restorebot.bot.text.Durations;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.rclone.Remote;
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

/** Reads the texts of settings. What cannot be read is an IllegalArgumentException for people. */
final class Read {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}) *(|B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)", Pattern.CASE_INSENSITIVE);

  private Read() {}

  static String text(String text) {
    return text;
  }

  static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong(text, "true or false");
    };
  }

  static Duration duration(String text) {
    return Durations.parse(text).orElseThrow(() -> wrong(text, "a time such as 90m, 24h or 7d"));
  }

  static Function<String, Integer> number(int least, int most) {
    return text -> {
      try {
        int value = Integer.parseInt(text);
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw wrong(text, "a whole number from " + least + " to " + most);
      }
      throw wrong(text, "a whole number from " + least + " to " + most);
    };
  }

  static long size(String text) {
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

  static Function<String, String> matching(String pattern, String right) {
    return text -> {
      if (!text.matches(pattern)) {
        throw wrong(text, right);
      }
      return text;
    };
  }

  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(each -> each.name().equalsIgnoreCase(text.replace('-', '_')))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        text,
                        "one of "
                            + Arrays.toString(type.getEnumConstants())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
  }

  static ZoneId zone(String text) {
    if (text.equals("system")) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong(text, "a time zone such as Europe/Berlin, or system");
    }
  }

  static URI url(String text) {
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
    String home = System.getProperty("user.home");
    return Path.of(text.startsWith("~/") ? home + text.substring(1) : text);
  }

  /** A chat and the id of a channel in it. */
  static String channel(String text) {
    return matching("(console|slack|discord):\\S+", "a chat and a channel such as slack:C0123ABCD")
        .apply(text);
  }

  static String remote(String text) {
    return new Remote(text, "rclone", Optional.empty()).spec();
  }

  static String template(String text) {
    // Where the clock stood is another setting.
    var unused = new BackupNames(List.of(text), ZoneOffset.UTC);
    return text;
  }

  static <T> Function<String, Optional<T>> optional(Function<String, T> reader) {
    return text -> text.isBlank() ? Optional.empty() : Optional.of(reader.apply(text));
  }

  /** A list, which arrives here with a line for each part. */
  static <T> Function<String, List<T>> list(Function<String, T> reader) {
    return text -> text.lines().filter(line -> !line.isBlank()).map(reader).toList();
  }

  static IllegalArgumentException wrong(String text, String right) {
    return new IllegalArgumentException("\"" + text + "\" is not " + right);
  }
}
