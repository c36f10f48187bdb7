package dev.restorebot.engine.verify.script;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A script to run in a restored sandbox. It may change the data, so it never runs in a disaster
 * restore.
 *
 * @param sql a file of SQL for psql; empty for a command
 * @param command a program of this machine and its arguments; empty for SQL
 * @param timeLimit how long it may take
 */
public record Script(Optional<Path> sql, List<String> command, Duration timeLimit) {
  /** Only one of SQL and command may be given. */
  public Script {
    command = List.copyOf(command);
    if (sql.isPresent() == !command.isEmpty()) {
      throw new IllegalArgumentException("needs either `sql` or `command`");
    }
  }

  /** Returns the name of its result, such as {@code after-restore smoke.sql}. */
  public String check() {
    Path file = sql.orElseGet(() -> Path.of(command.get(0)));
    return "after-restore " + file.getFileName();
  }
}
