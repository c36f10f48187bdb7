package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A command line run in this process, and what it said.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
record CliRun(int code, String out, String err) {
  static final String SECRET = "s3cret-Passphrase";

  /** Runs with that environment and no other. Nothing is pulled; Docker is used if asked for. */
  static CliRun of(Map<String, String> environment, String... arguments) {
    return of(environment, () -> {}, arguments);
  }

  /**
   * Runs as the other does.
   *
   * @param atFirstOutput runs before the first of its standard output
   */
  static CliRun of(Map<String, String> environment, Runnable atFirstOutput, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    all.putIfAbsent("RESTORE_BOT_SANDBOX_RUNTIME", "local");
    // The build's own, so that the state of whoever runs the tests stays as it is; and no earlier
    // build's, whose tests would be compared with.
    Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
        .ifPresent(
            state ->
                all.putIfAbsent(
                    "XDG_STATE_HOME", state + "/command-line-" + ProcessHandle.current().pid()));
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int from, int length) {
            if (size() == 0) {
              atFirstOutput.run();
            }
            super.write(bytes, from, length);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        RestoreBotCommand.execute(
            all,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static CliRun of(String... arguments) {
    return of(Map.of(), arguments);
  }

  /** That exit code, and nothing that nobody should see. */
  CliRun ends(int expected) {
    assertThat(code).as("exit code; out: %s err: %s", out, err).isEqualTo(expected);
    for (String text : new String[] {out, err}) {
      assertThat(text)
          .doesNotContain(
              "\tat ", "Exception", "Caused by", SECRET, "demo-key-not-a-secret", "\u001b")
          .doesNotContain("Optional[", "@Command", "dev.restorebot");
    }
    return this;
  }
}
