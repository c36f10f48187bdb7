package dev.restorebot.engine.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main process of the server on a data folder, recognised as such and not by its id alone. */
final class Postmaster {
  private static final int SECONDS = 15;

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
   * Ends it at once, for its data will be deleted.
   *
   * @return whether it is gone
   */
  static boolean end(Path data, Installation installation, List<String> prefix) {
    Optional<ProcessHandle> running = of(data);
    if (running.isEmpty()) {
      return true;
    }
    try {
      List<String> command = new ArrayList<>(prefix);
      command.addAll(
          List.of(
              installation.program("pg_ctl"),
              "stop",
              "--mode=immediate",
              "--pgdata=" + data,
              "--timeout=" + SECONDS));
      LocalCommands.output(command);
    } catch (IOException e) {
      running.get().destroyForcibly(); // its children notice and end
    }
    try {
      running.get().onExit().get(SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
