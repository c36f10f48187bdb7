package dev.restorebot.engine.disaster.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Small files and folders as an archive that Docker unpacks into a container. */
final class CopiedFiles {
  private static final int PERMISSIONS = 07777;

  private CopiedFiles() {}

  /**
   * Returns that file or folder, with owners and modes.
   *
   * @param to the file's path from the root; a folder's content has paths in that folder
   */
  static byte[] tar(Path from, String to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
            new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
        Stream<Path> all = Files.walk(from)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      boolean folder = Files.isDirectory(from);
      for (Path each : (Iterable<Path>) all::iterator) {
        String name = folder ? from.relativize(each).toString() : to.replaceFirst("^/+", "");
        add(tar, each, name.isEmpty() ? "." : name);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, Path path, String name) throws IOException {
    boolean link = Files.isSymbolicLink(path);
    boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!link && !folder && !Files.isRegularFile(path)) {
      return; // a socket or a pipe
    }
    TarArchiveEntry entry =
        link
            ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
            : new TarArchiveEntry(folder ? name + "/" : name);
    Map<String, Object> unix =
        Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    entry.setMode((Integer) unix.get("mode") & PERMISSIONS);
    entry.setIds((Integer) unix.get("uid"), (Integer) unix.get("gid"));
    if (link) {
      entry.setLinkName(Files.readSymbolicLink(path).toString());
    }
    byte[] content = link || folder ? new byte[0] : Files.readAllBytes(path);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
