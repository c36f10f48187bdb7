package dev.restorebot.engine.archive;

import static dev.restorebot.engine.archive.Fixtures.READER;
import static dev.restorebot.engine.archive.Fixtures.bytes;
import static dev.restorebot.engine.archive.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
  @TempDir Path folder;

  @Test
  void anythingAroundAnything() throws Exception {
    for (String inside : List.of("pg15-custom.dump", "pg15-tar.tar", "pg15-plain.sql")) {
      byte[] dump = bytes(inside);
      List<TocEntry> expected = whole(Fixtures.path(inside)).entries();
      byte[] zipped = Wrapping.zstd(Wrapping.gzip(dump));
      byte[] all = Wrapping.encrypt(zipped, Fixtures.PASSPHRASE, 10_000);
      check(Wrapping.gzip(dump), expected, Wrapper.GZIP);
      check(Wrapping.zstd(dump), expected, Wrapper.ZSTD);
      check(all, expected, Wrapper.OPENSSL, Wrapper.ZSTD, Wrapper.GZIP);
    }
  }

  @Test
  void severalFramesOfZstd() throws Exception {
    byte[] sql = bytes("pg15-plain.sql");
    byte[] first = Wrapping.zstd(java.util.Arrays.copyOf(sql, 5000));
    byte[] second = Wrapping.zstd(java.util.Arrays.copyOfRange(sql, 5000, sql.length));
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2};
    List<TocEntry> expected = whole(Fixtures.path("pg15-plain.sql")).entries();
    check(Wrapping.concat(skippable, first, second), expected, Wrapper.ZSTD);
    Path file = Files.write(folder.resolve("a"), Wrapping.concat(first, second, new byte[] {1, 2}));
    assertThat(Fixtures.complaint(file)).isPresent();
  }

  private void check(byte[] content, List<TocEntry> expected, Wrapper... wrappers)
      throws Exception {
    Path file = Files.write(folder.resolve("named-by-nothing"), content);
    assertThat(whole(file).entries()).isEqualTo(expected);
    assertThat(whole(file).wrappers()).containsExactly(wrappers);
    assertThat(READER.inspect(file).entries()).hasSameSizeAs(expected);
  }
}
