package dev.restorebot.engine.archive.unwrap;

import static dev.restorebot.engine.archive.Fixtures.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSslDecryptionTest {
  private static final String KEY = "correct horse";

  @TempDir Path folder;

  /** Made by {@code openssl enc} itself, from {@code SELECT 1;}. */
  @ParameterizedTest
  @CsvSource({
    "-md md5, fixture-key-not-a-secret, U2FsdGVkX1/AKJbzBQPzFkYqdrjlZWw+MgNrghRVhDs=",
    "-md sha256, fixture-key-not-a-secret, U2FsdGVkX18mV/xn5VQQyZg7RsCwqJaAs2CVqykra3Q=",
    "-pbkdf2, schlüssel, U2FsdGVkX1/kpzGtpPFkedw9jiGbrhAy/sVPXMBqfRI="
  })
  void whatOpenSslWroteWithOtherOptions(String options, String key, String base64)
      throws Exception {
    Path file = Files.write(folder.resolve("a.enc"), Base64.getDecoder().decode(base64));
    ArchiveReader reader = new ArchiveReader(new ArchiveKey(key, ArchiveKey.DEFAULT_ITERATIONS));
    assertThat(Fixtures.dump(reader, file)).as(options).asString(UTF_8).isEqualTo("SELECT 1;\n");
  }

  @Test
  void aWrongKeySaysWhatTheRunbookSays() throws IOException {
    Path file = write(Wrapping.encrypt(bytes("pg15-custom.dump"), KEY, 3));
    Problem problem = complaint(file, "wrong horse", 200_000, 3).orElseThrow();

    assertThat(problem.code()).isEqualTo(ProblemCode.BAD_DECRYPT);
    assertThat(problem.message())
        .startsWith("bad decrypt: a.enc cannot be decrypted.")
        .contains("BACKUP_ENCRYPTION_KEY is not the key")
        .contains("tried with 200,000 and 3 PBKDF2 iterations")
        .doesNotContain("horse");
    assertThat(problem.hint()).contains("BACKUP_ENCRYPTION_KEY").contains("`backups.iterations`");
  }

  /** One block of noise looks like text more often than one would think. */
  @Test
  void aWrongKeyForAVeryShortFile() throws IOException {
    Path file = write(Wrapping.encrypt("SELECT 1;\n".getBytes(UTF_8), KEY, 1));
    for (int i = 0; i < 2_000; i++) {
      assertThat(complaint(file, "wrong " + i, 1).orElseThrow().code())
          .isEqualTo(ProblemCode.BAD_DECRYPT);
    }
  }

  @Test
  void countsThatWereNotUsedAreTriedInOrder() throws IOException {
    Path file = write(Wrapping.encrypt(bytes("pg15-plain.sql.gz"), KEY, 3));
    assertThat(complaint(file, KEY, 1, 2, 3)).isEmpty();
    assertThat(complaint(file, KEY, 1, 2).orElseThrow().code()).isEqualTo(ProblemCode.BAD_DECRYPT);
  }

  @Test
  void withoutAKeyTheSettingIsNamed() throws IOException {
    Path file = write(Wrapping.encrypt(bytes("pg15-custom.dump"), KEY, 1));
    Problem problem = complaint(file, "", 1).orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.KEY_MISSING);
    assertThat(problem.message()).contains("a.enc").contains("BACKUP_ENCRYPTION_KEY is not set");
  }

  @Test
  void aRightKeyForSomethingElseIsNoBadDecrypt() throws IOException {
    byte[] prose = "Dear diary, nothing happened today, nothing at all.\n".getBytes(UTF_8);
    assertThat(code(Wrapping.encrypt(prose, KEY, 1))).isEqualTo(ProblemCode.BACKUP_NOT_RECOGNISED);
    assertThat(code(Wrapping.encrypt(new byte[0], KEY, 1))).isEqualTo(ProblemCode.BACKUP_EMPTY);
  }

  @Test
  void aDamagedBeginningIsABadDecrypt() throws IOException {
    byte[] encrypted = Wrapping.encrypt(bytes("pg15-custom.dump"), KEY, 1);
    encrypted[9] ^= 1;
    assertThat(code(encrypted)).isEqualTo(ProblemCode.BAD_DECRYPT);
  }

  @Test
  void everyLengthAroundABlockAndAChunk() throws Exception {
    for (int length : List.of(20, 31, 32, 33, 65_519, 65_520, 65_535, 65_536, 65_537, 131_072)) {
      byte[] sql = ("SELECT '" + "x".repeat(length - 11) + "';\n").getBytes(UTF_8);
      Path file = write(Wrapping.encrypt(sql, KEY, 1));
      assertThat(Fixtures.dump(reader(KEY, 1), file)).hasSize(length).isEqualTo(sql);
    }
  }

  @Test
  void nothingButASaltIsTruncated() throws IOException {
    byte[] encrypted = Wrapping.encrypt(bytes("pg15-custom.dump"), KEY, 1);
    assertThat(code(Arrays.copyOf(encrypted, 16))).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(code(Arrays.copyOf(encrypted, 31))).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void theKeyIsInNoText() {
    ArchiveKey key = new ArchiveKey(KEY, List.of(1));
    assertThat(key.toString()).doesNotContain("horse");
  }

  private ProblemCode code(byte[] encrypted) throws IOException {
    return complaint(write(encrypted), KEY, 1).orElseThrow().code();
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("a.enc"), content);
  }

  private static Optional<Problem> complaint(Path file, String key, Integer... iterations) {
    return Fixtures.complaint(reader(key, iterations), file);
  }

  private static ArchiveReader reader(String key, Integer... iterations) {
    return new ArchiveReader(new ArchiveKey(key, List.of(iterations)));
  }
}
