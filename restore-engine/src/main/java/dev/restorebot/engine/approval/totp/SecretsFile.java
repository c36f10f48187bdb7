package dev.restorebot.engine.approval.totp;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The file of secrets, which only this user may read. A change is on the disk when a method
 * returns; processes wait for each other.
 */
final class SecretsFile {
  /** A process cannot lock a file twice, so its threads wait here. */
  private static final Object ONE_THREAD = new Object();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;

  SecretsFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Changes what the file says, by changing the map of ids; an untouched map writes nothing.
   *
   * @throws IOException without any content of the file in its message or cause
   */
  <T> T change(Function<Map<String, Enrolled>, T> work) throws IOException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (ONE_THREAD) {
      PrivateFiles.createFile(lockFile);
      try (FileChannel channel = FileChannel.open(lockFile, WRITE);
          FileLock lock = channel.lock()) {
        Map<String, Enrolled> before = read();
        Map<String, Enrolled> after = new TreeMap<>(before);
        T result = work.apply(after);
        if (!after.equals(before)) {
          write(after);
        }
        return result;
      }
    }
  }

  private Map<String, Enrolled> read() throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return MAPPER.readValue(
          Files.readAllBytes(file), new TypeReference<TreeMap<String, Enrolled>>() {});
    } catch (JsonProcessingException e) {
      // Its message quotes the file.
      throw new IOException(file + " is damaged: it is not what restore-bot wrote");
    }
  }

  private void write(Map<String, Enrolled> enrolled) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    PrivateFiles.createFile(fresh);
    try (FileChannel out = FileChannel.open(fresh, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(enrolled));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(file.getParent(), READ)) {
      folder.force(true);
    }
  }
}
