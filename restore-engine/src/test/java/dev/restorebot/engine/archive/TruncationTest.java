package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No backup that was cut off anywhere ever passes: tried at 500 places or more in each. */
@Timeout(300)
class TruncationTest {
  private static final String KEY = "k";
  private static final ArchiveReader READER = new ArchiveReader(new ArchiveKey(KEY, List.of(1)));

  /** What a file may be called that lacks its end. At its very beginning it may be anything. */
  private static final Set<ProblemCode> EXPECTED =
      Set.of(ProblemCode.BACKUP_TRUNCATED, ProblemCode.BACKUP_EMPTY, ProblemCode.BAD_DECRYPT);

  @TempDir Path folder;

  static Stream<Arguments> archives() {
    byte[] custom = Fixtures.bytes("pg15-custom.dump");
    byte[] plain = Fixtures.bytes("pg15-plain.sql");
    return Stream.of(
        Arguments.of("custom", custom, 1),
        Arguments.of("custom from a pipe", Fixtures.bytes("pg15-custom-pipe.dump"), 7),
        Arguments.of("custom, not compressed", Fixtures.bytes("pg15-custom-z0.dump"), 7),
        Arguments.of("custom of 17", Fixtures.bytes("pg17-custom-lz4.dump"), 7),
        Arguments.of("plain", plain, 7),
        Arguments.of("plain, gzip", Fixtures.bytes("pg15-plain.sql.gz"), 1),
        Arguments.of("plain, zstd", Fixtures.bytes("pg17-plain.sql.zst"), 1),
        Arguments.of("custom, encrypted", Wrapping.encrypt(custom, KEY, 1), 5),
        Arguments.of("plain, encrypted", Wrapping.encrypt(plain, KEY, 1), 11),
        Arguments.of("gzip, encrypted", Wrapping.encrypt(Wrapping.gzip(plain), KEY, 1), 1),
        Arguments.of("tar", Fixtures.bytes("pg15-tar.tar"), 29));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void neverPasses(String what, byte[] archive, int step) throws Exception {
    Path file = folder.resolve("a");
    int end = significantLength(what, archive);
    assertThat(Fixtures.complaint(READER, Files.write(file, archive))).as(what).isEmpty();
    for (int length = end - 1; length >= 0; length -= step) {
      shorten(file, length);
      Optional<Problem> problem = Fixtures.complaint(READER, file);
      assertThat(problem).as("%s, first %d bytes", what, length).isPresent();
      if (length > 512) {
        assertThat(EXPECTED).as("%d: %s", length, problem).contains(problem.get().code());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void theQuickLookFindsMostAndNeverFailsOtherwise(String what, byte[] archive, int step)
      throws Exception {
    Path file = folder.resolve("a");
    Files.write(file, archive);
    for (int length = significantLength(what, archive) - 1; length > 512; length -= 97) {
      shorten(file, length);
      assertThat(quick(file)).as("%s, first %d bytes", what, length).isPresent();
    }
    assertThat(step).isPositive();
  }

  @Test
  void aFileOfAFolderThatIsCutOffNeverPasses() throws Exception {
    for (String name : List.of("toc.dat", "3363.dat.gz", "3364.dat.gz", "blobs.toc")) {
      Path copy = copyFolder(name);
      Path file = copy.resolve(name);
      for (long length = Files.size(file) - 1; length >= 0; length--) {
        shorten(file, length);
        assertThat(Fixtures.complaint(copy)).as("%s, %d bytes", name, length).isPresent();
      }
    }
  }

  private static void shorten(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  /** A tar ends with zeros; SQL with empty lines: neither is missed. */
  private static int significantLength(String what, byte[] archive) {
    int end = archive.length;
    if (what.equals("plain")) {
      while (archive[end - 1] == '\n') {
        end--;
      }
    } else if (what.equals("tar")) {
      while (archive[end - 1] == 0) {
        end--;
      }
      end = (end + 511) / 512 * 512 + 1024;
    }
    return end;
  }

  private static Optional<Problem> quick(Path file) {
    try {
      READER.inspect(file);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private Path copyFolder(String name) throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy-" + name));
    try (Stream<Path> files = Files.list(Fixtures.path("pg15-directory"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName().toString()));
      }
    }
    return copy;
  }
}
