package dev.restorebot.engine.backup.rclone;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs rclone for one remote. Every path is one argument that begins with the remote's name, so no
 * name is an option and none reaches a shell.
 */
final class Rclone {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader ENTRIES = JSON.readerFor(RcloneEntry.class);

  /** rclone's exit codes for what is not there (its documentation, "Exit code"). */
  private static final List<Integer> NOT_THERE = List.of(3, 4);

  /** The time for which a file is taken to be as it was listed last, unless it is opened. */
  private static final Duration TAKEN_FOR_TRUE = Duration.ofSeconds(30);

  private final RcloneRemote remote;
  private final Cache<String, RcloneEntry> told =
      Caffeine.newBuilder().expireAfterWrite(TAKEN_FOR_TRUE).maximumSize(10_000).build();

  Rclone(RcloneRemote remote) {
    this.remote = remote;
  }

  RcloneRemote remote() {
    return remote;
  }

  /** Everything below the remote's folder. Files come without a folder of their own, too. */
  List<RcloneEntry> everything() throws IOException {
    return listed("", "--recursive");
  }

  /** Lists a folder, without its subfolders. */
  List<RcloneEntry> folder(String path) throws IOException {
    List<RcloneEntry> all = listed(path);
    all.stream()
        .filter(entry -> !entry.directory())
        .forEach(
            entry -> told.put(path.isEmpty() ? entry.path() : path + "/" + entry.path(), entry));
    return all;
  }

  /**
   * One file or folder as it was a short while ago: whoever reads a folder of files asks of each
   * many times, and each question starts a process.
   *
   * @throws NoSuchFileException when it is not there
   */
  RcloneEntry told(String path) throws IOException {
    RcloneEntry last = told.getIfPresent(path);
    if (last != null) {
      return last;
    }
    RcloneEntry now = stat(path);
    told.put(path, now);
    return now;
  }

  /** The next question about it is asked anew. */
  void forget(String path) {
    told.invalidate(path);
  }

  /**
   * One file or folder as it is now; what was told of it before is forgotten.
   *
   * @throws NoSuchFileException when it is not there
   */
  RcloneEntry stat(String path) throws IOException {
    forget(path);
    RcloneProcess process = start("lsjson", "--stat", "--no-mimetype", remote.at(path));
    try (process) {
      byte[] said = process.output().readAllBytes();
      int code = process.end();
      if (NOT_THERE.contains(code)
          || new String(said, StandardCharsets.UTF_8).strip().equals("null")) {
        throw new NoSuchFileException(path);
      }
      if (code != 0) {
        throw RcloneFailure.of(remote, "return information about " + path, process.errors());
      }
      RcloneEntry entry = ENTRIES.readValue(said);
      // A bucket has no folders, so any name may be one: there are those with something in them.
      if (entry.directory() && folder(path).isEmpty()) {
        throw new NoSuchFileException(path);
      }
      return entry;
    }
  }

  /** The content from that byte on; its end is only what it should be when it is as long. */
  RcloneProcess content(String path, long offset) throws IOException {
    return start("cat", "--offset", Long.toString(offset), remote.at(path));
  }

  /** The first bytes; fewer when there are no more. */
  byte[] head(String path, int count) throws IOException {
    return part(path, "--count", count);
  }

  /** The last bytes; fewer when there are no more. */
  byte[] tail(String path, int count) throws IOException {
    return part(path, "--tail", count);
  }

  /** Writes a file of this machine there, in place of an older one. */
  void put(Path file, String path) throws IOException {
    try (RcloneProcess process =
        start("copyto", file.toAbsolutePath().toString(), remote.at(path))) {
      byte[] unused = process.output().readAllBytes();
      if (process.end() != 0) {
        throw new IOException(
            "The remote "
                + remote.shown()
                + " cannot take "
                + path
                + ": "
                + RcloneFailure.reason(remote, process.errors()));
      }
    }
  }

  /**
   * The checksum of that type of a file, in hexadecimal; empty where the remote has none of it.
   *
   * @param type as rclone calls it, such as {@code md5}
   */
  Optional<String> checksum(String path, String type) throws IOException {
    try (RcloneProcess process =
        start(
            "lsjson", "--stat", "--hash", "--hash-type", type, "--no-mimetype", remote.at(path))) {
      byte[] said = process.output().readAllBytes();
      if (process.end() != 0) {
        throw RcloneFailure.of(remote, "return a checksum of " + path, process.errors());
      }
      String sum = JSON.readTree(said).path("Hashes").path(type).asText("");
      return Optional.of(sum).filter(text -> !text.isEmpty());
    }
  }

  /** The type of the remote, such as {@code s3}; empty for one without a name in the settings. */
  Optional<String> type() throws IOException {
    if (remote.name().isEmpty()) {
      return Optional.empty();
    }
    try (RcloneProcess process = start("listremotes", "--long")) {
      String said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
      if (process.end() != 0) {
        throw RcloneFailure.of(remote, "return its type", process.errors());
      }
      return said.lines()
          .filter(line -> line.startsWith(remote.name() + ":"))
          .map(line -> line.substring(remote.name().length() + 1).strip())
          .findFirst();
    }
  }

  private byte[] part(String path, String which, int count) throws IOException {
    try (RcloneProcess process = start("cat", which, Integer.toString(count), remote.at(path))) {
      byte[] part = process.output().readNBytes(count);
      if (process.end() != 0) {
        throw RcloneFailure.of(remote, "read " + path, process.errors());
      }
      return part;
    }
  }

  private List<RcloneEntry> listed(String path, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("lsjson", "--no-mimetype"));
    words.addAll(List.of(more));
    words.add(remote.at(path));
    try (RcloneProcess process = start(words.toArray(String[]::new))) {
      List<RcloneEntry> all = read(process.output());
      if (process.end() != 0) {
        throw RcloneFailure.of(remote, "be listed", process.errors());
      }
      return all;
    }
  }

  private static List<RcloneEntry> read(InputStream json) throws IOException {
    List<RcloneEntry> all = new ArrayList<>();
    try (MappingIterator<RcloneEntry> entries = ENTRIES.readValues(json)) {
      while (entries.hasNextValue()) {
        all.add(entries.nextValue());
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      // Cut off: the exit code tells why.
      return List.of();
    }
    return all;
  }

  private RcloneProcess start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(remote.program());
    remote.config().ifPresent(file -> command.addAll(List.of("--config", file.toString())));
    command.addAll(
        List.of(
            "--ask-password=false",
            "--contimeout=15s",
            "--timeout=60s",
            "--retries=1",
            "--low-level-retries=3"));
    command.addAll(List.of(words));
    return RcloneProcess.start(remote, command);
  }
}
