package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.testing.RequiresRclone;
import java.nio.file.Path;

@RequiresRclone
final class RcloneLocalIT extends RcloneSourceContract {
  @Override
  Served serve(Path folder) throws Exception {
    return Served.locally(folder);
  }
}
