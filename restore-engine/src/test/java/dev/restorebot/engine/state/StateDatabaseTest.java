package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.job.OtherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDatabaseTest {
  @TempDir Path temp;

  @Test
  void isMadeAndOpenedByTwoProcessesAtTheSameTime() throws Exception {
    try (OtherProcess one = OtherProcess.start(OpensStateDatabase.class, temp);
        OtherProcess two = OtherProcess.start(OpensStateDatabase.class, temp)) {
      assertThat(one.line()).isEqualTo("ready");
      assertThat(two.line()).isEqualTo("ready");

      for (int i = 0; i < 20; i++) {
        Files.createFile(temp.resolve(i + ".db"));
      }

      assertThat(one.line()).isEqualTo("opened all");
      assertThat(two.line()).isEqualTo("opened all");
    }
  }

  @Test
  void saysThatAnotherProcessIsOpeningItForTooLong() throws Exception {
    Path file = temp.resolve("state.db");
    try (OtherProcess other = OtherProcess.start(HoldsFileLock.class, Path.of(file + ".lock"))) {
      other.line();

      assertThatThrownBy(() -> StateDatabase.open(file, Duration.ofMillis(300)))
          .isInstanceOf(StateException.class)
          .hasMessage(
              "cannot open the state database "
                  + file
                  + ": another restore-bot has begun to open it and has not finished. Try again;"
                  + " if it stays so, end that process");
    }

    StateDatabase.open(file, Duration.ofSeconds(1)).close();
  }
}
