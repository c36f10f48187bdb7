package dev.restorebot.engine.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.archive.pgdump.EntryRules;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what pg_restore passes over in silence, nothing passes here. */
class StrictArchiveTest {
  private static final String DATA = "1\ta\n2\tb\n\\.\n\n\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 14, 15, 16})
  void everyVersionIsRead(int minor) throws Exception {
    Entry table = new Entry(7, "TABLE");
    table.definition = "CREATE TABLE t (a int);";
    byte[] archive = ArchiveWriter.archive(minor, table, Entry.rows(9, "t", DATA));
    Path file = Files.write(folder.resolve("a"), archive);

    BackupArchive read = Fixtures.whole(file);

    assertThat(read.header().archiveVersion()).contains("1." + minor);
    assertThat(read.header().database()).contains("shop");
    assertThat(read.header().compression()).contains("none");
    assertThat(read.header().createdAt())
        .contains(
            LocalDateTime.of(2026, 2, 9, 14, 30, 59).atZone(ZoneId.systemDefault()).toInstant());
    TocEntry first = read.entries().get(0);
    assertThat(first.display()).isEqualTo("TABLE public.t");
    assertThat(first.owner()).isEqualTo("alice");
    assertThat(read.entries().get(1).rows()).hasValue(2);
    assertThat(Fixtures.READER.inspect(file).entries()).hasSize(2);
  }

  @Test
  void whatFollowsAfterTheLastDataIsNamedAsThat() throws IOException {
    byte[] archive = Fixtures.bytes("pg15-custom-pipe.dump");
    for (String more : List.of("xx", "PGDMP and another dump", "\n")) {
      byte[] longer = Arrays.copyOf(archive, archive.length + more.length());
      System.arraycopy(more.getBytes(ISO_8859_1), 0, longer, archive.length, more.length());
      assertThat(complaintOf(longer).orElseThrow().message()).contains("after its last data");
    }
  }

