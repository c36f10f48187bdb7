package dev.restorebot.engine.archive;

import static dev.restorebot.engine.archive.Fixtures.bytes;
import static dev.restorebot.engine.archive.Fixtures.complaint;
import static dev.restorebot.engine.archive.Fixtures.quickComplaint;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each wrong file has its own code and words, the same from the quick look and the whole reading.
 */
class BadInputTest {
  @TempDir Path folder;

  @Test
  void missing() {
    expect(folder.resolve("no.dump"), ProblemCode.BACKUP_MISSING, "no backup named no.dump.");
    expect(folder.resolve("typo/no.dump"), ProblemCode.BACKUP_MISSING, "its folder does not exist");
  }

  @Test
  void brokenLink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a.dump"), Path.of("gone.dump"));
    expect(link, ProblemCode.BACKUP_MISSING, "a.dump is a symbolic link to a file that does not");
  }

  @Test
  void linkToItself() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a.dump"), Path.of("a.dump"));
    expect(link, ProblemCode.BACKUP_UNREADABLE, "a.dump cannot be read: ");
  }

  @Test
  void device() {
    expect(Path.of("/dev/zero"), ProblemCode.BACKUP_UNREADABLE, "zero is not a file but a device");
  }

  @Test
  void forbidden() throws IOException {
    Path file = write("a.dump", bytes("pg15-custom.dump"));
    Problem problem =
        StoredFile.problem(file, new ArchiveMessages(file), new AccessDeniedException("a.dump"));
    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
    assertThat(problem.message()).contains("a.dump cannot be read").contains("permission");
  }

  @Test
  void folderWithoutToc() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("tiers"));
    expect(plain, ProblemCode.BACKUP_IS_A_DIRECTORY, "tiers is a folder, and not one that pg_dump");
  }

  @Test
  void empty() throws IOException {
    expect(write("a.dump", new byte[0]), ProblemCode.BACKUP_EMPTY, "a.dump is empty");
    expect(
        write("a.sql.gz", Wrapping.gzip(new byte[0])),
        ProblemCode.BACKUP_EMPTY,
        "a.sql.gz is empty once gzip is taken off");
  }

  @Test
  void otherText() throws IOException {
    expectUnrecognised("a.dump", "Dear diary,\nnothing happened; nothing at all.\n", "not SQL");
    expectUnrecognised("b.sql", "Create a backup every day\n", "not SQL");
    expectUnrecognised("c.sql", "<!DOCTYPE html><html>Not found</html>", "web page");
    expectUnrecognised("d.sql", "<?xml version=\"1.0\"?><Error>AccessDenied</Error>", "web page");
  }

  @Test
  void aFileThatOnlyThisCannotReadIsNotCalledBroken() throws IOException {
    expectUnreadable("e.sql", "-- MySQL dump 10.13\nSET NAMES utf8;\n", "another database system");
    expectUnreadable("f.enc", "U2FsdGVkX1+abcdefghijkl=\n", "base64");
    for (String packed : List.of("pg15-custom.dump", "pg15-plain.sql.gz")) {
      String text = Base64.getMimeEncoder().encodeToString(bytes(packed));
      expectUnreadable("f.b64", text, "is written as base64 text");
    }
    String roles = "--\n-- PostgreSQL database cluster dump\n--\nCREATE ROLE a;\n--\n";
    expectUnreadable(
        "g.sql", roles + "-- PostgreSQL database cluster dump complete\n--\n", "no data");
    expect(write("k.sql", roles), ProblemCode.BACKUP_TRUNCATED, "cluster dump complete");
    expectUnreadable("h.sql", "SELECT 1;\rSELECT 2;\r", "CR without LF");
    expectUnreadable("i.tar.lz", "LZIP\001" + "x".repeat(40), "a tool that restore-bot");
  }

  @Test
  void otherBinaries() throws IOException {
    byte[] utf16 = Wrapping.concat(new byte[] {-1, -2}, "SELECT 1;".getBytes(UTF_16LE));
    expect(write("a.sql", utf16), ProblemCode.BACKUP_NOT_RECOGNISED, "UTF-16");
    byte[] sevenZip = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4, 1, 2, 3, 4};
    expect(write("a.7z", sevenZip), ProblemCode.BACKUP_UNREADABLE, "a tool that restore-bot");
    // as openssl cms -outform DER begins, with and without -stream
    for (String der : List.of("308201980609", "30800609")) {
      byte[] cms = HexFormat.of().parseHex(der + "2a864886f70d010703a0800102");
      expect(write("a.p7m", cms), ProblemCode.BACKUP_UNREADABLE, "openssl cms");
    }
    for (Charset utf : List.of(UTF_16LE, UTF_16BE)) {
      byte[] bare = "-- Müller\nSELECT 1;\n".getBytes(utf);
      expect(write("a.sql", bare), ProblemCode.BACKUP_NOT_RECOGNISED, "UTF-16");
    }
    expect(
        write("a.dump", new byte[5000]),
        ProblemCode.BACKUP_NOT_RECOGNISED,
        "match no known format");
  }

  @Test
  void tableOfContentsAlone() throws IOException {
    Path toc = Files.copy(Fixtures.path("pg15-directory/toc.dat"), folder.resolve("toc.dat"));
    expect(toc, ProblemCode.BACKUP_UNREADABLE, "only the table of contents of a directory");
  }

  @Test
  void otherVersions() throws IOException {
    byte[] newer = bytes("pg15-custom.dump");
    newer[6] = 17;
    expect(write("a.dump", newer), ProblemCode.ARCHIVE_VERSION_UNSUPPORTED, "newer than this");
    newer[6] = 11;
    expect(write("b.dump", newer), ProblemCode.ARCHIVE_VERSION_UNSUPPORTED, "older than 9.0");
  }

  @Test
  void truncatedGzip() throws IOException {
    byte[] gzip = bytes("pg15-plain.sql.gz");
    expect(
        write("a.sql.gz", Arrays.copyOf(gzip, gzip.length - 20)),
        ProblemCode.BACKUP_TRUNCATED,
        "in the middle of its gzip data");
  }

  @Test
  void damagedGzip() throws IOException {
    byte[] gzip = bytes("pg15-plain.sql.gz");
    gzip[gzip.length - 6] ^= 1;
    expect(write("a.sql.gz", gzip), ProblemCode.BACKUP_CORRUPT, "checksum (CRC) does not match");
    gzip[gzip.length - 6] ^= 1;
    gzip[gzip.length - 1] ^= 1;
    expect(write("b.sql.gz", gzip), ProblemCode.BACKUP_CORRUPT, "a different length");
  }

  @Test
  void truncatedPlain() throws IOException {
    String sql = new String(bytes("pg15-plain.sql"), UTF_8);
    expect(
        write("a.sql", sql.substring(0, sql.indexOf("-- PostgreSQL database dump complete"))),
        ProblemCode.BACKUP_TRUNCATED,
        "without pg_dump's last line");
    int rows = sql.indexOf("COPY public.books");
    expect(
        write("b.sql", sql.substring(0, sql.indexOf("\n\\.", rows) - 5)),
        ProblemCode.BACKUP_TRUNCATED,
        "in the middle of the rows of table public.books");
  }

  @Test
  void wrappedTooOften() throws IOException {
    byte[] data = "SELECT 1;".getBytes(UTF_8);
    for (int i = 0; i < 6; i++) {
      data = Wrapping.gzip(data);
    }
    expect(write("a.gz", data), ProblemCode.BACKUP_UNREADABLE, "more than 4 times");
  }

  @Test
  void controlCharactersInRowsAreNoReasonToRefuse() throws IOException {
    String sql = new String(bytes("pg15-plain.sql"), UTF_8);
    String odd = "COPY x FROM stdin;\n" + "\u0001\u001b\u0007".repeat(300) + "\n\\.\n";
    int at = sql.indexOf("SET statement_timeout");
    Path file = write("a.sql", sql.substring(0, at) + odd + sql.substring(at));
    assertThat(complaint(file)).isEmpty();
    assertThat(quickComplaint(file)).isEmpty();
  }

  private void expectUnrecognised(String name, String text, String words) throws IOException {
    expect(write(name, text), ProblemCode.BACKUP_NOT_RECOGNISED, words);
  }

  private void expectUnreadable(String name, String text, String words) throws IOException {
    Path file = write(name, text);
    expect(file, ProblemCode.BACKUP_UNREADABLE, words);
    assertThat(complaint(file).orElseThrow().code().blame()).isEqualTo(Blame.INPUT);
  }

  private static void expect(Path file, ProblemCode code, String words) {
    for (Problem problem :
        List.of(complaint(file).orElseThrow(), quickComplaint(file).orElseThrow())) {
      assertThat(problem.code()).isEqualTo(code);
      assertThat(problem.message()).contains(words).contains(file.getFileName().toString());
      assertThat(problem.hint()).isNotBlank();
    }
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(UTF_8));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }
}
