package dev.restorebot.engine.sandbox.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.restorebot.engine.archive.FreeSpace;
import dev.restorebot.engine.sandbox.server.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data folders as initdb makes them, one for each installation and way to call initdb, to be copied
 * for the next sandboxes: that takes about a tenth of initdb's time.
 *
 * <p>No server ever runs on one of them, and they belong to the bot, so what runs in a sandbox
 * cannot change the next. The superuser's password in them is known to the bot only; each sandbox
 * replaces it. Several processes may use them at once. Whatever goes wrong here costs time only:
 * then initdb makes the folder.
 */
final class PreparedData {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedData.class);

  /** The folder of all of them, in the base folder of sandboxes. */
  static final String FOLDER = "prepared";

  /** The beginning of the names of those that are being made or deleted. */
  private static final String PART = "part-";

  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration LEFTOVER = Duration.ofHours(1);

  /** Bytes that must be free to keep one of 40 MB. */
  private static final long ROOM = 2L << 30;

  /**
   * Parameters: a folder, its copy, and the account that gets the copy; it cannot enter before all
   * of it is there.
   */
  private static final String COPY =
      "cp -Rp \"$1\" \"$2\" && { [ -z \"$3\" ] || find \"$2\" -depth -exec chown -h \"$3\" {} +; }";

  private final Path base;
  private final Path kept;
  private final ServerAccount account;

  /**
   * Creates the one for those programs.
   *
   * @param base the base folder of sandboxes
   * @param key whatever the content of the folder depends on
   */
  PreparedData(Path base, ServerAccount account, List<String> key) {
    this.base = base;
    this.kept =
        base.resolve(FOLDER)
            .resolve(UUID.nameUUIDFromBytes(String.join("\n", key).getBytes(UTF_8)).toString());
    this.account = account;
  }

  /** Returns how many there are in the base folder of sandboxes. */
  static int count(Path base) throws IOException {
    Path folder = base.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return Math.toIntExact(
          all.filter(each -> !each.getFileName().toString().startsWith(PART)).count());
    }
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }

  private static Path password(Path folder) {
    return folder.resolve("password");
  }

  private static Path expected(Path folder) {
    return folder.resolve("content");
  }

  /**
   * Makes a data folder as a copy.
   *
   * @param data does not exist yet, and does not exist afterwards when nothing is returned
   * @return the password of its superuser; empty when there is nothing to copy
   */
  Optional<Secret> copyTo(Path data) {
    try {
      deleteOld();
      if (!Files.isDirectory(kept)) {
        return Optional.empty();
      }
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
      Secret password = Secret.of(Files.readString(password(kept)));
      copy(data(kept), data, account.user().orElse(""));
      if (Files.readString(expected(kept)).equals(content(data))) {
        return Optional.of(password);
      }
      // Cleaners of temporary folders take single files, and a power cut their bytes.
      LOG.info("the prepared data folder {} is not whole; it is deleted", kept);
      delete(kept);
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      LOG.info("no prepared data folder was used: {}", e.toString());
      discard();
    }
    return nothing(data);
  }

  /** Removes data that could not be copied, so that they are made again. */
  private void discard() {
    try {
      if (Files.exists(kept)) {
        delete(kept);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} was not deleted: {}", kept, e.toString());
    }
  }

  private static Optional<Secret> nothing(Path data) {
    try {
      LocalRemoval.delete(data);
    } catch (IOException e) {
      LOG.warn("{} was not deleted: {}", data, e.toString());
    }
    return Optional.empty();
  }

  /**
   * Keeps a copy, unless there is one, the disk is small, or another sandbox is there, whose server
   * runs as the same account and could have changed it.
   *
   * @param data just made by initdb; no server has run on it
   * @param password of its superuser
   */
  void keep(Path data, Secret password) {
    try {
      if (Files.exists(kept) || sandboxes() > 1 || FreeSpace.of(base) < ROOM) {
        return;
      }
      ServerAccount bot = new ServerAccount(Optional.empty());
      bot.passage(kept.getParent());
      Path part = kept.resolveSibling(PART + UUID.randomUUID());
      bot.passage(part);
      try {
        copy(data, data(part), account.user().map(other -> "root").orElse(""));
        Files.createFile(password(part));
        bot.own(password(part), "rw-------");
        Files.writeString(password(part), password.value());
        Files.writeString(expected(part), content(data(part)));
        if (sandboxes() > 1) { // it came meanwhile
          return;
        }
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        LocalRemoval.delete(part);
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      LOG.info("the data folder was not kept for the next sandbox: {}", e.toString());
    }
  }

  private long sandboxes() throws IOException {
    try (Stream<Path> all = Files.list(base)) {
      return all.filter(each -> each.getFileName().toString().startsWith(SandboxFolder.PREFIX))
          .count();
    }
  }

  private static void copy(Path from, Path to, String owner) throws IOException {
    String unused =
        LocalCommands.output(
            List.of("sh", "-c", COPY, "sh", from.toString(), to.toString(), owner));
  }

  /** Returns how many files and how many bytes are in a folder. */
  private static String content(Path folder) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        files++;
        bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
      }
    }
    return files + " " + bytes;
  }

  /** Deletes what was not used for long, and what a process that was killed left. */
  private void deleteOld() throws IOException {
    if (!Files.isDirectory(kept.getParent())) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(kept.getParent())) {
      for (Path each : all) {
        boolean part = each.getFileName().toString().startsWith(PART);
        Instant before = Instant.now().minus(part ? LEFTOVER : UNUSED);
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          delete(each);
        }
      }
    }
  }

  /** Out of the way in one step, so that no other process begins to copy half of it. */
  private static void delete(Path folder) throws IOException {
    Path part = folder.resolveSibling(PART + UUID.randomUUID());
    Files.move(folder, part, StandardCopyOption.ATOMIC_MOVE);
    LocalRemoval.delete(part);
  }
}
