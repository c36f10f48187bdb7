package dev.restorebot.engine.archive;

import static dev.restorebot.engine.archive.Fixtures.bytes;
import static dev.restorebot.engine.archive.Fixtures.complaint;
import static dev.restorebot.engine.archive.Fixtures.whole;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people pack backups with: read to the end, and no damage passes. */
@Timeout(300)
class FormatsTest {
  private static final byte[] SQL = bytes("pg15-plain.sql");
  private static final byte[] NONE = {};

  @TempDir Path folder;

  /** A way to pack a backup. */
  private enum Packed {
    XZ(Wrapper.XZ),
    BZIP2(Wrapper.BZIP2),
    LZ4(Wrapper.LZ4),
    ZIP(Wrapper.ZIP),
    TAR_GZ(Wrapper.GZIP),
    TAR_OF_DIRECTORY(Wrapper.GZIP);

    private final Wrapper wrapper;

    Packed(Wrapper wrapper) {
      this.wrapper = wrapper;
    }

    private byte[] content() {
      return switch (this) {
        case XZ -> Wrapping.xz(SQL);
        case BZIP2 -> Wrapping.bzip2(SQL);
        case LZ4 -> Wrapping.lz4(SQL);
        case ZIP -> Wrapping.zip(Map.of("zenops.sql", SQL));
        case TAR_GZ -> Wrapping.gzip(Wrapping.tar(inFolder("zenops.sql", SQL)));
        case TAR_OF_DIRECTORY -> Wrapping.gzip(Wrapping.tar(directory()));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadToItsEnd(Packed packed) throws Exception {
    List<TocEntry> expected = whole(Fixtures.path("pg15-plain.sql")).entries();
    Path file = write(packed.content());
    BackupArchive archive = whole(file);
    assertThat(archive.wrappers()).startsWith(packed.wrapper);
    assertThat(archive.readWhole()).isTrue();
    assertThat(Fixtures.names(archive, "TABLE"))
        .isEqualTo(
            expected.stream().filter(e -> e.kind().equals("TABLE")).map(TocEntry::name).toList());
    assertThat(Fixtures.quickComplaint(file)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void cutOffAnywhereNeverPasses(Packed packed) throws Exception {
    byte[] content = packed.content();
    for (int length = content.length - 1; length >= 0; length -= 7) {
      assertThat(complaint(write(Arrays.copyOf(content, length))))
          .as("%s, first %d bytes", packed, length)
          .isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anythingAfterItsEndIsDamage(Packed packed) throws Exception {
    for (byte[] more : List.of(new byte[] {1}, "garbage".getBytes(US_ASCII), new byte[] {0, 1})) {
      Problem problem = complaint(write(Wrapping.concat(packed.content(), more))).orElseThrow();
      assertThat(problem.code())
          .as("%s", packed)
          .isIn(ProblemCode.BACKUP_CORRUPT, ProblemCode.BACKUP_TRUNCATED);
    }
  }

  @Test
  void theLegacyFrameOfLz4IsReadAndItsCutsAreSeen() throws Exception {
    byte[] content = Wrapping.legacyLz4(SQL, 40_000);
    BackupArchive archive = whole(write(content));
    assertThat(archive.wrappers()).containsExactly(Wrapper.LZ4);
    assertThat(archive.entries()).isEqualTo(whole(Fixtures.path("pg15-plain.sql")).entries());
    for (int length = content.length - 1; length >= 0; length -= 7) {
      Path cut = write(Arrays.copyOf(content, length));
      assertThat(complaint(cut)).as("first %d bytes", length).isPresent();
    }
    for (byte[] more : List.of(new byte[] {1}, new byte[8], "garbage!".getBytes(US_ASCII))) {
      assertThat(complaint(write(Wrapping.concat(content, more)))).isPresent();
    }
  }

  /** A bit may be one that means nothing, such as a time; what is read is then the same. */
  @ParameterizedTest
  @EnumSource
  void aChangedBitIsFoundOrHarmless(Packed packed) throws Exception {
    byte[] content = packed.content();
    BackupArchive good = whole(write(content));
    Random random = new Random(20261128);
    int found = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = content.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = write(damaged);
      if (complaint(file).isPresent()) {
        found++;
      } else {
        assertThat(whole(file).entries()).as("%s", packed).isEqualTo(good.entries());
      }
    }
    assertThat(found).as("%s", packed).isGreaterThan(270);
  }

  @Test
  void severalStreamsAreOneFile() throws Exception {
    byte[] first = Arrays.copyOf(SQL, 5000);
    byte[] second = Arrays.copyOfRange(SQL, 5000, SQL.length);
    List<TocEntry> expected = whole(Fixtures.path("pg15-plain.sql")).entries();
    for (byte[] both :
        List.of(
            Wrapping.concat(Wrapping.xz(first), new byte[8], Wrapping.xz(second)),
            Wrapping.concat(Wrapping.bzip2(first), Wrapping.bzip2(second)),
            Wrapping.concat(Wrapping.lz4(first), Wrapping.lz4(second)))) {
      assertThat(whole(write(both)).entries()).isEqualTo(expected);
    }
  }

  @Test
  void whatFileManagersAddIsNoSecondFile() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("backup/", NONE);
    files.put("backup/.DS_Store", new byte[100]);
    files.put("backup/zenops.sql", SQL);
    files.put("__MACOSX/backup/._zenops.sql", new byte[100]);
    files.put("backup/zenops.sql.sha256", new byte[64]);
    assertThat(complaint(write(Wrapping.zip(files)))).isEmpty();
    assertThat(complaint(write(Wrapping.tar(files)))).isEmpty();
  }

  @Test
  void severalFilesAreNotGuessed() throws Exception {
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("a.sql", SQL);
    two.put("b.sql", SQL);
    for (byte[] file : List.of(Wrapping.zip(two), Wrapping.tar(two))) {
      Problem problem = complaint(write(file)).orElseThrow();
      assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
      assertThat(problem.message()).contains("several files (a.sql, b.sql");
    }
  }

  @Test
  void aTarOfNoBackupIsNamed() throws Exception {
    Map<String, byte[]> uploads = Map.of("uploads/1.pdf", "%PDF-1.4".getBytes(US_ASCII));
    assertThat(complaint(write(Wrapping.tar(uploads))).orElseThrow().message())
        .contains("is a tar, but not one that pg_dump made, and its first file is not a backup");
    assertThat(complaint(write(Wrapping.tar(Map.of("empty/", NONE)))).orElseThrow().message())
        .contains("without a file in it");
  }

  @Test
  void longNamesInATarAreRead() throws Exception {
    String name = "very-long/".repeat(30) + "zenops.sql";
    assertThat(complaint(write(Wrapping.tar(Map.of(name, SQL))))).isEmpty();
  }

  static Stream<Arguments> damagedDirectories() {
    Map<String, byte[]> without = directory();
    without.remove("zenops/3363.dat.gz");
    Map<String, byte[]> noToc = directory();
    noToc.remove("zenops/toc.dat");
    Map<String, byte[]> cut = directory();
    cut.computeIfPresent(
        "zenops/3363.dat.gz", (name, rows) -> Arrays.copyOf(rows, rows.length / 2));
    Map<String, byte[]> noObject = directory();
    noObject.remove("zenops/blob_90001.dat.gz");
    return Stream.of(
        Arguments.of(without, "the file 3363.dat with table public."),
        Arguments.of(noToc, "the file toc.dat with the table of contents"),
        Arguments.of(cut, "3363.dat.gz is cut off"),
        Arguments.of(noObject, "it lists 1 large objects, and 0"));
  }

  @ParameterizedTest
  @MethodSource("damagedDirectories")
  void aTarOfADirectoryIsCheckedAsTheDirectoryIs(Map<String, byte[]> files, String words)
      throws Exception {
    assertThat(complaint(write(Wrapping.tar(files))).orElseThrow().message()).contains(words);
  }

  @Test
  void aTarOfADirectoryHasTheEntriesOfTheDirectory() throws Exception {
    BackupArchive directory = whole(Fixtures.path("pg15-directory"));
    Path file = write(Wrapping.tar(directory()));
    BackupArchive tarred = whole(file);
    assertThat(tarred.format()).isEqualTo(ArchiveFormat.DIRECTORY);
    assertThat(tarred.wrappers()).containsExactly(Wrapper.TAR);
    assertThat(tarred.entries()).isEqualTo(directory.entries());
    assertThat(tarred.header()).isEqualTo(directory.header());
    assertThat(Fixtures.READER.inspect(file).entries()).hasSameSizeAs(directory.entries());
  }

  @Test
  void utf16WithoutAByteOrderMarkIsNamed() throws Exception {
    String sql = new String(SQL, US_ASCII);
    for (byte[] text : List.of(sql.getBytes(UTF_16LE), sql.getBytes(UTF_16BE))) {
      assertThat(complaint(write(text)).orElseThrow().message()).contains("is text in UTF-16");
    }
  }

  @Test
  void aPasswordOfAZipIsNamed() throws Exception {
    byte[] zip = Wrapping.zip(Map.of("zenops.sql", SQL));
    zip[6] |= 1;
    assertThat(complaint(write(zip)).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("named-by-nothing"), content);
  }

  private static Map<String, byte[]> inFolder(String name, byte[] content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("backup/", NONE);
    files.put("backup/" + name, content);
    return files;
  }

  /** As {@code tar} packs a directory: the table of contents comes last. */
  private static Map<String, byte[]> directory() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("zenops/", NONE);
    try (Stream<Path> all = Files.list(Fixtures.path("pg15-directory"))) {
      for (Path file : all.sorted().toList()) {
        files.put("zenops/" + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }
}
