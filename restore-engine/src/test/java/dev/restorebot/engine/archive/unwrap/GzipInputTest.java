package dev.restorebot.engine.archive.unwrap;

import static dev.restorebot.engine.archive.Wrapping.concat;
import static dev.restorebot.engine.archive.Wrapping.gzip;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipInputTest {
  private static final byte[] HELLO = "hello ".getBytes(US_ASCII);
  private static final byte[] WORLD = "world".getBytes(US_ASCII);

  @Test
  void oneMember() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    assertThat(unpack(gzip(noise))).isEqualTo(noise);
    assertThat(unpack(gzip(new byte[0]))).isEmpty();
  }

  @Test
  void membersOneAfterTheOther() throws IOException {
    byte[] both = concat(gzip(HELLO), gzip(new byte[0]), gzip(WORLD));
    assertThat(unpack(both)).asString(US_ASCII).isEqualTo("hello world");
  }

  @Test
  void paddingWithZerosIsNoMatter() throws IOException {
    assertThat(unpack(concat(gzip(HELLO), new byte[512]))).isEqualTo(HELLO);
  }

  @Test
  void anythingElseAfterTheEndIs() {
    expect(concat(gzip(HELLO), WORLD), ProblemCode.BACKUP_CORRUPT);
    expect(concat(gzip(HELLO), new byte[] {0, 0, 1}), ProblemCode.BACKUP_CORRUPT);
    expect(concat(gzip(HELLO), new byte[] {0x1f, 0}), ProblemCode.BACKUP_CORRUPT);
    expect(concat(gzip(HELLO), new byte[] {0x1f}), ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void headersWithEverythingInThem() throws IOException {
    byte[] plain = gzip(HELLO);
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] head = Arrays.copyOf(plain, 10);
    head[3] = 2 + 4 + 8 + 16;
    byte[] extra = {3, 0, 1, 2, 3};
    byte[] name = "a.sql\0comment\0".getBytes(US_ASCII);
    byte[] full = concat(head, extra, name, new byte[] {9, 9}, body);

    assertThat(unpack(full)).isEqualTo(HELLO);
    for (int length = 0; length < full.length; length++) {
      expect(Arrays.copyOf(full, length), ProblemCode.BACKUP_TRUNCATED);
    }
  }

  @Test
  void flagsThatDoNotExist() {
    byte[] gzip = gzip(HELLO);
    gzip[3] = 0x40;
    expect(gzip, ProblemCode.BACKUP_CORRUPT);
    gzip[3] = 0;
    gzip[2] = 7;
    expect(gzip, ProblemCode.BACKUP_CORRUPT);
  }

  private static byte[] unpack(byte[] gzip) throws IOException {
    try (InputStream in = open(gzip)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(byte[] gzip) {
    return new GzipInput(
        new PeekInput(new ByteArrayInputStream(gzip)), new ArchiveMessages(Path.of("a.gz")));
  }

  private static void expect(byte[] gzip, ProblemCode code) {
    assertThatThrownBy(() -> unpack(gzip))
        .satisfies(
            e -> assertThat(Failures.find(e).orElseThrow().problem().code()).isEqualTo(code));
  }
}
