package dev.restorebot.engine.sandbox;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A PostgreSQL program to run inside a sandbox.
 *
 * @param command program and arguments, such as {@code pg_restore --list …}; found on the sandbox's
 *     own PATH. Never goes through a shell
 * @param stdin what the program reads, to its end; closed by the sandbox
 * @param output hears each line of standard output and standard error, in order for each, from one
 *     thread at a time; without its line end
 */
public record ToolCall(List<String> command, Optional<InputStream> stdin, Consumer<String> output) {
  public ToolCall {
    command = List.copyOf(command);
  }
}
