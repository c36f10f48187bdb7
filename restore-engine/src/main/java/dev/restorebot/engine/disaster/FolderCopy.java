package dev.restorebot.engine.disaster;

import dev.restorebot.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps runbooks in a folder, such as one on a network disk. Nobody else may read them, and one is
 * replaced as a whole.
 *
 * @param folder where; made when it is missing
 */
public record FolderCopy(Path folder) implements RunbookCopy {
  @Override
  public void put(Path file, String name) throws IOException {
    Path part = folder.resolve(name + ".part");
    PrivateFiles.createFile(part);
    Files.write(part, Files.readAllBytes(file));
    Files.move(
        part,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String place(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public String cure() {
    return "Let the bot's user write in " + folder + ", or correct `disaster.runbook-copy`.";
  }
}
