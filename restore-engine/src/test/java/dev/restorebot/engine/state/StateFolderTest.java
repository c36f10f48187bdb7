package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path folder;

  @Test
  void aFolderThatCanBeWrittenIsLeftAsItWas() throws Exception {
    StateFolder.requireWritable(folder);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithWhatToDo() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> StateFolder.requireWritable(missing))
        .isInstanceOf(StateException.class)
        .hasMessageContainingAll(missing.toString(), "free space", "state-dir");
  }

  @Test
  void aFolderThatCannotBeCreatedIsNamedWithWhatToDo() throws Exception {
    Path below = Files.createFile(folder.resolve("file")).resolve("state");
    assertThatThrownBy(() -> StateLock.acquire(below))
        .hasMessageContainingAll("The state folder " + below + " cannot be created", "state-dir");
  }
}
