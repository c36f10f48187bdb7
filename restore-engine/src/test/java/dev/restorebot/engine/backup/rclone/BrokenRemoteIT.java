package dev.restorebot.engine.backup.rclone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.RequiresRclone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, servers that go, and remotes that are not there. */
@RequiresRclone
final class BrokenRemoteIT {
  private static final int SIZE = 8 << 20;
  private static final int CUT_AFTER = 3 << 20;

  @TempDir private Path temp;
  private Served served;
  private byte[] content;
  private volatile Socket held;

  @BeforeEach
  void start() throws Exception {
    served = Served.overWebDav(temp.toRealPath());
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Files.write(served.folder().resolve("x.dump"), content);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private static RcloneSource source(RcloneRemote remote) {
    return new RcloneSource(remote, BackupNames.usual(ZoneId.of("UTC")));
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws Exception {
    try (Cutting cutting = new Cutting(served.port(), number -> CUT_AFTER)) {
      Path file = source(served.through(temp, cutting.port()).remote()).list().get(0).file();

      assertThat(Files.readAllBytes(file)).isEqualTo(content);
      assertThat(cutting.cuts()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void givesUpWhenNothingComesAnyMore() throws Exception {
    try (Cutting cutting = new Cutting(served.port(), number -> CUT_AFTER)) {
      Path file = source(served.through(temp, cutting.port()).remote()).list().get(0).file();
      try (var channel = Files.newByteChannel(file)) {
        cutting.from(number -> 0);

        assertThatThrownBy(() -> Channels.newInputStream(channel).readAllBytes())
            .isInstanceOf(IOException.class)
            .hasMessageContaining("The remote box: cannot be read further than")
            .hasMessageContaining("of " + SIZE + " bytes of x.dump, after 5 tries");
      }
    }
  }

  @Test
  void isTheConnectionsFaultNotTheBackups() throws Exception {
    Path dump = Path.of(BrokenRemoteIT.class.getResource("/archives/pg15-plain.sql").toURI());
    String longer =
        Files.readString(dump).replaceFirst("\nSET ", "\n" + "-- x\n".repeat(400_000) + "SET ");
    Files.writeString(served.folder().resolve("x.dump"), longer);
    ArchiveReader reader = new ArchiveReader(new ArchiveKey("key", List.of(10_000)));
    try (Cutting cutting = new Cutting(served.port(), number -> Integer.MAX_VALUE)) {
      Path file = source(served.through(temp, cutting.port()).remote()).list().get(0).file();
      reader.readWhole(file, told -> {}, Cancellation.none());
      AtomicInteger left = new AtomicInteger(5);
      cutting.from(number -> left.getAndDecrement() > 0 ? 100_000 : 0);

      assertThatThrownBy(() -> reader.readWhole(file, told -> {}, Cancellation.none()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONNECTION_LOST));
    }
  }

  @Test
  void aServerThatSaysNothingDoesNotKeepACancelledReading() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RcloneRemote nowhere = served.through(temp, silent.getLocalPort()).remote();
      Cancellation cancellation = new Cancellation();
      CompletableFuture<Void> connected =
          CompletableFuture.runAsync(
              () -> {
                try {
                  held = silent.accept();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                cancellation.cancel();
              });

      try (RcloneChannel channel = new RcloneChannel(new Rclone(nowhere), "x.dump", SIZE);
          Cancellation.Registration ignored = cancellation.onCancel(channel::close)) {
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
            .isInstanceOf(ClosedChannelException.class);
      }
      connected.get(10, TimeUnit.SECONDS);
      held.close();
    }
  }

  @Test
  void saysWhatToDoWhenTheRemoteIsNotSetUp() {
    RcloneRemote unknown = served.remote("nobody:backups");

    assertThat(why(unknown))
        .contains("The remote nobody:backups cannot be listed", "rclone config");
  }

  @Test
  void saysWhatToDoWhenItsFolderIsNotThere() {
    RcloneRemote gone = served.remote("box:gone");

    assertThat(why(gone)).contains("box:gone", "rclone lsd box:");
  }

  @Test
  void saysWhatToDoWhenThereIsNoRclone() {
    RcloneRemote none = new RcloneRemote("box:", "/nowhere/rclone", Optional.empty());

    assertThat(why(none)).contains("/nowhere/rclone could not be run", "backups.rclone.program");
  }

  private static String why(RcloneRemote remote) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> source(remote).list());
    return thrown.problem().message() + " " + thrown.problem().hint();
  }
}
