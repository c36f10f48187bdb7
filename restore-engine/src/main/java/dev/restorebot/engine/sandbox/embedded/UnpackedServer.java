package dev.restorebot.engine.sandbox.embedded;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
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

  /** The beginning of the names of folders that are being unpacked. */
  private static final String PART = "unpacking";

  private static final Duration LEFTOVER = Duration.ofDays(1);

  private UnpackedServer() {}

  /**
   * Unpacks it into a folder, which appears only when it is complete. A complete one stays as it
   * is; one from which files were removed, as cleaners of temporary folders do, is replaced, under
   * servers that run from it too. Several processes may do this at once.
   *
   * @throws IOException when one of the two folders above belongs to another user, or others may
   *     write into it
   */
  static void make(InputStream jar, Path folder) throws IOException {
    Path parent = folder.getParent();
    passable(parent.getParent());
    passable(parent);
    deleteLeftovers(parent);
    if (isComplete(folder)) {
      return;
    }
    Path part = Files.createTempDirectory(parent, PART);
    try {
      executable(part);
      Path made = Files.createDirectory(part.resolve("new"));
      executable(made);
      unpack(tar(jar), made);
      Files.writeString(made.resolve(COUNT), String.valueOf(files(made)));
      if (Files.isDirectory(folder)) {
        Files.move(folder, part.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      if (!isComplete(folder)) { // else another process was faster
        throw e;
      }
    } finally {
      delete(part);
    }
  }

  /** Deletes what processes that were killed while they unpacked left behind. */
  private static void deleteLeftovers(Path parent) throws IOException {
    Instant before = Instant.now().minus(LEFTOVER);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(parent, PART + "*")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
          delete(part);
        }
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
    String us = System.getProperty("user.name");
    if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(us)
        || !Files.getOwner(folder).getName().equals(us)) {
      throw new IOException(folder + " belongs to another user");
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("other users may write to " + folder + " (chmod go-w)");
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
        Files.deleteIfExists(each);
      }
    }
  }
}
