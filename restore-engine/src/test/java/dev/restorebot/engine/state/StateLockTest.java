package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.job.HoldsStateLock;
import dev.restorebot.engine.job.OtherProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {
  @TempDir Path temp;

  @Test
  void namesTheOtherProcessThatHasIt() throws Exception {
    Path folder = temp.resolve("state");
    try (OtherProcess other = OtherProcess.start(HoldsStateLock.class, folder)) {
      other.line();

      assertThatThrownBy(() -> StateLock.acquire(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("process " + other.pid())
          .hasMessageContaining(folder.toRealPath().toString());
    }
  }

  @Test
  void isFreeAgainWhenTheOtherProcessIsKilled() throws Exception {
    try (OtherProcess other = OtherProcess.start(HoldsStateLock.class, temp)) {
      other.line();
    }

    StateLock.acquire(temp).close();
  }

  @Test
  void isNotGivenTwiceInOneProcessAndSurvivesTheAttempt() throws Exception {
    StateLock lock = StateLock.acquire(temp);

    assertThatThrownBy(() -> StateLock.acquire(temp.resolve(".")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("this process");
    try (OtherProcess other = OtherProcess.start(HoldsStateLock.class, temp)) {
      assertThatThrownBy(other::line).hasMessage("the other process ended");
    }
    lock.close();
    lock.close();

    try (StateLock again = StateLock.acquire(temp)) {
      assertThat(again).isNotNull();
    }
  }
}
