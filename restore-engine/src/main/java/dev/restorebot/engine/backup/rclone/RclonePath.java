package dev.restorebot.engine.backup.rclone;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * A path in a remote. It is put together and taken apart as any path of this machine is; {@link
 * #toString()} is its URI, which {@link Path#of(URI)} takes for as long as the remote is open.
 */
final class RclonePath implements Path {
  static final String SCHEME = "rclone";

  private final RcloneFileSystem system;
  private final Path inner;

  RclonePath(RcloneFileSystem system, Path inner) {
    this.system = system;
    this.inner = inner;
  }

  /** As rclone calls it, below the remote's folder. */
  String inRemote() {
    String absolute = inner.toAbsolutePath().normalize().toString();
    return absolute.substring(1);
  }

  private RclonePath with(Path other) {
    return other == null ? null : new RclonePath(system, other);
  }

  private static Path inner(Path other) {
    if (other instanceof RclonePath path) {
      return path.inner;
    }
    throw new ProviderMismatchException();
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return inner.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return with(inner.getRoot());
  }

  @Override
  public Path getFileName() {
    return with(inner.getFileName());
  }

  @Override
  public Path getParent() {
    return with(inner.getParent());
  }

  @Override
  public int getNameCount() {
    return inner.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return with(inner.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return with(inner.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof RclonePath path
        && path.system.equals(system)
        && inner.startsWith(path.inner);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof RclonePath path && inner.endsWith(path.inner);
  }

  @Override
  public Path normalize() {
    return with(inner.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return with(inner.resolve(inner(other)));
  }

  @Override
  public Path relativize(Path other) {
    return with(inner.relativize(inner(other)));
  }

  @Override
  public URI toUri() {
    StringBuilder uri = new StringBuilder(SCHEME).append(":/").append(encode(system.spec()));
    inner.toAbsolutePath().forEach(part -> uri.append('/').append(encode(part.toString())));
    return URI.create(uri.toString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public Path toAbsolutePath() {
    return with(inner.isAbsolute() ? inner : Path.of("/").resolve(inner));
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return inner.compareTo(inner(other));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RclonePath path
        && path.system.equals(system)
        && path.inner.equals(inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }

  @Override
  public String toString() {
    return inner.isAbsolute() ? toUri().toString() : inner.toString();
  }
}
