package dev.restorebot.engine.archive.pgdump;

import static dev.restorebot.engine.archive.Fixtures.complaint;
import static dev.restorebot.engine.archive.Fixtures.quickComplaint;
import static dev.restorebot.engine.archive.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArchiveTest {
  private static final String ROWS = "3363.dat";

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(Fixtures.path("pg15-directory"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
  }

  @Test
  void theDigestCoversEveryNameAndEveryByte() throws Exception {
    String digest = whole(folder).sha256().orElseThrow();
    assertThat(digest).isEqualTo(whole(Fixtures.path("pg15-directory")).sha256().orElseThrow());

    Files.writeString(folder.resolve("note.txt"), "");
    String withNote = whole(folder).sha256().orElseThrow();
    Files.move(folder.resolve("note.txt"), folder.resolve("memo.txt"));
    String withMemo = whole(folder).sha256().orElseThrow();
    Files.writeString(folder.resolve("memo.txt"), "x");

    assertThat(whole(folder).sha256().orElseThrow()).isNotIn(digest, withNote, withMemo);
    assertThat(withNote).isNotIn(digest, withMemo);
  }

  @Test
  void aTableOfContentsThatChangesBeforeItIsHashedIsAChange() throws Exception {
    ArchiveMessages messages = new ArchiveMessages(folder);
    for (String name : List.of("toc.dat", "blobs.toc")) {
      DirectoryArchive directory = new DirectoryArchive(folder, messages);
      assertThat(directory.inspect().entries()).isNotEmpty();
      Path file = folder.resolve(name);
      byte[] content = Files.readAllBytes(file);
      byte[] other = content.clone();
      other[other.length - 2] ^= 1;
      Swapping.swap(file, other);

      assertThatThrownBy(
              () ->
                  directory.readWhole(
                      new DigestInput.Reading("b", 1, ProgressListener.none(), Cancellation.none()),
                      Optional.empty()))
          .hasMessageContaining("changed while it was being read");
      Files.write(file, content);
    }
  }

  @Test
  void aFileIsMissing() throws IOException {
    Files.delete(folder.resolve(ROWS + ".gz"));
    assertThat(complaint(folder).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(quickComplaint(folder).orElseThrow().message())
        .contains("the file 3363.dat with table public.")
        .contains("is not in the folder");
  }

  @Test
  void aLargeObjectIsMissing() throws IOException {
    Files.delete(folder.resolve("blob_90001.dat.gz"));
    assertThat(quickComplaint(folder).orElseThrow().message())
        .contains("it lists 1 large objects, and 0");
  }

  @Test
  void aFileIsDamaged() throws IOException {
    Path file = folder.resolve(ROWS + ".gz");
    byte[] gzip = Files.readAllBytes(file);
    gzip[gzip.length - 5] ^= 1;
    Files.write(file, gzip);
    assertThat(complaint(folder).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
    assertThat(complaint(folder).orElseThrow().message()).contains("/3363.dat.gz is damaged");
  }

  @Test
  void otherCompressionsAreReadAndChecked() throws Exception {
    byte[] rows = rows();
    long expected = rowsOf(ROWS);
    checkRepacked("", rows, expected);
    checkRepacked(".zst", Wrapping.zstd(rows), expected);
    checkRepacked(".lz4", lz4(rows), expected);
  }

  private void checkRepacked(String suffix, byte[] content, long expected) throws Exception {
    for (String old : new String[] {"", ".gz", ".zst", ".lz4"}) {
      Files.deleteIfExists(folder.resolve(ROWS + old));
    }
    Path file = Files.write(folder.resolve(ROWS + suffix), content);
    assertThat(rowsOf(ROWS)).as(suffix).isEqualTo(expected);
    for (int length = 0; length < content.length; length++) {
      Files.write(file, Arrays.copyOf(content, length));
      assertThat(complaint(folder)).as("%s, %d bytes", suffix, length).isPresent();
    }
  }

  /** The rows of the entry that is 3363 in the fixture. */
  private long rowsOf(String name) throws Exception {
    int id = Integer.parseInt(name.substring(0, name.indexOf('.')));
    return whole(folder).entries().stream()
        .filter(e -> e.dumpId() == id)
        .findFirst()
        .orElseThrow()
        .rows()
        .orElseThrow();
  }

  private byte[] rows() throws IOException {
    byte[] gzip = Files.readAllBytes(folder.resolve(ROWS + ".gz"));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static byte[] lz4(byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FramedLZ4CompressorOutputStream out = new FramedLZ4CompressorOutputStream(bytes)) {
      out.write(data);
    }
    return bytes.toByteArray();
  }
}
