package dev.restorebot.engine.archive.pgdump;

import static dev.restorebot.engine.archive.Fixtures.complaint;
import static dev.restorebot.engine.archive.Fixtures.quickComplaint;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
  @TempDir Path folder;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @BeforeEach
  void unpack() throws IOException {
    byte[] tar = Fixtures.bytes("pg15-tar.tar");
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
  }

  @Test
  void packedAgainItIsStillGood() throws IOException {
    assertThat(files).containsKeys("toc.dat", "3363.dat", "blobs.toc", "blob_90001.dat");
    assertThat(complaint(tar())).isEmpty();
  }

  @Test
  void rowsOfATableAreMissing() throws IOException {
    files.remove("3363.dat");
    assertThat(complaint(tar()).orElseThrow().message()).contains("the rows of table public.");
    assertThat(quickComplaint(tar())).isPresent();
  }

  @Test
  void rowsWithoutTheirEnd() throws IOException {
    files.put("3363.dat", "1\tx\n".getBytes(UTF_8));
    assertThat(complaint(tar()).orElseThrow().message()).contains("do not end as pg_dump ends");
  }

  @Test
  void aLargeObjectIsMissing() throws IOException {
    files.remove("blob_90001.dat");
    assertThat(complaint(tar()).orElseThrow().message()).contains("lists 1 large objects, and 0");
  }

  @Test
  void theListOfLargeObjectsIsMissing() throws IOException {
    files.remove("blobs.toc");
    assertThat(complaint(tar()).orElseThrow().message()).contains("large objects");
  }

  @Test
  void uploadsAreNoBackup() throws IOException {
    files.clear();
    files.put("photos/1.jpg", new byte[1000]);
    Problem problem = complaint(tar()).orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
    assertThat(problem.message()).contains("a tar, but not one that pg_dump made");
    assertThat(problem.hint()).contains("uploads");
  }

  @Test
  void aTarWithoutItsEndMark() throws IOException {
    byte[] tar = Files.readAllBytes(tar());
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    int blocks = (end + 511) / 512 * 512;
    Path file = Files.write(folder.resolve("a.tar"), java.util.Arrays.copyOf(tar, blocks));
    assertThat(complaint(file).orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(quickComplaint(file).orElseThrow().message()).contains("before the end mark");
  }

  private Path tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        out.putArchiveEntry(entry);
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
    return Files.write(folder.resolve("a.tar"), bytes.toByteArray());
  }
}
