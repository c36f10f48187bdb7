package dev.restorebot.engine.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The last result that the backup script reported: {@value #FILE} beside the backups, as the
 * runbook's backup script writes it, an object of {@code state}, {@code started_at}, {@code
 * finished_at} and {@code message}.
 *
 * @param state its own word, such as {@code success}; {@value #UNREADABLE} when the file is no such
 *     object
 * @param startedAt when it began
 * @param finishedAt when it ended; empty while it runs
 * @param message what it says about it; may be empty
 */
public record BackupStatus(
    String state, Optional<Instant> startedAt, Optional<Instant> finishedAt, String message) {
  /** The name of the file. */
  public static final String FILE = "backup.status.json";

  /** The most bytes of it that are read. */
  public static final int LONGEST = 1 << 16;

  static final String UNREADABLE = "unreadable";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 200;

  /** Returns whether it says that the last backup failed. */
  public boolean failed() {
    String said = state.toLowerCase(Locale.ROOT);
    return said.contains("fail") || said.contains("error") || said.contains("abort");
  }

  /** Returns whether nothing is known by it. */
  public boolean unreadable() {
    return state.equals(UNREADABLE);
  }

  /**
   * Returns what it says, as in {@code success, ended 2 h ago: ok}.
   *
   * @param ago how long ago a time was, in words
   */
  public String told(Function<Instant, String> ago) {
    String when =
        finishedAt
            .map(at -> ", ended " + ago.apply(at))
            .or(() -> startedAt.map(at -> ", begun " + ago.apply(at)))
            .orElse("");
    return state + when + (message.isEmpty() ? "" : ": " + message);
  }

  /**
   * Reads one; whatever it holds is made harmless to show.
   *
   * @param zone of times that name none
   */
  public static BackupStatus read(byte[] content, ZoneId zone) {
    try {
      JsonNode node = JSON.readTree(content);
      if (node != null && node.path("state").isTextual()) {
        return new BackupStatus(
            text(node, "state"),
            time(node, "started_at", zone),
            time(node, "finished_at", zone),
            text(node, "message"));
      }
    } catch (JacksonException e) {
      return nothing("it is not JSON");
    } catch (IOException e) {
      return nothing("it cannot be read");
    }
    return nothing("it has no state");
  }

  /** One that could not be read, for that reason. */
  public static BackupStatus nothing(String why) {
    return new BackupStatus(UNREADABLE, Optional.empty(), Optional.empty(), why);
  }

  private static String text(JsonNode node, String name) {
    String shown = VisibleText.of(node.path(name).asText("").strip());
    return shown.codePointCount(0, shown.length()) <= SHOWN
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, SHOWN)) + "…";
  }

  private static Optional<Instant> time(JsonNode node, String name, ZoneId zone) {
    String text = node.path(name).asText("").strip().replace(' ', 'T');
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noOffset) {
      try {
        return Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
