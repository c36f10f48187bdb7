package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.testing.RequiresRclone;
import java.nio.file.Path;
import java.util.Optional;

@RequiresRclone
final class RcloneLocalIT extends RcloneSourceContract {
  @Override
  Served serve(Path folder) throws Exception {
    return Served.locally(folder);
  }

  @Override
  Optional<String> checksum() {
    return Optional.of("MD5");
  }
}
