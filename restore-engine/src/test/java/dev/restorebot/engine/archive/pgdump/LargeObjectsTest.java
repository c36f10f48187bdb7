package dev.restorebot.engine.archive.pgdump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveWriter;
import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.archive.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large objects in custom archives. */
class LargeObjectsTest {
  private static final int BLK_BLOBS = 3;

  @TempDir Path folder;

  @Test
  void anyOidAndAnyNumberOfPieces() throws Exception {
    byte[] data =
        block(BLK_BLOBS)
            .integer(90_001)
            .integer(3)
            .raw(new byte[3])
            .integer(2)
            .raw(new byte[2])
            .integer(0)
            .integer(-1_294_967_296) // OID 3,000,000,000
            .integer(0)
            .raw(new byte[] {1, 0, 0, 0, (byte) 0x80}) // OID 2^31
            .integer(0)
            .integer(0)
            .bytes();
    assertThat(Fixtures.complaint(write(data))).isEmpty();
    for (int length = 0; length < data.length; length++) {
      assertThat(Fixtures.complaint(write(java.util.Arrays.copyOf(data, length)))).isPresent();
    }
  }

  @Test
  void anotherKindOfBlock() throws Exception {
    byte[] data = block(1).integer(0).bytes();
    assertThat(Fixtures.complaint(write(data)).orElseThrow().message())
        .contains("the data of the large objects is of the wrong type");
  }

  private static ArchiveWriter block(int type) {
    return new ArchiveWriter(16).raw(type).integer(5);
  }

  private Path write(byte[] data) throws IOException {
    Entry blobs = new Entry(5, "BLOBS");
    blobs.hadDumper = 1;
    blobs.section = EntryRules.DATA;
    blobs.offsetFlag = 1;
    byte[] archive = new ArchiveWriter(16).head(1).toc(List.of(blobs)).raw(data).bytes();
    return Files.write(folder.resolve("a"), archive);
  }
}
