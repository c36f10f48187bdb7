package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.sandbox.TestStreams;
import dev.restorebot.engine.task.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeeTest {
  private static final String SHA = "ab".repeat(32);
  private static final int LARGE = 40 << 20;
  private static final int MOST = 1 << 20;

  private final Tee tee = new Tee(head -> true);

  private static BackupArchive head() {
    return new BackupArchive(
        Fixtures.path("pg15-custom.dump"),
        1,
        List.of(),
        ArchiveFormat.CUSTOM,
        ArchiveHeader.EMPTY,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static void skip(InputStream in, long count) throws IOException {
    in.skipNBytes(count);
  }

  private static void readToEnd(PeekInput dump) throws IOException {
    while (dump.fill()) {
      dump.consume(dump.buffered());
    }
  }

  /** Reads what is passed on, in a thread of its own, and says that it is stored. */
  private CompletableFuture<byte[]> storing() {
    CompletableFuture<byte[]> stored = new CompletableFuture<>();
    Thread unused =
        Threads.start(
            "storing",
            () -> {
              try (InputStream content = tee.content()) {
                stored.complete(content.readAllBytes());
                tee.stored();
              } catch (IOException e) {
                stored.completeExceptionally(e);
              }
            });
    return stored;
  }

  @Test
  void storesWhatIsReadAndSaysOfWhichBackupItIs() throws Exception {
    byte[] all = new byte[5 << 20];
    new Random(1).nextBytes(all);
    PeekInput dump = tee.copying(new PeekInput(new ByteArrayInputStream(all)));
    skip(dump, 100_000);
    assertThat(tee.isWanted()).isFalse();
    assertThat(tee.head(head())).isTrue();
    CompletableFuture<byte[]> stored = storing();
    readToEnd(dump);
    assertThat(tee.storedSha256()).isEmpty();

    tee.end(SHA);

    assertThat(tee.storedSha256()).contains(SHA);
    assertThat(stored.get()).isEqualTo(all);
    tee.abandon();
    assertThat(tee.storedSha256()).as("what is stored stays").contains(SHA);
  }

  @Test
  void theReadingWaitsInsteadOfKeepingTheDumpInMemory() throws Exception {
    PeekInput dump = tee.copying(new PeekInput(TestStreams.noise(LARGE)));
    skip(dump, 1);
    assertThat(tee.head(head())).isTrue();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread reading =
        Threads.start(
            "reading",
            () -> {
              try {
                readToEnd(dump);
                ended.complete(true);
              } catch (IOException e) {
                ended.completeExceptionally(e);
              }
            });
    while (reading.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(dump.position()).isLessThan(2L * MOST);
    assertThat(ended).isNotDone();

    tee.abandon();

    assertThat(ended.get()).isTrue();
    assertThat(dump.position()).isEqualTo(LARGE);
  }

  @Test
  void whatIsNotWantedIsReadWithoutWaiting() throws Exception {
    Tee unwanted = new Tee(head -> false);
    PeekInput dump = unwanted.copying(new PeekInput(TestStreams.noise(LARGE)));
    skip(dump, 1);

    assertThat(unwanted.head(head())).isFalse();
    readToEnd(dump);
    unwanted.end(SHA);

    assertThat(unwanted.isWanted()).isFalse();
    assertThat(unwanted.storedSha256()).isEmpty();
  }

  @Test
  void aHeadThatIsTooLargeToBeKeptIsNotStored() throws Exception {
    PeekInput dump = tee.copying(new PeekInput(TestStreams.noise(LARGE)));
    skip(dump, LARGE);

    assertThat(tee.head(head())).isFalse();
  }

  @Test
  void whatIsNotReadToItsEndIsNotStored() throws Exception {
    PeekInput dump = tee.copying(new PeekInput(TestStreams.breaksOff("PGDMP")));
    skip(dump, 5);
    assertThat(tee.head(head())).isTrue();
    CompletableFuture<byte[]> stored = storing();
    assertThatThrownBy(() -> readToEnd(dump)).hasMessageContaining("the disk went away");

    tee.abandon();

    assertThatThrownBy(stored::get).hasMessageContaining("was not read to its end");
    assertThat(tee.storedSha256()).isEmpty();
  }

  @Test
  void whoStoresAndGivesUpDoesNotKeepTheReading() throws Exception {
    PeekInput dump = tee.copying(new PeekInput(TestStreams.noise(LARGE)));
    skip(dump, 1);
    assertThat(tee.head(head())).isTrue();
    try (InputStream content = tee.content()) {
      assertThat(content.readNBytes(1)).hasSize(1);
    }

    readToEnd(dump);
    tee.end(SHA);

    assertThat(tee.storedSha256()).isEmpty();
  }
}
