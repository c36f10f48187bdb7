package dev.restorebot.bot.demo;

import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.PrivateFiles;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.state.StateLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the demo, which one process uses at a time. Each demo begins with an empty state
 * and leaves nothing behind, except for backups that somebody added.
 */
final class DemoFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DemoFolder.class);

  /** Samples that had other names in that version. */
  private static final List<String> OF_0_1_0 =
      List.of(
          "sampleapp_db_2026-11-08_02-30-00.dump.enc",
          "sampleapp_db_2026-11-15_02-30-00.dump",
          "sampleapp_db_2026-11-22_02-30-00.dump");

  private final Path folder;
  private final StateLock lock;

  /** Locks the folder; makes it when missing. */
  DemoFolder(Path folder) throws IOException {
    this.folder = folder;
    this.lock = StateLock.acquire(folder);
  }

  Path state() {
    return folder.resolve("state");
  }

  Path backups() {
    return folder.resolve("backups");
  }

  /** Returns the file of the password with which the bot logs in to production. */
  Path password() {
    return folder.resolve("production.password");
  }

  /** Returns the file that is there while the application is stopped. */
  Path stopped() {
    return folder.resolve("sampleapp.stopped");
  }

  /** Returns the owner of the sandboxes of a demo that was killed; empty when none was. */
  Optional<String> earlierOwner() {
    Path database = state().resolve(StateFolder.DATABASE_FILE);
    if (!Files.exists(database)) {
      return Optional.empty();
    }
    try (JdbcJobStore jobs = JdbcJobStore.open(database)) {
      return Optional.of(jobs.owner());
    }
  }

  /** Removes what a demo made. */
  void clear() throws IOException {
    Files.deleteIfExists(password());
    Files.deleteIfExists(stopped());
    delete(state());
    for (String sample : Samples.names()) {
      Files.deleteIfExists(backups().resolve(sample));
    }
    for (String sample : OF_0_1_0) {
      Files.deleteIfExists(backups().resolve(sample));
    }
  }

  /** Writes the sample backups, and makes the state. */
  void fill() throws IOException {
    PrivateFiles.createFolder(state());
    Samples.unpack(backups());
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Leaves the file of the lock, and backups that somebody added. */
  @Override
  public void close() throws IOException {
    delete(folder.resolve("tmp"));
    try {
      Files.deleteIfExists(backups());
    } catch (DirectoryNotEmptyException e) {
      log.info("{} has backups that the demo did not add", backups());
    }
    lock.close();
  }
}
