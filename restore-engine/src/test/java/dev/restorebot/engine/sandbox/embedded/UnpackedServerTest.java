package dev.restorebot.engine.sandbox.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class UnpackedServerTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void folder() {
    folder = temporary.resolve("base/embedded/server");
  }

  private static InputStream jar(String program) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(tar, new LZMA2Options(0));
        TarArchiveOutputStream out = new TarArchiveOutputStream(xz)) {
      add(out, program, 0755, "program");
      add(out, "share/postgres.bki", 0644, "data");
      TarArchiveEntry link = new TarArchiveEntry("lib/libpq.so", TarConstants.LF_SYMLINK);
      link.setLinkName("libpq.so.5");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(jar)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.putNextEntry(new ZipEntry("postgres.txz"));
      copy(tar, zip);
    }
    return new ByteArrayInputStream(jar.toByteArray());
  }

  private static void copy(ByteArrayOutputStream from, OutputStream to) throws IOException {
    from.writeTo(to);
  }

  private static void add(TarArchiveOutputStream out, String name, int mode, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  @Test
  void programsCanBeRunAndLinksLead() throws Exception {
    UnpackedServer.make(jar("bin/postgres"), folder);
    assertThat(folder.resolve("bin/postgres")).isExecutable().hasContent("program");
    assertThat(Files.isExecutable(folder.resolve("share/postgres.bki"))).isFalse();
    assertThat(Files.readSymbolicLink(folder.resolve("lib/libpq.so")))
        .isEqualTo(Path.of("libpq.so.5"));
    assertThat(temporary.resolve("base/embedded")).isDirectoryNotContaining("glob:**unpacking*");
  }

  @Test
  void aCompleteOneStaysAndOneThatLostAFileIsReplaced() throws Exception {
    UnpackedServer.make(jar("bin/postgres"), folder);
    Files.writeString(folder.resolve("bin/postgres"), "kept");
    UnpackedServer.make(jar("bin/postgres"), folder);
    assertThat(folder.resolve("bin/postgres")).hasContent("kept");

    Files.delete(folder.resolve("share/postgres.bki"));
    UnpackedServer.make(jar("bin/postgres"), folder);
    assertThat(folder.resolve("bin/postgres")).hasContent("program");
    assertThat(folder.resolve("share/postgres.bki")).hasContent("data");
  }

  @Test
  void aPathThatLeadsOutsideIsRefusedAndNothingStays() {
    assertThatThrownBy(() -> UnpackedServer.make(jar("../../outside"), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads outside");
    assertThat(temporary.resolve("base/embedded")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "base/embedded"})
  void aFolderThatOthersMayWriteIntoIsRefused(String shared) throws Exception {
    UnpackedServer.make(jar("bin/postgres"), folder);
    Files.setPosixFilePermissions(
        temporary.resolve(shared), PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThatThrownBy(() -> UnpackedServer.make(jar("bin/postgres"), folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("other users may write to " + temporary.resolve(shared));
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAfterADay() throws Exception {
    UnpackedServer.make(jar("bin/postgres"), folder);
    Path old = Files.createDirectories(folder.resolveSibling("unpacking1"));
    Files.writeString(old.resolve("file"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path fresh = Files.createDirectories(folder.resolveSibling("unpacking2"));
    UnpackedServer.make(jar("bin/postgres"), folder);
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }
}
