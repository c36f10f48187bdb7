package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a header announces: an answer, at once, with little memory. */
@Timeout(60)
class HostileArchiveTest {
  private static final long LITTLE = 8L << 20;

  @TempDir Path folder;

  @BeforeEach
  void loadClasses() {
    Fixtures.complaint(Fixtures.path("pg15-custom.dump"));
    Fixtures.quickComplaint(Fixtures.path("pg15-custom-truncated.dump"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, -2, Integer.MIN_VALUE + 1, 1 << 30, (1 << 20) + 1})
  void impossibleTextLengths(int length) throws IOException {
    byte[] archive = new ArchiveWriter(14).raw(headWithoutTexts()).integer(length).bytes();
    assertThat(cheaply(archive).code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
  }

  @Test
  void aTextThatIsNotThere() throws IOException {
    byte[] archive = new ArchiveWriter(14).raw(headWithoutTexts()).integer(1_000_000).bytes();
    assertThat(cheaply(archive).code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, 5_000_001})
  void impossibleNumbersOfEntries(int count) throws IOException {
    byte[] archive = new ArchiveWriter(14).head(1).integer(count).bytes();
    assertThat(cheaply(archive).message()).contains("impossible number of " + count + " entries");
  }

  @Test
  void entriesThatAreNotThere() throws IOException {
    byte[] archive = new ArchiveWriter(14).head(1).integer(4_999_999).bytes();
    assertThat(cheaply(archive).code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -7, Integer.MAX_VALUE, 20_000_001})
  void impossibleEntryNumbers(int id) throws IOException {
    byte[] archive = ArchiveWriter.archive(14, new Entry(id, "TABLE"));
    assertThat(cheaply(archive).message()).contains("impossible entry number " + id);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, -1, Integer.MIN_VALUE + 1})
  void impossiblePieces(int length) throws IOException {
    Entry rows = Entry.rows(1, "t", "");
    rows.offsetFlag = 1;
    byte[] archive =
        new ArchiveWriter(14).head(1).toc(List.of(rows)).raw(1).integer(1).integer(length).bytes();
    assertThat(cheaply(archive).code())
        .isEqualTo(length > 0 ? ProblemCode.BACKUP_TRUNCATED : ProblemCode.BACKUP_CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, -1, 1})
  void impossibleOffsets(long offset) throws IOException {
    Entry rows = Entry.rows(1, "t", "1\n\\.\n\n\n");
    rows.offset = offset;
    byte[] archive = ArchiveWriter.archive(14, rows);
    Path file = Files.write(folder.resolve("a"), archive);
    assertThat(Fixtures.quickComplaint(file)).isPresent();
    assertThat(Fixtures.complaint(file)).isPresent();
  }

  @Test
  void aBombOfZeros() throws IOException {
    byte[] bomb = Wrapping.gzip(new byte[64 << 20]);
    assertThat(cheaply(bomb).code()).isEqualTo(ProblemCode.BACKUP_NOT_RECOGNISED);
  }

  @Test
  void aHugeLastTableIsNotWalkedByAQuickLook() throws Exception {
    Entry rows = Entry.rows(1, "t", "");
    byte[] head = new ArchiveWriter(14).head(1).toc(List.of(rows)).bytes();
    rows.offset = head.length;
    head = new ArchiveWriter(14).head(1).toc(List.of(rows)).bytes();
    Path file = Files.write(folder.resolve("a"), head);
    int length = 200 << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(head.length);
      sparse.write(new ArchiveWriter(14).raw(1).integer(1).integer(length).bytes());
      sparse.seek(sparse.getFilePointer() + length);
      sparse.write(new byte[5]);
    }

    assertThat(Fixtures.quickComplaint(file)).isEmpty();
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(sparse.length() - 3);
      sparse.write(1);
    }
    assertThat(Fixtures.quickComplaint(file).orElseThrow().code())
        .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void aLineOfAnyLengthTakesNoMemory() throws IOException {
    byte[] line = new byte[32 << 20];
    java.util.Arrays.fill(line, (byte) 'x');
    byte[] copy = "COPY t FROM stdin;\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] quote = "SELECT '".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] comment = "SELECT 1; -- ".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] zero = new byte[1];
    assertThat(cheaply(Wrapping.concat(copy, line)).message())
        .contains("in the middle of the rows");
    assertThat(cheaply(Wrapping.concat(quote, line)).message()).contains("of a quoted text");
    assertThat(cheaply(Wrapping.concat(comment, line, zero)).message()).contains("zero byte");
  }

  /** The header up to the first text, the database's name. */
  private static byte[] headWithoutTexts() {
    byte[] head = new ArchiveWriter(14).head(1).bytes();
    int texts = 5 + 4 + 5 + 30 + 5 + 5;
    return java.util.Arrays.copyOf(head, head.length - texts);
  }

  private Problem cheaply(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("a"), archive);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Problem problem = Fixtures.complaint(file).orElseThrow();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
    assertThat(Fixtures.quickComplaint(file)).isPresent();
    return problem;
  }
}
