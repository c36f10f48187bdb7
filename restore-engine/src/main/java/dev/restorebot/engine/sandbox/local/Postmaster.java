package dev.restorebot.engine.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of the server on a data folder, recognised as such and not by its id alone. */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

  /** The server itself kills children that do not end within 5 seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration PAUSE = Duration.ofMillis(5);

  private Postmaster() {}

  /** The running server, if there is one: never a stranger that has got its process id. */
  static Optional<ProcessHandle> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      long pid = Long.parseLong(lines.get(0).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(p -> serves(p, data));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static boolean serves(ProcessHandle process, Path data) {
    ProcessHandle.Info info = process.info();
    boolean isPostgres = info.command().filter(path -> path.endsWith("/postgres")).isPresent();
    boolean onData =
        info.arguments().filter(all -> Arrays.asList(all).contains(data.toString())).isPresent();
    return isPostgres && onData;
  }

  /**
   * Ends it and its children at once, without a checkpoint, for its data will be deleted. The
   * server itself ends the children and frees its shared memory, which killing it would leave.
   *
   * @param prefix what comes before a command so that it runs as the server's user
   * @return whether it is gone
   */
  static boolean end(Path data, List<String> prefix) {
    Optional<ProcessHandle> running = of(data);
    if (running.isEmpty()) {
      return true;
    }
    List<ProcessHandle> all =
        Stream.concat(Stream.of(running.get()), running.get().descendants()).toList();
    return (quit(running.get(), prefix) && isGoneWithin(PATIENCE, data)) || kill(all, data);
  }

  private static boolean quit(ProcessHandle server, List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    // Every shell has kill; not every machine has it as a program.
    command.addAll(List.of("sh", "-c", "kill -QUIT \"$1\"", "sh", String.valueOf(server.pid())));
    try {
      String unused = LocalCommands.output(command);
      return true;
    } catch (IOException e) {
      LOG.debug("the server could not be signalled to quit: {}", e.toString());
      return false;
    }
  }

  private static boolean kill(List<ProcessHandle> all, Path data) {
    all.forEach(ProcessHandle::destroyForcibly); // children that came since notice and end
    return isGoneWithin(PATIENCE, data);
  }

  /** A process that nobody waits for is not gone for the system, but serves nothing any more. */
  private static boolean isGoneWithin(Duration patience, Path data) {
    long end = System.nanoTime() + patience.toNanos();
    while (of(data).isPresent()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
