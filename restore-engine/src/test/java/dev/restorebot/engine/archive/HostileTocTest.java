package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.OtherProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of contents that contradict themselves, or are larger than the memory. */
@Timeout(120)
class HostileTocTest {
  private static final int MILLION = 1_000_000;

  private static final int MANY = 250_000;

  @TempDir Path folder;

  /** What pg_restore makes of them is shown by {@link HostileTocIT}. */
  @ParameterizedTest
  @CsvSource({"2, 1, in a circle", "1, 2, on themselves", "77, 20000000, on nothing"})
  void dependenciesDoNotMatterToTheReader(String first, String second, String what)
      throws Exception {
    Entry one = new Entry(1, "TABLE");
    Entry two = new Entry(2, "TABLE");
    one.dependencies = List.of(first);
    two.dependencies = List.of(second);
    Path file = Files.write(folder.resolve("a"), ArchiveWriter.archive(14, one, two));
    assertThat(Fixtures.whole(file).entries()).as(what).hasSize(2);
    assertThat(Fixtures.READER.inspect(file).entries()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "20000001", "99999999999", "x", ""})
  void impossibleDependencies(String id) throws IOException {
    Entry one = new Entry(1, "TABLE");
    one.dependencies = List.of(id);
    Path file = Files.write(folder.resolve("a"), ArchiveWriter.archive(14, one));
    assertThat(Fixtures.complaint(file).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
  }

  /** Five million of them, which are passed over and not kept. */
  @Test
  void dependenciesTakeNoMemory() throws Exception {
    Path file = folder.resolve("a");
    byte[] one = new ArchiveWriter(14).text("19999999").bytes();
    try (OutputStream out = packed(file)) {
      Entry table = new Entry(1, "TABLE");
      byte[] whole = new ArchiveWriter(14).head(1).toc(List.of(table)).bytes();
      int end = 5 + 1 + 8; // no more dependencies, flag, offset
      out.write(whole, 0, whole.length - end);
      for (int i = 0; i < 5 * MILLION; i++) {
        out.write(one);
      }
      out.write(whole, whole.length - end, end);
    }
    assertThat(readWith("-Xmx48m", file)).isEqualTo("entries 1");
  }

  /** Packed, such a file has a few megabytes. */
  @Test
  void aLongTableOfContentsIsReadOrRefusedButNeverBreaksTheMemory() throws Exception {
    Path file = folder.resolve("many");
    try (OutputStream out = packed(file)) {
      out.write(new ArchiveWriter(14).head(1).integer(MANY).bytes());
      for (int i = 1; i <= MANY; i++) {
        Entry comment = new Entry(i, "COMMENT");
        comment.name = "COLUMN x.a" + i;
        comment.definition = "COMMENT ON COLUMN public.x.a IS 'one of many';\n";
        ArchiveWriter writer = new ArchiveWriter(14);
        writer.entry(comment);
        out.write(writer.bytes());
      }
    }
    assertThat(Files.size(file)).isLessThan(4 << 20);
    assertThat(readWith("-Xmx350m", file)).isEqualTo("entries " + MANY);
    assertThat(readWith("-Xmx16m", file))
        .startsWith("out-of-memory: The table of contents of many is too large for the memory")
        .contains("This says nothing about the backup");
  }

  @Test
  void manyObjectsInPlainSqlToo() throws Exception {
    Path file = folder.resolve("many.sql");
    try (OutputStream out = packed(file)) {
      for (int i = 1; i <= MANY; i++) {
        String comment = "--\n-- Name: t%d; Type: TABLE; Schema: public; Owner: a\n--\n\n";
        out.write(comment.formatted(i).getBytes(StandardCharsets.US_ASCII));
      }
      out.write("SELECT 1;\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(readWith("-Xmx16m", file)).startsWith("out-of-memory: The table of contents of");
  }

  private static OutputStream packed(Path file) throws IOException {
    return new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16);
  }

  private static String readWith(String memory, Path file) throws Exception {
    try (OtherProcess reader = OtherProcess.start(List.of(memory), ReadsWhole.class, file)) {
      return reader.line();
    }
  }
}
