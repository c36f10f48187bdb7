package dev.restorebot.engine.archive.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Tars;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballReaderTest {
  private static final String KEY = "uploads-key-not-a-secret";
  private static final TarballReader READER =
      new TarballReader(new ArchiveKey(KEY, ArchiveKey.DEFAULT_ITERATIONS));
  private static final String LONG = "l".repeat(120) + "/" + "m".repeat(120) + "/é.pdf";

  @TempDir Path folder;

  private Path stored(byte[] content) throws IOException {
    return Files.write(folder.resolve("app_uploads_2026-02-09_14-30-00.tar.gz"), content);
  }

  private List<TarballEntry> read(byte[] content) throws Exception {
    List<TarballEntry> entries = new ArrayList<>();
    Tarball unused =
        READER.readWhole(
            stored(content),
            Optional.empty(),
            entries::add,
            ProgressListener.none(),
            Cancellation.none());
    return entries;
  }

  private Optional<Problem> complaint(byte[] content) throws IOException {
    Path file = stored(content);
    try {
      Tarball unused =
          READER.readWhole(
              file, Optional.empty(), e -> {}, ProgressListener.none(), Cancellation.none());
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  @Test
  void anotherArchiveThanTheOneThatWasReadBeforeIsAChangeWhateverIsInIt() throws Exception {
    Path file = stored(new Tars().file("a", "mine").gz());
    String mine =
        READER
            .readWhole(
                file, Optional.empty(), e -> {}, ProgressListener.none(), Cancellation.none())
            .sha256();
    assertThat(again(file, mine)).isEmpty();
    byte[] good = new Tars().file("a", "evil").gz();
    byte[] unsafe = new Tars().file("../a", "mine").gz();
    byte[] noise = new byte[good.length];
    for (byte[] other : List.of(good, unsafe, noise)) {
      Files.write(file, other);
      assertThat(again(file, mine))
          .hasValueSatisfying(
              problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_CHANGED));
    }
  }

  private static Optional<Problem> again(Path file, String sha256) {
    try {
      Tarball unused =
          READER.readWhole(
              file, Optional.of(sha256), e -> {}, ProgressListener.none(), Cancellation.none());
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  private Problem refusal(byte[] content) throws IOException {
    return complaint(content).orElseThrow(() -> new AssertionError("was taken"));
  }

  private static Tars some() {
    return new Tars()
        .folder("./", 7, 0750)
        .folder("./a/", 7, 0700)
        .file("./a/1.pdf", "one", 1000, 0640)
        .file(LONG, "x".repeat(3000));
  }

  @Test
  void namesAreMadePlainWhateverWroteThem() throws Exception {
    for (Tars tars : List.of(some(), new Tars().gnu().file("./a/1.pdf", "one").file(LONG, "x"))) {
      assertThat(read(tars.gz())).extracting(TarballEntry::name).contains("a/1.pdf", LONG);
    }
    TarballEntry file = read(some().tar()).get(2);
    assertThat(file)
        .isEqualTo(
            new TarballEntry(
                "a/1.pdf", TarballEntry.Kind.FILE, 3, "", 0640, 1000, 1001, file.modified()));
    assertThat(read(some().gz()).get(0).raw()).isEmpty();
  }

  @Test
  void whatIsAroundItIsTakenOff() throws Exception {
    byte[] gz = some().gz();
    assertThat(read(Wrapping.encrypt(gz, KEY, 200_000))).hasSize(4);
    assertThat(read(Wrapping.zstd(some().tar()))).hasSize(4);
    assertThat(refusal(Wrapping.encrypt(gz, "another key", 200_000)).code())
        .isEqualTo(ProblemCode.BAD_DECRYPT);
    assertThat(refusal(Wrapping.gzip(Fixtures.bytes("pg15-custom.dump"))).message())
        .contains("not a tar of files");
  }

  @Test
  void cutOffAnywhereItIsTruncated() throws Exception {
    byte[] tar = some().tar();
    // The last two blocks are the end mark; without any byte of them it is cut off.
    for (int length = 512; length < tar.length; length += 256) {
      Problem cut = refusal(Tars.gzip(Arrays.copyOf(tar, length)));
      assertThat(cut.code())
          .as("%s of %s", length, tar.length)
          .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    }
    byte[] gz = some().gz();
    assertThat(refusal(Arrays.copyOf(gz, gz.length - 1)).code())
        .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void oneBitOfItIsSeen() throws Exception {
    byte[] gz = some().gz();
    List<TarballEntry> whole = read(gz);
    // Before that lies gzip's own header, with a time that means nothing.
    for (int i = 10; i < gz.length; i++) {
      byte[] changed = gz.clone();
      changed[i] ^= 4;
      Optional<Problem> found = complaint(changed);
      if (found.isEmpty()) {
        // The same may be packed in several ways: then nothing of it has changed.
        assertThat(read(changed)).as("byte %s", i).isEqualTo(whole);
      } else {
        assertThat(found.get().code())
            .isIn(
                ProblemCode.BACKUP_CORRUPT,
                ProblemCode.BACKUP_TRUNCATED,
                ProblemCode.BACKUP_NOT_RECOGNISED);
      }
    }
    byte[] header = some().tar();
    header[1024 + 20] ^= 1; // before it lies a pax header with its content
    assertThat(refusal(header).code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
  }

  @Test
  void whatLeadsOutIsRefusedAndNothingIsUnpacked() throws Exception {
    assertThat(refusal(new Tars().file("/etc/cron.d/x", "x").gz()).message())
        .contains("absolute name \"/etc/cron.d/x\"");
    assertThat(refusal(new Tars().file("a/../../x", "x").gz()).message()).contains("with .. in it");
    assertThat(refusal(new Tars().gnu().file("../" + LONG, "x").gz()).message()).contains("..");
    assertThat(refusal(new Tars().file("../" + LONG, "x").gz()).message()).contains("..");
    assertThat(refusal(new Tars().link("a/x", "/etc/passwd").gz()).message())
        .contains("\"a/x\", a link to \"/etc/passwd\"");
    assertThat(refusal(new Tars().link("a/x", "../../x").gz()).message()).contains("a link to");
    assertThat(refusal(new Tars().hardLink("x", "../x", 0).gz()).message()).contains("..");
    assertThat(refusal(new Tars().device("null").gz()).message()).contains("a device");
    assertThat(
            refusal(new Tars().file("a\u001b[31m\n", "x").file("../b\u001b\n", "x").gz()).message())
        .doesNotContain("\u001b", "\n");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    assertThat(read(new Tars().file("a/b", "x").link("a/c", "../a/b").hardLink("d", "a/b", 0).gz()))
        .extracting(TarballEntry::kind)
        .containsExactly(
            TarballEntry.Kind.FILE, TarballEntry.Kind.SYMBOLIC_LINK, TarballEntry.Kind.HARD_LINK);
  }

  @Test
  void aBombIsRefusedByWhatItAnnouncesAndByWhatItUnpacksTo() throws Exception {
    byte[] small = new Tars().file("zeros", "").tar();
    byte[] huge = small.clone();
    TarArchiveEntry announced = new TarArchiveEntry("zeros");
    announced.setSize(1L << 40);
    announced.writeEntryHeader(
        huge, ZipEncodingHelper.getZipEncoding("UTF-8"), /* starMode= */ true);
    assertThat(refusal(Tars.gzip(huge)).message()).contains("more than 200 times its size");

    // 1.2 GB of zeros behind the end mark.
    Path file = folder.resolve("bomb_uploads_2026-02-09_14-30-00.tar.gz");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(Tars.gzip(small));
      byte[] zeros = Tars.gzip(new byte[1 << 20]);
      for (int i = 0; i < 1600; i++) {
        out.write(zeros); // packed members, one after the other, are one stream
      }
    }
    assertThatThrownBy(
            () ->
                READER.readWhole(
                    file, Optional.empty(), e -> {}, ProgressListener.none(), Cancellation.none()))
        .hasMessageContaining("more than 200 times its size");
  }

  @Test
  void manyEntriesAndNamesWithoutEndTakeNoMemory() throws Exception {
    Path file = folder.resolve("many_uploads_2026-02-09_14-30-00.tar.gz");
    try (TarArchiveOutputStream out =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (int i = 0; i < 200_000; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("files/" + i + ".pdf");
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
    }
    TarballSum sum = new TarballSum(new TarballFolder("files"));
    System.gc();
    long before = used();
    long[] most = {0};
    Tarball unused =
        READER.readWhole(
            file,
            Optional.empty(),
            entry -> {
              sum.accept(entry);
              if (sum.files() % 50_000 == 0) {
                System.gc();
                most[0] = Math.max(most[0], used());
              }
            },
            ProgressListener.none(),
            Cancellation.none());
    assertThat(sum.files()).isEqualTo(200_000);
    assertThat(most[0] - before).as("bytes kept").isLessThan(8 << 20);

    byte[] block = new byte[512];
    TarArchiveEntry name =
        new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
    name.setSize(1L << 29);
    name.writeEntryHeader(block);
    assertThat(refusal(Tars.gzip(block)).message()).contains("impossible length");
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aFolderOfItIsSeenAsIfItWereAll() throws Exception {
    TarballSum sum = new TarballSum(new TarballFolder("/app/uploads/"));
    read(new Tars()
            .folder("app/uploads/", 5, 0700)
            .file("app/uploads/a/1.pdf", "one")
            .hardLink("app/uploads/b/2.pdf", "app/uploads/a/1.pdf", 0)
            .file("app/other", "not counted")
            .gz())
        .forEach(sum);
    assertThat(sum.files()).isEqualTo(2);
    assertThat(sum.bytes()).isEqualTo(3);
    assertThat(sum.root().orElseThrow().mode()).isEqualTo(0700);
    assertThat(sum.topNames()).isEqualTo("a, b");
  }

  @Test
  void itCanBeCancelled() throws Exception {
    Path file = stored(some().gz());
    Cancellation cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                READER.readWhole(
                    file,
                    Optional.empty(),
                    entry -> {
                      cancellation.cancel();
                    },
                    ProgressListener.none(),
                    cancellation))
        .isInstanceOf(CancellationException.class);
  }
}
