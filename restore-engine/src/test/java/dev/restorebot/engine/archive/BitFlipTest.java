package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A flipped bit is either told as a problem or has changed nothing that the reader could know: it
 * never ends in anything else, and never in a hang.
 */
@Timeout(300)
class BitFlipTest {
  private static final int FLIPS = 1_000;
  private static final String KEY = "k";
  private static final ArchiveReader READER = new ArchiveReader(new ArchiveKey(KEY, List.of(1)));

  @TempDir Path folder;

  static Stream<Arguments> archives() {
    byte[] custom = Fixtures.bytes("pg15-custom.dump");
    byte[] gzip = Fixtures.bytes("pg15-plain.sql.gz");
    return Stream.of(
        // name, content, share of flips that must be found
        Arguments.of("custom", custom, 0.3),
        Arguments.of("custom, not compressed", Fixtures.bytes("pg15-custom-z0.dump"), 0.2),
        Arguments.of("custom of 17", Fixtures.bytes("pg17-custom-zstd.dump"), 0.3),
        Arguments.of("plain", Fixtures.bytes("pg15-plain.sql"), 0.0),
        Arguments.of("tar", Fixtures.bytes("pg15-tar.tar"), 0.2),
        Arguments.of("gzip", gzip, 0.95),
        Arguments.of("zstd", Fixtures.bytes("pg17-plain.sql.zst"), 0.3),
        Arguments.of("gzip, encrypted", Wrapping.encrypt(gzip, KEY, 1), 0.95));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void isAProblemOrHarmless(String what, byte[] archive, double share) throws Exception {
    Random random = new Random(what.hashCode());
    Path file = folder.resolve("a");
    Files.write(file, archive);
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      int at = random.nextInt(archive.length);
      put(file, at, (byte) (archive[at] ^ (1 << random.nextInt(8))));
      Optional<Problem> problem = Fixtures.complaint(READER, file);
      put(file, at, archive[at]);
      found += problem.isPresent() ? 1 : 0;
      problem.ifPresent(p -> assertThat(p.hint()).as(p.message()).isNotBlank());
    }
    assertThat(found).as(what).isGreaterThanOrEqualTo((int) (share * FLIPS));
  }

  private static void put(Path file, long at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }
}