  /** pg_dump 17 appends it where its standard output is a file. */
  @Test
  void theCopyOfTheTableOfContentsIsReadToItsEndAndEqual() throws Exception {
    byte[] archive = Fixtures.bytes("pg17-custom-stdout.dump");
    String text = new String(archive, ISO_8859_1);
    int copy = text.lastIndexOf("ENCODING", text.lastIndexOf("ENCODING") - 1);
    assertThat(copy).isGreaterThan(archive.length / 2);
    assertThat(complaintOf(archive)).isEmpty();

    byte[] different = archive.clone();
    different[copy] = 'e';
    assertThat(complaintOf(different).orElseThrow().message()).contains("after its last data");
    byte[] more = Arrays.copyOf(archive, archive.length + 1);
    assertThat(complaintOf(more).orElseThrow().message()).contains("after its last data");
    for (int cut = 1; cut < archive.length - copy; cut += 13) {
      assertThat(complaintOf(Arrays.copyOf(archive, archive.length - cut)))
          .as("%d bytes cut off", cut)
          .hasValueSatisfying(
              problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED));
    }
  }

  private Optional<Problem> complaintOf(byte[] archive) throws IOException {
    return Fixtures.complaint(Fixtures.READER, Files.write(folder.resolve("a"), archive));
  }

  static Stream<Arguments> oddities() {
    return Stream.of(
        odd("no section", e -> e.section = 0, "no valid section"),
        odd("section 5", e -> e.section = 5, "no valid section"),
        odd("rows before the data", e -> e.section = EntryRules.PRE_DATA, "wrong section"),
        odd("rows after the data", e -> e.section = EntryRules.POST_DATA, "wrong section"),
        odd("marked as without data", e -> e.hadDumper = 0, "marked as having no data"),
        odd("odd mark", e -> e.hadDumper = 2, "not valid"),
        odd("not of a kind with data", e -> e.kind = "TABLE DATB", "marked as having data"),
        odd("place says no data", e -> e.offsetFlag = 3, "the data offset"),
        odd("unknown place", e -> e.offsetFlag = 4, "not valid"),
        odd("letters for a number", e -> e.oid = "12x", "number in its table of contents"),
        odd("too large a number", e -> e.oid = "4294967296", "not valid"),
        odd("neither true nor false", e -> e.withOids = "yes", "not valid"),
        odd("dependency on nothing", e -> e.dependencies = List.of("0"), "entry number 0"),
        odd("zero byte in a text", e -> e.name = "a\0b", "zero byte"),
        odd("rows without their end", e -> e.data = new byte[] {'1', '\n'}, "do not end as"),
        odd("no rows and no end", e -> e.data = new byte[0], "do not end as"));
  }

  private static Arguments odd(String what, Consumer<Entry> change, String words) {
    return Arguments.of(what, change, words);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void anEntryThatPgDumpCannotHaveWritten(String what, Consumer<Entry> change, String words)
      throws IOException {
    Entry rows = Entry.rows(9, "t", DATA);
    change.accept(rows);
    Problem problem = complaint(ArchiveWriter.archive(14, new Entry(7, "TABLE"), rows));
    assertThat(problem.code()).as(what).isEqualTo(ProblemCode.BACKUP_CORRUPT);
    assertThat(problem.message()).contains(words);
  }

  @Test
  void twoEntriesWithOneNumber() throws IOException {
    Problem problem =
        complaint(ArchiveWriter.archive(14, new Entry(7, "TABLE"), new Entry(7, "VIEW")));
    assertThat(problem.message()).contains("two entries").contains("7");
  }

  @Test
  void dataOfNothing() throws IOException {
    Entry rows = Entry.rows(9, "t", DATA);
    Entry stray = Entry.rows(8, "s", DATA);
    Problem problem = complaint(ArchiveWriter.archive(14, List.of(rows), List.of(rows, stray)));
    assertThat(problem.message()).contains("its table of contents does not list");
  }

  @Test
  void dataTwice() throws IOException {
    Entry rows = Entry.rows(9, "t", DATA);
    rows.offsetFlag = 1;
    Problem problem = complaint(ArchiveWriter.archive(14, List.of(rows), List.of(rows, rows)));
    assertThat(problem.message()).contains("table public.t is in it twice");
  }

  @Test
  void dataMissing() throws IOException {
    Entry first = Entry.rows(8, "s", DATA);
    Entry second = Entry.rows(9, "t", DATA);
    second.offsetFlag = 1;
    Problem problem = complaint(ArchiveWriter.archive(14, List.of(first, second), List.of(first)));
    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(problem.message()).contains("before the data of table public.t");
  }

  @Test
  void dataElsewhere() throws IOException {
    Entry first = Entry.rows(8, "s", DATA);
    Entry second = Entry.rows(9, "t", DATA + DATA);
    second.data = Entry.rows(9, "t", "3\n\\.\n\n\n").data;
    byte[] good = ArchiveWriter.archive(14, first, second);
    assertThat(Fixtures.complaint(Files.write(folder.resolve("good"), good))).isEmpty();
    first.offset++;
    Problem problem = complaint(ArchiveWriter.archive(14, first, second));
    assertThat(problem.message()).contains("not where its table of contents says");
  }

  @Test
  void bytesAfterTheEnd() throws IOException {
    byte[] good = ArchiveWriter.archive(14, Entry.rows(9, "t", DATA));
    complaint(Wrapping.concat(good, new byte[] {0}));
    complaint(Wrapping.concat(good, new byte[512]));
    byte[] schemaOnly = ArchiveWriter.archive(14, new Entry(9, "TABLE"));
    complaint(Wrapping.concat(schemaOnly, new byte[] {1}));
  }

  @Test
  void unknownKindsAreTolerated() throws Exception {
    byte[] archive = ArchiveWriter.archive(16, new Entry(7, "HOLOGRAM"));
    assertThat(Fixtures.complaint(Files.write(folder.resolve("a"), archive))).isEmpty();
  }

  private Problem complaint(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("a"), archive);
    return Fixtures.complaint(file).orElseThrow();
  }
}
