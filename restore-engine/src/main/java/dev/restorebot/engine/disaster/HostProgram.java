package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.task.ProcessTree;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Quoted;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs of this machine that stop and start services, without a shell. Of the bot's own
 * environment they get nothing that may be a secret.
 */
final class HostProgram {
  private static final Logger log = LoggerFactory.getLogger(HostProgram.class);
  private static final Set<String> KEPT =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "USER",
          "LOGNAME",
          "XDG_RUNTIME_DIR",
          "DBUS_SESSION_BUS_ADDRESS",
          "SSH_AUTH_SOCK",
          "KUBECONFIG",
          "DOCKER_HOST",
          "DOCKER_CONTEXT",
          "DOCKER_CONFIG",
          "DOCKER_CERT_PATH",
          "DOCKER_TLS_VERIFY");
  private static final int LONGEST = 160;
  private static final int READ = 4 << 10;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(passw\\w*|pwd|secret|token|credential|api.?key)(\\W+)\\S+|(://[^/\\s:@]*:)[^@\\s]+");

  private HostProgram() {}

  /**
   * The end of a program.
   *
   * @param code its exit code
   * @param said its last line, without what may be a secret; empty when it printed nothing
   */
  record Ended(int code, String said) {}

  /**
   * Runs a program until it ends.
   *
   * @throws ProblemException when there is no such program, or it did not end in time; then it was
   *     ended
   */
  static Ended run(List<String> words, Duration limit) throws ProblemException {
    String line = line(words);
    log.debug("running {}", line);
    Path output = null;
    try {
      // To a file: a service that it leaves behind may keep on writing to it.
      output = TemporaryFiles.create("service", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder.environment().keySet().retainAll(KEPT);
      Process process = builder.start();
      try (ProcessTree tree = new ProcessTree(process)) {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          tree.end();
          throw problem(
              "`" + line + "` did not end within " + Durations.text(limit) + ", so it was ended.",
              "Run it yourself to see why it takes so long, or set a longer `time-limit` in"
                  + " `disaster.service-commands`.");
        }
      }
      return new Ended(process.exitValue(), lastLine(output));
    } catch (IOException e) {
      throw problem(
          "`" + line + "` cannot be started on the machine that restore-bot runs on.",
          "Install the program there (in the bot's container, if it runs in one) and make it"
              + " executable, or correct `disaster.service-commands`.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      delete(output);
    }
  }

  /** Returns true when a program of that name can be run. */
  static boolean exists(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program)) && !Files.isDirectory(Path.of(program));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .anyMatch(file -> Files.isExecutable(file) && !Files.isDirectory(file));
  }

  /** Returns a program and its arguments as a person would type them. */
  static String line(List<String> words) {
    return ShellWords.command(words.toArray(String[]::new));
  }

  static ProblemException problem(String message, String hint) {
    return new Problem(ProblemCode.SERVICE_COMMAND_FAILED, message, hint).exception();
  }

  private static String lastLine(Path output) throws IOException {
    byte[] end;
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - READ));
      end = new byte[(int) Math.min(READ, file.length())];
      file.readFully(end);
    }
    return safe(
        new String(end, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .reduce("", (before, line) -> line));
  }

  /** Returns a line of output as it may be shown. */
  static String safe(String line) {
    String masked = SECRET.matcher(Quoted.inLine(line)).replaceAll("$1$2$3***");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("could not delete a temporary file with a program's output: {}", file);
    }
  }
}
