package dev.restorebot.engine.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that nobody needs after this process: native libraries, unpacked to be loaded, and what
 * other programs print.
 *
 * <p>They are in a folder of this process in {@code tmp} of the state folder, which only this user
 * may read. The process locks its folder as long as it lives, and the operating system drops the
 * lock however it dies: what a killed process left is removed when the next one opens its own.
 *
 * <p>One for the whole process, because the libraries are told by system properties where to unpack
 * themselves. A property that is set already is left alone.
 */
public final class TemporaryFiles implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
  private static final List<String> PROPERTIES =
      List.of("org.sqlite.tmpdir", "ZstdTempFolder", "jna.tmpdir");
  private static final String IN_USE = "in-use";

  /** Those that are open in this process, the newest last; it guards all of this class. */
  private static final List<TemporaryFiles> OPEN = new ArrayList<>();

  private final Path folder;
  private final FileChannel lock;
  private final Map<String, String> set = new HashMap<>();

  private TemporaryFiles(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Keeps this process's temporary files in a state folder from now on, and removes there what
   * processes left that are gone. The folder is made when missing; where that is impossible, the
   * files stay in the system's temporary folder.
   */
  public static Closeable keepIn(Path stateFolder) {
    synchronized (OPEN) {
      try {
        TemporaryFiles files = open(stateFolder.toAbsolutePath().resolve("tmp"));
        OPEN.add(files);
        return files;
      } catch (IOException | OverlappingFileLockException e) {
        LOG.warn(
            "temporary files go to {}, because the state folder cannot hold them ({})",
            System.getProperty("java.io.tmpdir"),
            e.toString());
        return () -> {};
      }
    }
  }

  /** Makes an empty file that only this user may read. The caller deletes it. */
  public static Path create(String prefix, String suffix) throws IOException {
    synchronized (OPEN) {
      for (int i = OPEN.size() - 1; i >= 0; i--) {
        if (Files.isDirectory(OPEN.get(i).folder)) {
          return Files.createTempFile(OPEN.get(i).folder, prefix, suffix);
        }
      }
      return Files.createTempFile(prefix, suffix);
    }
  }

  /** Deletes such a file, at the latest when this process ends; null is none. */
  public static void discard(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("the temporary file {} stays until this process ends", file);
      file.toFile().deleteOnExit();
    }
  }

  private static TemporaryFiles open(Path parent) throws IOException {
    PrivateFiles.createFolder(parent);
    // So that nobody takes a folder away between its making and its locking.
    try (FileChannel making = FileChannel.open(parent.resolve("lock"), CREATE, WRITE)) {
      making.lock();
      removeAbandoned(parent);
      Path folder =
          Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-").toRealPath();
      FileChannel lock = FileChannel.open(folder.resolve(IN_USE), CREATE, WRITE);
      lock.lock();
      // The last to be registered is the first to go.
      folder.toFile().deleteOnExit();
      folder.resolve(IN_USE).toFile().deleteOnExit();
      TemporaryFiles files = new TemporaryFiles(folder, lock);
      files.setProperties();
      return files;
    }
  }

  private static void removeAbandoned(Path parent) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(parent)) {
      folders = all.filter(Files::isDirectory).toList();
    }
    for (Path folder : folders) {
      // Opening the lock of a folder of this process would drop it.
      Path real = folder.toRealPath();
      if (OPEN.stream().noneMatch(open -> open.folder.equals(real))) {
        removeAbandonedFolder(folder);
      }
    }
  }

  private static void removeAbandonedFolder(Path folder) {
    try (FileChannel lock = FileChannel.open(folder.resolve(IN_USE), CREATE, WRITE)) {
      if (lock.tryLock() != null) {
        delete(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, perhaps. Nothing depends on it.
      LOG.debug("{} stays", folder, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private void setProperties() {
    for (String property : PROPERTIES) {
      String before = System.getProperty(property);
      if (before == null || OPEN.stream().anyMatch(open -> open.folder.toString().equals(before))) {
        set.put(property, System.setProperty(property, folder.toString()));
      }
    }
  }

  /** Removes the files. A library that is loaded stays loaded. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      if (OPEN.remove(this)) {
        set.forEach(this::reset);
        delete(folder);
        lock.close();
      }
    }
  }

  private void reset(String property, String before) {
    if (!folder.toString().equals(System.getProperty(property))) {
      return;
    }
    if (before == null || !Files.isDirectory(Path.of(before))) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, before);
    }
  }
}
