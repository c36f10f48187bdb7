package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A remote as a file system, for reading. */
final class RcloneFileSystem extends FileSystem {
  private final RcloneFileSystemProvider provider;
  private final String spec;
  private final Optional<Rclone> rclone;

  /**
   * @param rclone empty for a remote that only old jobs name: its paths can be told, not read
   */
  RcloneFileSystem(RcloneFileSystemProvider provider, String spec, Optional<Rclone> rclone) {
    this.provider = provider;
    this.spec = spec;
    this.rclone = rclone;
  }

  Rclone rclone() throws IOException {
    if (rclone.isEmpty()) {
      throw RcloneFailure.io(
          new Problem(
                  ProblemCode.BACKUP_MISSING,
                  "The backup is in a remote that the settings no longer name.",
                  "Put the remote back into backups.remotes, or choose another backup.")
              .exception());
    }
    return rclone.get();
  }

  String spec() {
    return spec;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RcloneFileSystem system && system.spec.equals(spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  /** Remotes stay known until the process ends: jobs name their files. */
  @Override
  public void close() {}

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new RclonePath(this, Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
