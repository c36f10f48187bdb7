package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.testing.RequiresRclone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

@RequiresRclone
final class RcloneS3IT extends RcloneSourceContract {
  @TempDir static Path data;
  private static Served server;
  private static int buckets;

  @BeforeAll
  static void startServer() throws Exception {
    server = Served.overS3(data.toRealPath());
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Override
  Served serve(Path folder) throws Exception {
    return server.bucket("backups-" + ++buckets);
  }

  @Override
  RcloneRemote remote(Served at) {
    return at.remote("box:" + at.folder().getFileName());
  }

  @Override
  protected void put(String name, byte[] content) throws IOException {
    Path file = temp.resolve("to-upload");
    write(file, content);
    served.rclone("copyto", file.toString(), remote(served).at(name));
    Files.delete(file);
  }

  @Override
  Optional<String> checksum() {
    return Optional.of("MD5");
  }
}
