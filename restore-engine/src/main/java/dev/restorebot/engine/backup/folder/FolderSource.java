package dev.restorebot.engine.backup.folder;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

public final class FolderSource implements BackupSource {
  private final Path root;

  public FolderSource(Path root, ZoneId zone) {
    this.root = root;
  }

  @Override
  public List<Backup> list() throws ProblemException {
    try (Stream<Path> s = Files.list(root)) {
      return s.filter(Files::isRegularFile)
          .map(
              p -> {
                try {
                  return new Backup(
                      p.getFileName().toString(),
                      p,
                      Files.size(p),
                      Files.getLastModifiedTime(p).toInstant(),
                      p.toString().endsWith(".enc"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
