package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.OtherProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFilesTest {
  @TempDir Path temp;
  private Path state;
  private Path system;

  @BeforeEach
  void folders() throws IOException {
    state = temp.resolve("state");
    system = Files.createDirectory(temp.resolve("system"));
  }

  @Test
  void theNextProcessRemovesWhatAKilledOneLeft() throws Exception {
    Path left;
    try (OtherProcess killed = start()) {
      left = folder(killed);
      assertThat(names(left))
          .anyMatch(name -> name.matches("sqlite-.*sqlitejdbc\\.so"))
          .anyMatch(name -> name.matches("compose.*\\.out"));
    }
    assertThat(left).isDirectory();

    try (OtherProcess next = start()) {
      assertThat(folder(next)).isDirectory();
      assertThat(left).doesNotExist();
    }
    assertThat(names(system)).isEmpty();
  }

  @Test
  void theFilesOfALivingProcessStay() throws Exception {
    try (OtherProcess living = start()) {
      Path its = folder(living);
      List<String> before = names(its);

      try (OtherProcess next = start()) {
        assertThat(folder(next)).isNotEqualTo(its);
      }
      Closeable here = TemporaryFiles.keepIn(state);
      here.close();

      assertThat(names(its)).isEqualTo(before);
    }
  }

  @Test
  void onlyThisUserMayReadThem() throws Exception {
    try (Closeable files = TemporaryFiles.keepIn(state)) {
      Path file = TemporaryFiles.create("some", ".txt");

      assertThat(file).startsWith(state.toRealPath());
      assertThat(mode(file)).as("%s", files).isEqualTo("rw-------");
      assertThat(mode(file.getParent())).isEqualTo("rwx------");
      assertThat(mode(state.resolve("tmp"))).isEqualTo("rwx------");
    }
  }

  @Test
  void closingRemovesThemAndNothingGoesThereAnyMore() throws Exception {
    String before = System.getProperty("org.sqlite.tmpdir");
    Closeable first = TemporaryFiles.keepIn(state);
    Closeable second = TemporaryFiles.keepIn(temp.resolve("other"));
    Path file = TemporaryFiles.create("some", ".txt");
    assertThat(file).startsWith(temp.resolve("other").toRealPath());

    first.close();
    assertThat(System.getProperty("org.sqlite.tmpdir")).isEqualTo(file.getParent().toString());
    second.close();
    second.close();

    assertThat(file.getParent()).doesNotExist();
    assertThat(System.getProperty("org.sqlite.tmpdir")).isEqualTo(before);
    Path after = TemporaryFiles.create("some", ".txt");
    assertThat(after).exists().doesNotHaveToString(file.toString());
    assertThat(after.startsWith(temp)).isFalse();
    Files.delete(after);
  }

  @Test
  void aStateFolderThatCannotBeMadeLeavesThemInTheSystemsFolder() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    try (Closeable files = TemporaryFiles.keepIn(file.resolve("state"))) {
      Path made = TemporaryFiles.create("some", ".txt");

      assertThat(made).as("%s", files).exists();
      Files.delete(made);
    }
  }

  private OtherProcess start() throws IOException {
    return OtherProcess.start(
        List.of("-Djava.io.tmpdir=" + system), HoldsTemporaryFiles.class, state);
  }

  private static Path folder(OtherProcess process) throws IOException {
    Path folder = Path.of(process.line());
    assertThat(process.line()).isNotBlank();
    return folder;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
