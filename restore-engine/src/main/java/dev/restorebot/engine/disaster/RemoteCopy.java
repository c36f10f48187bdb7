package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.rclone.RcloneRemote;
import dev.restorebot.engine.backup.rclone.RcloneUpload;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps runbooks in a remote of rclone.
 *
 * @param remote the remote and a folder in it
 */
public record RemoteCopy(RcloneRemote remote) implements RunbookCopy {
  @Override
  public void put(Path file, String name) throws IOException {
    RcloneUpload.put(remote, file, name);
  }

  @Override
  public String place(String name) {
    return RcloneUpload.shown(remote, name);
  }

  @Override
  public String cure() {
    return "Check that the bot's user may write there with rclone, or correct"
        + " `disaster.runbook-copy`.";
  }
}
