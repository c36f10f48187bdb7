package dev.restorebot.engine.sandbox.embedded;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a bundled server: a tar, compressed by xz, in a jar. */
final class UnpackedServer {
  private static final int OWNER_MAY_EXECUTE = 0100;

  /** The file with the number of all others. */
  private static final String COUNT = "files";

  private UnpackedServer() {}

  /**
   * Unpacks it into a folder, which appears only when it is complete. A complete one stays as it
   * is; one from which files were removed, as cleaners of temporary folders do, is replaced.
   * Several processes may do this at once.
   */
  static void make(InputStream jar, Path folder) throws IOException {
    if (isComplete(folder)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      delete(folder);
    }
    Path parent = folder.getParent();
    passable(parent.getParent());
    passable(parent);
    Path part = Files.createTempDirectory(parent, "unpacking");
    try {
      executable(part);
      unpack(tar(jar), part);
      Files.writeString(part.resolve(COUNT), String.valueOf(files(part)));
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      delete(part);
      if (!Files.isDirectory(folder)) { // else another process was faster
        throw e;
      }
    }
  }

  private static boolean isComplete(Path folder) throws IOException {
    try {
      return Files.readString(folder.resolve(COUNT)).equals(String.valueOf(files(folder)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> !each.endsWith(COUNT)).count();
    }
  }

  private static void passable(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static TarArchiveInputStream tar(InputStream jar) throws IOException {
    ZipInputStream zip = new ZipInputStream(new BufferedInputStream(jar));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(".txz")) {
        return new TarArchiveInputStream(new XZInputStream(zip));
      }
    }
    throw new FileNotFoundException("there is no .txz in the server's jar");
  }

  private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path path = into.resolve(entry.getName()).normalize();
      if (!path.startsWith(into)) {
        throw new IOException("a path of the server's jar leads outside: " + entry.getName());
      }
      if (entry.isDirectory()) {
        directory(path);
      } else {
        directory(path.getParent());
        file(entry, tar, path);
      }
    }
  }

  private static void file(TarArchiveEntry entry, InputStream content, Path path)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    boolean executes = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executes ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      directory(path.getParent());
      Files.createDirectory(path);
      executable(path);
    }
  }

  private static void executable(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
