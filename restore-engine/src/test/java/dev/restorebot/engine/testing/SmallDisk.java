package dev.restorebot.engine.testing;

import dev.restorebot.engine.archive.FreeSpace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system that a test can fill, or that nobody can write to. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts it on that folder.
   *
   * @throws IOException when that is not allowed here, with the reason
   */
  public static SmallDisk mount(Path folder, int megabytes) throws IOException {
    run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder + ""));
    return new SmallDisk(folder);
  }

  /**
   * Mounts the folder on itself so that nobody can write into it, not even root.
   *
   * @throws IOException when that is not allowed here, with the reason
   */
  public static SmallDisk readOnly(Path folder) throws IOException {
    run(List.of("mount", "--bind", folder.toString(), folder.toString()));
    SmallDisk disk = new SmallDisk(folder);
    try {
      run(List.of("mount", "-o", "remount,ro,bind", folder.toString()));
    } catch (IOException e) {
      disk.close();
      throw e;
    }
    return disk;
  }

  /** Takes all space that is free. */
  public void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (FreeSpace.of(folder) > 0) {
        throw full;
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  public void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    run(List.of("umount", folder.toString()));
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
