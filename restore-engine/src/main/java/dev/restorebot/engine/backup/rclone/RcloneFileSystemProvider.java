package dev.restorebot.engine.backup.rclone;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides rclone's remotes as file systems, so that {@link Path#of(URI)} finds a file of one. The
 * URI is {@code rclone:/<remote>/<path>}, each part percent-encoded.
 */
public final class RcloneFileSystemProvider extends FileSystemProvider {
  private final Map<String, RcloneFileSystem> systems = new ConcurrentHashMap<>();

  /** Opens a remote, or opens it anew with another program or configuration. */
  RcloneFileSystem open(RcloneRemote remote) {
    RcloneFileSystem system =
        new RcloneFileSystem(this, remote.spec(), Optional.of(new Rclone(remote)));
    systems.put(remote.spec(), system);
    return system;
  }

  /** The one that the JDK asks for paths. */
  static RcloneFileSystemProvider installed() {
    return (RcloneFileSystemProvider)
        FileSystemProvider.installedProviders().stream()
            .filter(each -> each instanceof RcloneFileSystemProvider)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the rclone provider is not installed"));
  }

  @Override
  public String getScheme() {
    return RclonePath.SCHEME;
  }

  /** Only {@link RcloneSource} opens remotes. */
  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new FileSystemAlreadyExistsException("remotes are opened by their settings");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    String spec = parts(uri).get(0);
    RcloneFileSystem system = systems.get(spec);
    return system == null ? new RcloneFileSystem(this, spec, Optional.empty()) : system;
  }

  @Override
  public Path getPath(URI uri) {
    List<String> parts = parts(uri);
    return getFileSystem(uri).getPath("/", parts.subList(1, parts.size()).toArray(String[]::new));
  }

  private static List<String> parts(URI uri) {
    String path = uri.getRawPath();
    if (!RclonePath.SCHEME.equals(uri.getScheme()) || path == null || path.length() < 2) {
      throw new IllegalArgumentException("no address of a file in a remote");
    }
    return Arrays.stream(path.substring(1).split("/"))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private static Rclone rclone(Path path) throws IOException {
    return ((RcloneFileSystem) path.getFileSystem()).rclone();
  }

  private static String inRemote(Path path) {
    return ((RclonePath) path).inRemote();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.stream().anyMatch(option -> option != StandardOpenOption.READ)) {
      throw new ReadOnlyFileSystemException();
    }
    RcloneEntry entry = rclone(path).stat(inRemote(path));
    if (entry.directory()) {
      throw new IOException("is a folder");
    }
    if (entry.size() < 0) {
      throw new IOException("the remote does not report its size");
    }
    return new RcloneChannel(rclone(path), inRemote(path), entry.size());
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> all =
        rclone(folder).folder(inRemote(folder)).stream()
            .filter(RcloneEntry::isPlain)
            .map(entry -> folder.resolve(folder.getFileSystem().getPath(entry.path())))
            .toList();
    List<Path> wanted = new java.util.ArrayList<>();
    for (Path path : all) {
      if (filter.accept(path)) {
        wanted.add(path);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return wanted.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    if (Arrays.asList(modes).contains(AccessMode.WRITE)) {
      throw new ReadOnlyFileSystemException();
    }
    if (!inRemote(path).isEmpty()) {
      RcloneEntry unused = rclone(path).told(inRemote(path));
    }
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (!type.equals(BasicFileAttributes.class)) {
      throw new UnsupportedOperationException();
    }
    if (inRemote(path).isEmpty()) {
      throw new NoSuchFileException("the remote's own folder");
    }
    return type.cast(rclone(path).told(inRemote(path)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw new ReadOnlyFileSystemException();
  }
}
