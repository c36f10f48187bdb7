package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPartsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.dump.aa a.dump.ab a.dump.ac",
        "a.dump.aaa a.dump.aab a.dump.aac",
        "a.gzaa a.gzab a.gzac",
        "a.dump_aa a.dump_ab a.dump_ac",
        "a.dump.00 a.dump.01 a.dump.02",
        "a.dump.000 a.dump.001 a.dump.002",
        "a.dump.001 a.dump.002 a.dump.003",
        "a.dump.part1 a.dump.part2 a.dump.part3",
        "a.dump.part01 a.dump.part02 a.dump.part03",
        "a.dump.partaa a.dump.partab a.dump.partac"
      })
  void theFirstPartStandsForAllInTheirOrder(String names) throws Exception {
    List<String> parts = List.of(names.split(" "));
    BackupArchive whole = Fixtures.whole(Fixtures.path("pg15-custom.dump"));
    split(parts);
    Files.writeString(folder.resolve("a.dump.gz"), "another backup");
    BackupArchive archive = Fixtures.whole(folder.resolve(parts.get(0)));
    assertThat(archive.entries()).isEqualTo(whole.entries());
    assertThat(archive.sha256()).isEqualTo(whole.sha256());
    assertThat(archive.sizeBytes()).isEqualTo(whole.sizeBytes());
    assertThat(Fixtures.READER.inspect(folder.resolve(parts.get(0))).entries())
        .hasSameSizeAs(whole.entries());

    Files.delete(folder.resolve(parts.get(1)));
    if (!names.startsWith("a.gzaa")) {
      Problem gap = Fixtures.complaint(folder.resolve(parts.get(0))).orElseThrow();
      assertThat(gap.code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
      assertThat(gap.message()).contains("the part " + parts.get(1) + " is missing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.dump.1 a.dump.2 a.dump.3", "a.dump.01 a.dump.02 a.dump.03"})
  void numbersFromOneArePartsIfWrittenAsOne(String names) throws Exception {
    List<String> parts = List.of(names.split(" "));
    split(parts);
    BackupArchive whole = Fixtures.whole(Fixtures.path("pg15-custom.dump"));
    assertThat(Fixtures.whole(folder.resolve(parts.get(0))).sha256()).isEqualTo(whole.sha256());
    assertThat(Fixtures.complaint(folder.resolve(parts.get(1))).orElseThrow().hint())
        .contains(parts.get(0));
  }

  @Test
  void rotatedBackupsAndDatesAreNoParts() throws Exception {
    Instant now = Instant.EPOCH;
    for (List<SplitParts.Stamp> each :
        List.of(
            List.of(stamp(9, now), stamp(9, now)),
            List.of(stamp(9, now), stamp(8, now), stamp(7, now)),
            List.of(stamp(9, now), stamp(8, now.plus(Duration.ofHours(1)))),
            List.of(stamp(9, now.plus(Duration.ofDays(1))), stamp(8, now)))) {
      List<String> names = List.of("a.01", "a.02", "a.03").subList(0, each.size());
      assertThat(SplitParts.of("a.01", names, name -> each.get(names.indexOf(name)))).isEmpty();
    }
    byte[] dump = Fixtures.bytes("pg15-custom.dump");
    for (String name : List.of("a.1", "a.2")) {
      Files.write(folder.resolve(name), dump);
      assertThat(Fixtures.whole(folder.resolve("a.1")).sizeBytes()).isEqualTo(dump.length);
    }
    assertThat(Fixtures.whole(folder.resolve("a.2")).sizeBytes()).isEqualTo(dump.length);
  }

  private static SplitParts.Stamp stamp(long bytes, Instant written) {
    return new SplitParts.Stamp(bytes, written);
  }

  private static Optional<SplitParts> of(String first, List<String> names) {
    return SplitParts.of(
        first,
        names,
        name -> {
          throw new AssertionError("the names alone decide");
        });
  }

  @Test
  void withoutItsLastPartItIsCutOff() throws Exception {
    split(List.of("a.aa", "a.ab", "a.ac"));
    Files.delete(folder.resolve("a.ac"));
    assertThat(Fixtures.complaint(folder.resolve("a.aa")).orElseThrow().code())
        .isEqualTo(ProblemCode.BACKUP_TRUNCATED);
  }

  @Test
  void aLaterPartNamesTheFirst() throws Exception {
    split(List.of("a.part1", "a.part2", "a.part3"));
    Problem problem = Fixtures.complaint(folder.resolve("a.part2")).orElseThrow();
    assertThat(problem.code()).isEqualTo(ProblemCode.BACKUP_UNREADABLE);
    assertThat(problem.message()).contains("not its first");
    assertThat(problem.hint()).contains("a.part1");
  }

  @Test
  void aPartThatChangesMeanwhileIsSeen() throws Exception {
    split(List.of("a.aa", "a.ab", "a.ac"));
    StoredFile stored = StoredFile.at(folder.resolve("a.aa"));
    assertThat(stored.hasChanged()).isFalse();
    Files.write(folder.resolve("a.ab"), new byte[1]);
    assertThat(stored.hasChanged()).isTrue();
  }

  @Test
  void afterTheTwoLettersOfSplitFollowFour() {
    List<String> names = new ArrayList<>();
    for (char one = 'a'; one <= 'y'; one++) {
      for (char two = 'a'; two <= 'z'; two++) {
        names.add("x." + one + two);
      }
    }
    names.addAll(List.of("x.zaaa", "x.zaab"));
    SplitParts parts = of("x.aa", names).orElseThrow();
    assertThat(parts.parts()).isEqualTo(names);
    assertThat(parts.missing()).isEmpty();
  }

  @Test
  void namesThatOnlyLookAlikeAreNoParts() {
    assertThat(of("zenops.aa", List.of("zenops.aa", "zenops.gz", "zenops.sql")))
        .isEqualTo(Optional.empty());
    assertThat(of("data.baa", List.of("data.baa", "data.bak"))).isEmpty();
    assertThat(of("zenops.dump", List.of("zenops.dump", "zenops.aa"))).isEmpty();
    assertThat(SplitParts.mayBeFirst("zenops_db_2026-02-09_14-30-00")).isFalse();
  }

  private void split(List<String> names) throws Exception {
    byte[] dump = Fixtures.bytes("pg15-custom.dump");
    int each = dump.length / names.size() + 1;
    for (int i = 0; i < names.size(); i++) {
      Files.write(
          folder.resolve(names.get(i)),
          Arrays.copyOfRange(dump, i * each, Math.min(dump.length, (i + 1) * each)));
    }
  }
}
