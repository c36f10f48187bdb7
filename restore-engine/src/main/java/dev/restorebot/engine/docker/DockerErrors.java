package dev.restorebot.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates docker-java's exceptions into problems that a person understands. */
public final class DockerErrors {
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int CONFLICT = 409;

  private final String address;

  public DockerErrors(String address) {
    this.address = address;
  }

  /**
   * Turns what docker-java threw into a problem that a person understands.
   *
   * @param doing what was tried, such as {@code start the container}
   */
  public ProblemException problem(String doing, RuntimeException error) {
    if (!(error instanceof DockerException) && causedByIo(error)) {
      return unreachable(error).exception(error);
    }
    String reason = reason(error);
    if (isDiskFull(reason)) {
      return diskFull().exception(error);
    }
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "Docker could not " + doing + ": " + reason,
            "Check `docker info` and the engine's log.")
        .exception(error);
  }

  Problem unreachable(Throwable error) {
    return new Problem(
        ProblemCode.DOCKER_UNREACHABLE,
        "Docker does not answer at " + address + ": " + reason(error),
        "Start Docker, or set DOCKER_HOST to where it runs; `docker info` must work for this"
            + " user.");
  }

  static Problem diskFull() {
    return new Problem(
        ProblemCode.DISK_FULL,
        "The disk that holds Docker's volumes is full. This says nothing about the backup.",
        "Free space (`docker system df` shows what takes it, old sandboxes first), then try"
            + " again.");
  }

  static boolean isDiskFull(String text) {
    return text.toLowerCase(Locale.ROOT).contains("no space left on device");
  }

  static boolean isConflict(DockerException error) {
    return error.getHttpStatus() == CONFLICT;
  }

  /** The engine's own words, without the JSON around them. */
  static String reason(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage();
    if (text == null || text.isBlank()) {
      return deepest.getClass().getSimpleName();
    }
    Matcher json = MESSAGE.matcher(text);
    String words = json.find() ? json.group(1).replace("\\\"", "\"") : text;
    return words.lines().findFirst().orElse("").strip();
  }

  private static boolean causedByIo(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
