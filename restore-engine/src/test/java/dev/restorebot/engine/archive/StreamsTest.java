package dev.restorebot.engine.archive;

import static dev.restorebot.engine.archive.Fixtures.READER;
import static dev.restorebot.engine.archive.Fixtures.path;
import static dev.restorebot.engine.archive.Fixtures.whole;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "pg15-custom.dump,pg15-custom.dump",
    "pg15-custom.dump.enc,pg15-custom.dump",
    "pg15-custom-iter10000.dump.enc,pg15-custom.dump",
    "pg15-plain.sql.gz,pg15-plain.sql",
    "pg15-plain.sql.gz.enc,pg15-plain.sql",
    "pg15-tar.tar,pg15-tar.tar"
  })
  void theStreamIsTheDumpWithEverythingTakenOff(String stored, String inside) throws Exception {
    assertThat(Fixtures.dump(READER, path(stored))).isEqualTo(Fixtures.bytes(inside));
    int third =
        READER.readAgain(
            whole(path(stored)),
            Cancellation.none(),
            dump -> {
              assertThat(dump.read()).isEqualTo(Fixtures.bytes(inside)[0] & 0xff);
              assertThat(dump.skip(100)).isEqualTo(100);
              return dump.read();
            });
    assertThat(third).isEqualTo(Fixtures.bytes(inside)[101] & 0xff);
  }

  @Test
  void whatIsWrongInMidStreamCanBeRecovered() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    String sql = "SELECT '" + HexFormat.of().formatHex(noise) + "';\n";
    byte[] gzip = Wrapping.gzip(sql.getBytes(UTF_8));
    Path file = Files.write(folder.resolve("a.sql.gz"), Arrays.copyOf(gzip, gzip.length - 9));

    assertThatThrownBy(
            () ->
                READER.readAgain(
                    Fixtures.asRead(file),
                    Cancellation.none(),
                    dump -> dump.transferTo(OutputStream.nullOutputStream())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED))
        .satisfies(e -> assertThat(ArchiveReader.problemOf(new IOException(e))).isPresent());
    assertThat(ArchiveReader.problemOf(new IOException("disk"))).isEmpty();
  }

  @Test
  void aFileThatBecameAFolderWasChanged() throws Exception {
    Path file = Files.copy(path("pg15-plain.sql"), folder.resolve("a.sql"));
    BackupArchive read = whole(file);
    Files.delete(file);
    Files.createDirectory(file);

    assertThatThrownBy(() -> READER.readAgain(read, Cancellation.none(), InputStream::readAllBytes))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED));
  }

  @ParameterizedTest
  @CsvSource({"pg15-plain.sql", "pg15-directory"})
  void aCancelledReadingStops(String name) {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThatThrownBy(() -> READER.readWhole(path(name), p -> {}, cancellation))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void progressGrowsToOne() throws Exception {
    String row = "COPY t FROM stdin;\n" + "x\n".repeat(8_000_000) + "\\.\n";
    Path file = Files.writeString(folder.resolve("a.sql"), row);
    List<Progress> heard = new ArrayList<>();

    READER.readWhole(file, heard::add, Cancellation.none());

    assertThat(heard.size()).isBetween(3, 100);
    assertThat(heard).extracting(Progress::fraction).isSorted().last().isEqualTo(1.0);
    assertThat(heard).extracting(Progress::activity).containsOnly("reading a.sql");
  }

  @Test
  void aFileThatGrowsMeanwhileIsNotJudged() throws Exception {
    String rows = "COPY t FROM stdin;\n" + "x\n".repeat(4_000_000) + "\\.\n";
    Path file = Files.writeString(folder.resolve("a.sql"), rows);

    assertThatThrownBy(() -> READER.readWhole(file, p -> append(file), Cancellation.none()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED));
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "x", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
