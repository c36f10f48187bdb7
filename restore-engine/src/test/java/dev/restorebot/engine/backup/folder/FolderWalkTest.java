package dev.restorebot.engine.backup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.backup.BackupNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What root, which tests may run as, never meets. */
final class FolderWalkTest {
  private static final Path ROOT = Path.of("/backups");
  private final FolderWalk walk =
      new FolderWalk(ROOT, BackupNames.usual(ZoneOffset.UTC), new KnownFiles());

  @Test
  void failsWhenAFolderMayNotBeRead() {
    for (Path path : new Path[] {ROOT, ROOT.resolve("tiers")}) {
      assertThatThrownBy(
              () -> walk.visitFileFailed(path, new AccessDeniedException(path.toString())))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void passesOverWhatIsGoneOrLeftOutAnyway() throws IOException {
    assertThat(walk.visitFileFailed(ROOT.resolve("x"), new NoSuchFileException("/backups/x")))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThat(
            walk.visitFileFailed(
                ROOT.resolve("lost+found"), new AccessDeniedException("/backups/lost+found")))
        .isEqualTo(FileVisitResult.CONTINUE);
  }

  @Test
  void failsWhenTheRootItselfIsGone() {
    assertThatThrownBy(() -> walk.visitFileFailed(ROOT, new NoSuchFileException("/backups")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
