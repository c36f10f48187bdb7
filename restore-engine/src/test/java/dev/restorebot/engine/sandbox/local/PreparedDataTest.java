package dev.restorebot.engine.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.sandbox.server.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedDataTest {
  private static final Secret PASSWORD = Secret.of("first-password");

  @TempDir Path base;
  private final ServerAccount account = new ServerAccount(Optional.empty());
  private Path made;

  @BeforeEach
  void initdb() throws IOException {
    made = base.resolve("restore-test-a/data");
    Files.createDirectories(made.resolve("base/1"));
    Files.writeString(made.resolve("base/1/1259"), "rows");
    Files.writeString(made.resolve("PG_VERSION"), "15");
  }

  private PreparedData prepared(String... key) {
    return new PreparedData(base, account, List.of(key));
  }

  private Path kept() throws IOException {
    try (Stream<Path> all = Files.list(base.resolve(PreparedData.FOLDER))) {
      return all.findFirst().orElseThrow();
    }
  }

  private static String value(Optional<Secret> password) {
    return password.map(Secret::value).orElse("none");
  }

  @Test
  void whatInitdbMadeIsCopiedForTheNextAndNobodyElseMayReadIt() throws Exception {
    Path next = base.resolve("next");
    assertThat(prepared("15.18").copyTo(next)).isEmpty();
    prepared("15.18").keep(made, PASSWORD);

    assertThat(value(prepared("15.18").copyTo(next))).isEqualTo("first-password");

    assertThat(next.resolve("base/1/1259")).hasContent("rows");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(kept().resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void ofOtherProgramsOrSettingsNothingIsCopied() {
    prepared("15.18", "--no-sync").keep(made, PASSWORD);

    assertThat(prepared("15.19", "--no-sync").copyTo(base.resolve("b"))).isEmpty();
    assertThat(prepared("15.18", "--data-checksums").copyTo(base.resolve("c"))).isEmpty();
  }

  @Test
  void oneThatLacksAFileIsThrownAway() throws Exception {
    prepared("15.18").keep(made, PASSWORD);
    Files.delete(kept().resolve("data/base/1/1259"));

    assertThat(prepared("15.18").copyTo(base.resolve("next"))).isEmpty();
    assertThat(base.resolve("next")).doesNotExist();
    assertThat(base.resolve(PreparedData.FOLDER)).isEmptyDirectory();
  }

  @Test
  void nothingIsKeptWhileAnotherSandboxIsThere() throws Exception {
    Files.createDirectory(base.resolve("restore-test-other"));
    prepared("15.18").keep(made, PASSWORD);

    assertThat(base.resolve(PreparedData.FOLDER)).doesNotExist();
  }

  @Test
  void whatWasNotUsedForAMonthIsDeletedAndWhatAKilledProcessLeftToo() throws Exception {
    prepared("old").keep(made, PASSWORD);
    Files.setLastModifiedTime(kept(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    Path left = Files.createDirectories(base.resolve(PreparedData.FOLDER).resolve("part-x/data"));
    Files.setLastModifiedTime(
        left.getParent(), FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    assertThat(prepared("new").copyTo(base.resolve("next"))).isEmpty();

    assertThat(base.resolve(PreparedData.FOLDER)).isEmptyDirectory();
  }
}
