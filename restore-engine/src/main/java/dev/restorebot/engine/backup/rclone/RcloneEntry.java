package dev.restorebot.engine.backup.rclone;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * A file or folder as {@code rclone lsjson} tells of it.
 *
 * @param path below what was listed, with {@code /}
 * @param size in bytes; -1 where the remote does not know
 * @param modified when it was last written, as RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RcloneEntry(
    @JsonProperty("Path") String path,
    @JsonProperty("Size") long size,
    @JsonProperty("ModTime") String modified,
    @JsonProperty("IsDir") boolean directory)
    implements BasicFileAttributes {

  /** A path that stays below the remote's folder, whatever a server of the remote answers. */
  boolean isPlain() {
    return !path.isEmpty()
        && !path.startsWith("/")
        && path.indexOf('\0') < 0
        && java.util.Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public FileTime lastModifiedTime() {
    try {
      return FileTime.from(OffsetDateTime.parse(modified).toInstant());
    } catch (DateTimeParseException e) {
      return FileTime.from(Instant.EPOCH);
    }
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return !directory;
  }

  @Override
  public boolean isDirectory() {
    return directory;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return null;
  }
}
