package dev.restorebot.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.advice.AdviceSettings.Generation;
import dev.restorebot.engine.advice.Practice.Verdict;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.backup.Remotes;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BestPracticesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final List<Backup> backups = new ArrayList<>();
  private final List<Tested> tests = new ArrayList<>();
  private final Map<String, BackupStatus> statuses = new HashMap<>();
  private final Asked remotes = new Asked();

  /** Remotes that say what a test says. */
  private static final class Asked implements Remotes {
    boolean encrypts;
    boolean away;
    Optional<Compared> compared = Optional.of(new Compared(true, "MD5"));

    @Override
    public boolean encrypts(Backup remote) throws IOException {
      ask();
      return encrypts;
    }

    @Override
    public Optional<Compared> compare(Backup local, Backup remote) throws IOException {
      ask();
      return compared;
    }

    private void ask() throws IOException {
      if (away) {
        throw new IOException("away");
      }
    }
  }

  /** A month of nightly backups, each with an encrypted copy offsite, each tested. */
  @BeforeEach
  void allIsWell() {
    for (int days = 0; days < 40; days++) {
      Backup backup = zenops(days, 1_000_000 + days * 1_000L, true);
      backups.add(backup);
      tests.add(test(backup, Outcome.PASSED, Duration.ofHours(1)));
    }
    statuses.put("backups", status("success", "2026-11-25T02:31:00Z"));
  }

  private static Backup zenops(int days, long bytes, boolean copied) {
    Instant taken = NOW.minus(Duration.ofDays(days)).minus(Duration.ofHours(7));
    String name = "zenops_db_" + taken.toString().replace(':', '-') + ".dump.enc";
    Backup backup = backup(name, Path.of("/backups", name), bytes, taken, "", true);
    return copied
        ? new Backup(
            name,
            backup.file(),
            bytes,
            taken,
            backup.app(),
            backup.generation(),
            true,
            List.of(remote(name, bytes, taken, true)))
        : backup;
  }

  private static Backup remote(String name, long bytes, Instant taken, boolean encrypted) {
    return backup(
        "off:/" + name,
        Path.of(java.net.URI.create("rclone:/off%3A/" + name)),
        bytes,
        taken,
        "",
        encrypted);
  }

  private static Backup backup(
      String name, Path file, long bytes, Instant taken, String generation, boolean encrypted) {
    return new Backup(
        name,
        file,
        bytes,
        taken,
        Optional.of("zenops"),
        Optional.of(generation).filter(text -> !text.isEmpty()),
        encrypted);
  }

  private static Tested test(Backup backup, Outcome outcome, Duration after) {
    return new Tested(backup.file().toString(), outcome, backup.takenAt().plus(after));
  }

  private static BackupStatus status(String state, String finished) {
    return BackupStatus.read(
        ("{\"state\": \""
                + state
                + "\", \"started_at\": \"2026-11-23T02:30:00Z\", \"finished_at\": \""
                + finished
                + "\"}")
            .getBytes(StandardCharsets.UTF_8),
        ZoneOffset.UTC);
  }

  private List<Practice> look() {
    return new BestPractices(
            new AdviceSettings(
                List.of(Generation.values()), Duration.ofHours(26), Duration.ofHours(24), 50),
            remotes)
        .look(new BackupInventory(backups, statuses, new NewestTests(tests), NOW));
  }

  private Practice only(Verdict verdict) {
    List<Practice> others =
        look().stream().filter(each -> each.verdict() != Verdict.HOLDS).toList();
    assertThat(others).hasSize(1);
    assertThat(others.get(0).verdict()).isEqualTo(verdict);
    assertThat(others.get(0).todo()).isNotBlank();
    return others.get(0);
  }

  @Test
  void allHold() {
    assertThat(look())
        .hasSize(7)
        .allSatisfy(
            practice -> {
              assertThat(practice.verdict()).as(practice.what()).isEqualTo(Verdict.HOLDS);
              assertThat(practice.what()).endsWith(".");
              assertThat(practice.todo()).isEmpty();
            });
  }

  @Test
  void aNewestThatIsTooOld() {
    backups.subList(0, 2).clear();

    assertThat(look())
        .filteredOn(practice -> practice.verdict() == Verdict.DOES_NOT_HOLD)
        .extracting(Practice::name)
        .containsExactly("newest is recent", "generations");
    assertThat(look().get(1).what()).contains("is 2 days 7 h old; the limit is 26 h");
  }

  @Test
  void aNewestFromTheFutureIsNotRecent() {
    Backup ahead = backups.remove(0);
    backups.add(
        0,
        new Backup(
            ahead.name(),
            ahead.file(),
            ahead.sizeBytes(),
            NOW.plus(Duration.ofMinutes(330)),
            ahead.app(),
            ahead.generation(),
            ahead.looksEncrypted()));

    assertThat(look())
        .filteredOn(practice -> practice.name().equals("newest is recent"))
        .singleElement()
        .satisfies(
            practice -> {
              assertThat(practice.verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
              assertThat(practice.what()).contains("from the future, 5 h 30 min ahead");
            });
  }

  @Test
  void generationsByTheirAge() {
    backups.removeIf(backup -> backup.takenAt().isBefore(NOW.minus(Duration.ofDays(20))));

    assertThat(only(Verdict.DOES_NOT_HOLD).what()).isEqualTo("zenops: no monthly backup.");
  }

  @Test
  void generationsByTheirNames() {
    backups.removeIf(backup -> backup.takenAt().isBefore(NOW.minus(Duration.ofDays(5))));
    backups.add(tier("weekly", 3));
    assertThat(only(Verdict.DOES_NOT_HOLD).what()).isEqualTo("zenops: no monthly backup.");

    backups.add(tier("monthly", 100));
    assertThat(only(Verdict.DOES_NOT_HOLD).what()).isEqualTo("zenops: no monthly backup.");

    backups.add(tier("monthly", 20));
    assertThat(look()).allMatch(practice -> practice.verdict() == Verdict.HOLDS);
  }

  private static Backup tier(String generation, int days) {
    Backup dated = zenops(days, 1_000_000, true);
    return new Backup(
        "tiers/zenops_db_" + generation + ".dump.enc",
        dated.file(),
        dated.sizeBytes(),
        dated.takenAt(),
        dated.app(),
        Optional.of(generation),
        true,
        dated.copies());
  }

  @Test
  void aBackupOfHalfTheSize() {
    backups.set(0, zenops(0, 400_000, true));

    assertThat(only(Verdict.DOES_NOT_HOLD).what()).contains("400.0 kB, 60 % less than is usual");
  }

  @Test
  void kindsAreComparedEachWithItself() {
    Backup plain =
        backup(
            "zenops_db_x.sql.gz", Path.of("/b/x"), 9_000_000, backups.get(0).takenAt(), "", true);
    backups.add(
        0,
        new Backup(
            plain.name(),
            plain.file(),
            plain.sizeBytes(),
            plain.takenAt(),
            plain.app(),
            plain.generation(),
            true,
            List.of(remote("x", 9, plain.takenAt(), true))));
    tests.add(test(plain, Outcome.PASSED, Duration.ofHours(1)));

    assertThat(look()).allMatch(practice -> practice.verdict() == Verdict.HOLDS);
  }

  @Test
  void backupsWithoutACopyOffsite() {
    backups.set(2, zenops(2, 1_002_000, false));

    assertThat(only(Verdict.DOES_NOT_HOLD).what())
        .startsWith(
            "1 of the 30 newest backups here have no identical copy in a remote: zenops_db_");
  }

  @Test
  void noRemoteAtAll() {
    backups.replaceAll(backup -> zenops(backups.indexOf(backup), backup.sizeBytes(), false));

    assertThat(look())
        .filteredOn(practice -> practice.verdict() != Verdict.HOLDS)
        .extracting(Practice::name, Practice::verdict)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("offsite copies", Verdict.DOES_NOT_HOLD),
            org.assertj.core.groups.Tuple.tuple("remote ones are encrypted", Verdict.NOT_KNOWN));
  }

  @Test
  void aCopyWithAnotherChecksum() {
    remotes.compared = Optional.of(new Remotes.Compared(false, "SHA-1"));

    assertThat(only(Verdict.DOES_NOT_HOLD).what()).contains("has another SHA-1 than");
  }

  @Test
  void aRemoteWithoutChecksumsIsNotCalledCompared() {
    remotes.compared = Optional.empty();

    assertThat(look().get(4).what()).contains("has no checksums to compare");
    assertThat(look().get(4).what()).doesNotContain("compared whole");
  }

  @Test
  void aRemoteThatIsAwayIsNotCalledBad() {
    remotes.away = true;

    assertThat(only(Verdict.NOT_KNOWN).name()).isEqualTo("offsite copies");
  }

  @Test
  void openFilesInARemoteUnlessItEncryptsByItself() {
    Backup first = backups.get(0);
    backups.set(0, zenops(0, first.sizeBytes(), false));
    backups.add(
        1,
        new Backup(
            "off:/open",
            remote("open.dump", 1, first.takenAt(), false).file(),
            first.sizeBytes(),
            first.takenAt(),
            first.app(),
            Optional.empty(),
            false));
    tests.add(test(backups.get(1), Outcome.PASSED, Duration.ofHours(1)));

    assertThat(look().get(5).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(look().get(5).what()).startsWith("1 of the 30 newest ones in remotes");

    remotes.encrypts = true;
    assertThat(look().get(5).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void testsThatAreMissingLateOrFailed() {
    tests.remove(1);
    tests.remove(0);
    assertThat(only(Verdict.DOES_NOT_HOLD).what())
        .as("the newest still has time")
        .startsWith("1 of 7 backups from the last 7 days did not pass a test within 24 h");

    tests.add(test(backups.get(1), Outcome.PASSED, Duration.ofHours(25)));
    assertThat(only(Verdict.DOES_NOT_HOLD).what()).startsWith("1 of 7");

    tests.removeIf(test -> test.file().equals(backups.get(1).file().toString()));
    tests.add(test(backups.get(1), Outcome.FAILED, Duration.ofHours(1)));
    assertThat(only(Verdict.DOES_NOT_HOLD).what()).contains("did not pass");

    tests.removeIf(test -> test.file().equals(backups.get(1).file().toString()));
    tests.add(test(backups.get(1).copies().get(0), Outcome.PASSED, Duration.ofHours(2)));
    assertThat(look()).as("its copy passed").allMatch(each -> each.verdict() == Verdict.HOLDS);
  }

  @Test
  void aTestOfWhatLayThereBeforeDoesNotCount() {
    tests.set(1, test(backups.get(1), Outcome.PASSED, Duration.ofDays(-3)));

    assertThat(only(Verdict.DOES_NOT_HOLD).what()).startsWith("1 of 7");
  }

  @Test
  void theBackupScriptsLastWord() {
    statuses.put("backups", status("failed", "2026-11-25T02:31:00Z"));
    assertThat(only(Verdict.DOES_NOT_HOLD).what())
        .isEqualTo("backups: failed, ended 7 h 29 min ago.");

    statuses.put("backups", status("running", ""));
    assertThat(only(Verdict.DOES_NOT_HOLD).what())
        .isEqualTo("backups: running, begun 2 days 7 h ago.");

    statuses.put("backups", BackupStatus.nothing("it is no JSON"));
    assertThat(only(Verdict.NOT_KNOWN).what()).contains("it is no JSON");

    statuses.clear();
    assertThat(only(Verdict.NOT_KNOWN).what()).contains("no backup.status.json");
  }

  @Test
  void noBackupAtAllHoldsNothing() {
    backups.clear();
    tests.clear();
    statuses.clear();

    assertThat(look()).noneMatch(practice -> practice.verdict() == Verdict.HOLDS);
  }
}
