package dev.restorebot.engine.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;

/** A backup that is swapped for another of the same size and time, and swapped back. */
public final class Swapping {
  private static final FileTime TIME = FileTime.fromMillis(1_770_000_000_000L);

  private final Path folder;
  private final Map<String, byte[]> mine;
  private final Map<String, byte[]> others;

  /** Writes the first of these into that folder. */
  public Swapping(Path folder, Map<String, byte[]> mine, Map<String, byte[]> others) {
    this.folder = folder;
    this.mine = new TreeMap<>(mine);
    this.others = others;
    back();
  }

  /** Swaps one file for another of the same length. */
  public static void swap(Path file, byte[] other) {
    try {
      FileTime time = Files.getLastModifiedTime(file);
      if (Files.size(file) != other.length) {
        throw new IllegalArgumentException("would be seen by its size");
      }
      Files.write(file, other);
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The backup: its file, its first part, or its folder. */
  public Path first() {
    String name = mine.keySet().iterator().next();
    return folder.resolve(name.contains("/") ? name.substring(0, name.indexOf('/')) : name);
  }

  public void swap() {
    others.forEach((name, content) -> swap(folder.resolve(name), content));
  }

  public void back() {
    try {
      for (Map.Entry<String, byte[]> file : mine.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
        Files.setLastModifiedTime(path, TIME);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
