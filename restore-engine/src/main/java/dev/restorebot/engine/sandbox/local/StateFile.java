package dev.restorebot.engine.sandbox.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.restorebot.engine.sandbox.SandboxInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a sandbox's facts beside its data, and reads them back after a restart. */
final class StateFile {
  private static final Duration UNTIL_WRITTEN = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private StateFile() {}

  /** Replaces the file in one step. */
  static void write(SandboxFolder folder, SandboxInfo info) throws IOException {
    Path next = folder.root().resolve("sandbox.json.part");
    Files.write(next, JSON.writeValueAsBytes(info));
    Files.move(next, folder.state(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads the facts. Where they are not written yet, returns what the folder's name tells, with a
   * deadline after which the process that made the folder must have died.
   */
  static SandboxInfo read(SandboxFolder folder, String runtime) {
    try {
      return JSON.readValue(folder.state().toFile(), SandboxInfo.class);
    } catch (IOException e) {
      LOG.debug("no facts in {}: {}", folder.root(), e.toString());
      return unknown(folder, runtime);
    }
  }

  private static SandboxInfo unknown(SandboxFolder folder, String runtime) {
    String job = folder.name().substring(SandboxFolder.PREFIX.length());
    Instant made = made(folder);
    return new SandboxInfo(
        runtime,
        job,
        "",
        false,
        "",
        folder.name(),
        folder.root().toString(),
        LocalSandboxProvider.LOOPBACK,
        0,
        "",
        LocalSandboxProvider.ROLE,
        "",
        made,
        made.plus(UNTIL_WRITTEN),
        List.of(),
        List.of(),
        List.of());
  }

  private static Instant made(SandboxFolder folder) {
    try {
      return Files.getLastModifiedTime(folder.root()).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
