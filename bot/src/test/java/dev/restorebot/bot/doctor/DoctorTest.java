package dev.restorebot.bot.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.doctor.Finding.Status;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.wiring.DiagnosticChecks;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.archive.FreeSpace;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
  @TempDir Path temp;

  private record Named(String name, Look look) implements DiagnosticCheck {
    interface Look {
      Finding at() throws ProblemException, IOException;
    }

    @Override
    public Finding examine() throws ProblemException, IOException {
      return look.at();
    }
  }

  @Test
  void aKeyFileNeedsItsProgramAndToBeReadable() throws Exception {
    Path file = Files.writeString(temp.resolve("identity"), "x");
    Path absent = temp.resolve("absent");
    DecryptionProgram sh = new DecryptionProgram("sh", Optional.of(file));

    assertThat(key(new DecryptionProgram("no-such-age", Optional.of(file)), sh))
        .isEqualTo(
            Finding.broken(
                "key",
                "`backups.age.identity-file` is set, and the program no-such-age that needs it is"
                    + " not installed.",
                "Install it (`apt-get install age`), or set `backups.age.program` to where it"
                    + " is."));
    assertThat(key(sh, new DecryptionProgram("/bin/sh", Optional.of(absent))).what())
        .isEqualTo("The file " + absent + " cannot be read.");
    assertThat(key(new DecryptionProgram("no-such-age", Optional.empty()), sh).status())
        .isEqualTo(Status.OK);
  }

  @Test
  void warnsWhereEverybodyInAChannelGetsLogins() throws Exception {
    Map<String, String> slack =
        Map.of(
            "RESTORE_BOT_SLACK_ENABLED",
            "true",
            "RESTORE_BOT_SLACK_BOT_TOKEN",
            "xoxb-1",
            "RESTORE_BOT_SLACK_APP_TOKEN",
            "xapp-1",
            "RESTORE_BOT_SLACK_CHANNELS",
            "C0001");
    Finding open = logins(slack, "RESTORE_BOT_SLACK_LEADS", "U0001");
    assertThat(open.status()).isEqualTo(Status.WARNING);
    assertThat(open.cure()).contains("slack.testers").doesNotContain("discord");
    assertThat(logins(slack, "RESTORE_BOT_SLACK_TESTERS", "U0001").status()).isEqualTo(Status.OK);
    assertThat(logins(slack, "RESTORE_BOT_SANDBOX_CONNECT_ENABLED", "false").status())
        .isEqualTo(Status.OK);
  }

  private static Finding logins(Map<String, String> environment, String name, String value)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put(name, value);
    return new LoginsDiagnostic(SettingsLoader.load(Optional.empty(), all)).examine();
  }

  private Finding key(DecryptionProgram age, DecryptionProgram gpg) throws ProblemException {
    ArchiveKey key = new ArchiveKey("", ArchiveKey.DEFAULT_ITERATIONS, age, gpg);
    BackupCatalog backups =
        new BackupCatalog(
            List.of(new FolderSource(temp, BackupNames.usual(ZoneId.of("UTC")))), Duration.ZERO);
    return new KeyDiagnostic(backups, new ArchiveReader(key), key).examine();
  }

  @Test
  void theImageOfEachDatabaseIsLookedAtWithItsNewestBackup() throws Exception {
    Files.writeString(temp.resolve("zenops_db_2026-02-09_14-30-00.sql"), dump(15));
    Files.writeString(temp.resolve("zenops_db_2026-02-08_14-30-00.sql"), dump(14));
    Files.writeString(temp.resolve("maps_db_2026-02-10_14-30-00.sql"), dump(17));
    List<String> asked = new ArrayList<>();

    Finding all = image(asked, Optional.empty());

    assertThat(asked).containsExactly("usual 15", "postgis/postgis:{major}-3.5 17");
    assertThat(all)
        .isEqualTo(
            Finding.ok(
                "image",
                "The image for PostgreSQL 15 is there. The image of maps"
                    + " (postgis/postgis:{major}-3.5) is there."));
    Problem absent = new Problem(ProblemCode.IMAGE_MISSING, "It is not here.", "docker pull it");
    assertThat(image(asked, Optional.of(absent)))
        .isEqualTo(Finding.warning("image", "It is not here.", "docker pull it"));
    Problem old = new Problem(ProblemCode.DUMP_NEWER_THAN_SERVER, "It is older.", "Set another.");
    assertThat(image(asked, Optional.of(old)))
        .isEqualTo(Finding.broken("image", "It is older.", "Set another."));
  }

  private static String dump(int major) {
    return "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version "
        + major
        + ".1\n-- Dumped by pg_dump version "
        + major
        + ".1\n\nSELECT 1;\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
  }

  /** Finds what is wrong with the image of maps. */
  private Finding image(List<String> asked, Optional<Problem> ofMaps) throws Exception {
    Path file =
        Files.writeString(
            Files.createDirectories(temp.resolve("settings")).resolve("bot.yaml"),
            "databases: { maps: { image: 'postgis/postgis:{major}-3.5' } }\n");
    Settings settings = SettingsLoader.load(Optional.of(file), Map.of());
    BackupCatalog backups =
        new BackupCatalog(
            List.of(new FolderSource(temp, BackupNames.usual(ZoneId.of("UTC")))), Duration.ZERO);
    return new ImageDiagnostic(
            settings,
            backups,
            new ArchiveReader(ArchiveKey.none()),
            () ->
                new ImageDiagnostic.Engine() {
                  @Override
                  public Optional<Problem> unavailable() {
                    return Optional.empty();
                  }

                  @Override
                  public Optional<Problem> unsuitable(Optional<String> image, OptionalInt major) {
                    asked.add(image.orElse("usual") + " " + major.orElseThrow());
                    return image.isPresent() ? ofMaps : Optional.empty();
                  }

                  @Override
                  public void close() {}
                })
        .examine();
  }

  @Test
  void noExaminationStopsAnother() {
    CountDownLatch never = new CountDownLatch(1);
    Doctor doctor =
        new Doctor(
            List.of(
                new Named(
                    "slow",
                    () -> {
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return Finding.ok("slow", "");
                    }),
                new Named(
                    "mistaken",
                    () -> {
                      throw new IllegalStateException("of a secret");
                    }),
                new Named(
                    "unreadable",
                    () -> {
                      throw new IOException("it may not be read");
                    }),
                new Named("well", () -> Finding.ok("well", "fine"))),
            Duration.ofMillis(500));

    List<Finding> found = doctor.examine();

    assertThat(found)
        .extracting(Finding::name)
        .containsExactly("slow", "mistaken", "unreadable", "well");
    assertThat(found)
        .extracting(Finding::status)
        .containsExactly(Status.BROKEN, Status.WARNING, Status.BROKEN, Status.OK);
    assertThat(found.get(1).what()).doesNotContain("secret");
    assertThat(found.get(2).what()).isEqualTo("it may not be read");
  }

  @Test
  void aDiskWithoutRoomIsBroken() throws Exception {
    Path huge = temp.resolve("x_db_2026-01-01_00-00-00.dump");
    try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(FreeSpace.of(temp) / 5);
    }
    BackupCatalog backups =
        new BackupCatalog(
            List.of(new FolderSource(temp, BackupNames.usual(ZoneId.of("UTC")))),
            Duration.ofSeconds(3));

    Finding found = new DiskDiagnostic(backups, 0, () -> temp).examine();

    assertThat(found.status()).isEqualTo(Status.BROKEN);
    assertThat(found.what()).contains("are free in " + temp);
  }

  @Test
  void docsListEveryExamination() throws Exception {
    Settings settings =
        SettingsLoader.load(Optional.empty(), Map.of("RESTORE_BOT_DISASTER_PROJECT", "shop"));
    List<String> listed =
        Files.readAllLines(Path.of("..", "docs", "doctor.md")).stream()
            .filter(line -> line.matches("\\| [a-z-]+ \\|.*"))
            .map(line -> line.split(" ")[1])
            .toList();

    assertThat(listed)
        .isEqualTo(
            DiagnosticChecks.of(
                    settings,
                    new BackupCatalog(List.of(), Duration.ofSeconds(3)),
                    Clock.systemUTC())
                .stream()
                .map(DiagnosticCheck::name)
                .toList());
  }

  @Test
  void theCardNamesEachThingWithItsCure() {
    assertThat(
            DailyDiagnostics.card(
                List.of(Finding.broken("key", "It opens nothing.", "Find the key."))))
        .satisfies(
            card -> {
              assertThat(card.title()).isEqualTo("A restore would fail: key");
              assertThat(card.lines().get(0))
                  .isEqualTo("key: It opens nothing. What to do: Find the key.");
            });
    assertThat(DailyDiagnostics.card(List.of()).title()).isEqualTo("Restores would work again");
  }
}
