package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.Databases;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.WithoutClientTools;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backups cut off anywhere, and with any bit changed: never PASSED with data missing, never a hang,
 * never anything thrown but a problem in words.
 *
 * <p>{@code mvn verify} samples 40 places and bits of each kind of backup, and {@value #RESTORED}
 * bits of those kinds that carry no checksum, since each of these is restored to see what became of
 * it; {@code mvn -Pexhaustive verify} tries {@value #EXHAUSTIVE} of each.
 */
@RequiresLocalPostgres
@Slow
class DamagedBackupIT {
  private static final int SAMPLES = 40;
  private static final int RESTORED = 12;
  private static final int EXHAUSTIVE = 1000;
  private static final long SEED = 20261123;
  private static final LoadSettings LOAD =
      new LoadSettings(2, false, Duration.ofSeconds(30), List.of());
  private static final VerifySettings VERIFY = new VerifySettings(List.of(), Optional.empty());

  private static SandboxProvider provider;
  private static Sandbox sandbox;

  private final ArchiveReader reader =
      new ArchiveReader(new ArchiveKey("fixture-key-not-a-secret", List.of(10_000)));
  @TempDir private Path folder;

  @BeforeAll
  static void start() throws ProblemException {
    provider = new LocalSandboxProvider(LocalSettings.withDefaults());
    Instant now = Instant.now();
    sandbox =
        provider.start(
            new SandboxRequest(
                "damage" + ProcessHandle.current().pid(),
                "damage-test",
                false,
                now,
                now.plus(Duration.ofDays(1)),
                OptionalInt.empty(),
                "fixture",
                DatabaseNeeds::none,
                false,
                ServerChoice.USUAL),
            ProgressListener.none(),
            Cancellation.none());
  }

  @AfterAll
  static void stop() throws ProblemException {
    if (sandbox != null) {
      sandbox.remove();
    }
    provider.close();
  }

  /** Names of backups, and whether their form carries checksums. */
  static Stream<Arguments> checkedOrNot() {
    return Stream.of(
        arguments("pg15-custom.dump", true),
        arguments("pg15-custom-z0.dump", false),
        arguments("pg15-custom-pipe.dump", true),
        arguments("pg15-plain.sql", false),
        arguments("pg15-plain.sql.gz", true),
        arguments("pg15-custom-iter10000.dump.enc", true));
  }

  static Stream<String> backups() {
    return Stream.concat(
        Stream.of("pg15-tar.tar"), checkedOrNot().map(one -> (String) one.get()[0]));
  }

  @ParameterizedTest
  @MethodSource("backups")
  void cutOffAnywhereIsFoundBeforeAnythingStarts(String name) throws Exception {
    cutOff(name, SAMPLES);
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("backups")
  void cutOffAtAThousandPlacesIsFoundBeforeAnythingStarts(String name) throws Exception {
    cutOff(name, EXHAUSTIVE);
  }

  private void cutOff(String name, int samples) throws Exception {
    byte[] whole = Files.readAllBytes(TestRestoreContract.fixture(name));
    Random random = new Random(SEED);
    Path file = folder.resolve(name);
    for (int i = 0; i < samples; i++) {
      int length = random.nextInt(whole.length);
      Files.write(file, Arrays.copyOf(whole, length));
      Optional<BackupArchive> read = read(file);
      if (read.isPresent()) {
        // Only what holds no data may be missing: what follows pg_dump's last comment, or the empty
        // blocks that fill up a tar archive. It need not pass; if it does, nothing is missing.
        assertThat(result(read.get(), into(i))).as(name + " cut to " + length).isIn("", good(name));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("checkedOrNot")
  void anyBitChangedNeverPassesWithDataMissing(String name, boolean carriesChecksums)
      throws Exception {
    changed(name, carriesChecksums, carriesChecksums ? SAMPLES : RESTORED);
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("checkedOrNot")
  void anyOfAThousandBitsChangedNeverPassesWithDataMissing(String name, boolean carriesChecksums)
      throws Exception {
    changed(name, carriesChecksums, EXHAUSTIVE);
  }

  private void changed(String name, boolean carriesChecksums, int samples) throws Exception {
    byte[] whole = Files.readAllBytes(TestRestoreContract.fixture(name));
    String good = good(name);
    Random random = new Random(SEED);
    Path file = folder.resolve(name);
    int passed = 0;
    for (int i = 0; i < samples; i++) {
      int bit = random.nextInt(whole.length * 8);
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, damaged);
      Optional<BackupArchive> read = read(file);
      if (read.isPresent()) {
        String result = result(read.get(), into(i));
        if (!result.isEmpty()) {
          passed++;
          assertThat(carriesChecksums ? result : counts(result))
              .as("%s with bit %d of byte %d changed", name, bit % 8, bit / 8)
              .isEqualTo(carriesChecksums ? good : counts(good));
        }
      }
    }
    assertThat(passed).as("most damage is noticed").isLessThan(samples);
  }

  /** By turns with pg_restore or psql, and with restore-bot's own loaders. */
  private static Sandbox into(int turn) {
    return turn % 2 == 0 ? sandbox : WithoutClientTools.of(sandbox);
  }

  private Optional<BackupArchive> read(Path file) {
    try {
      return Optional.of(reader.readWhole(file, ProgressListener.none(), Cancellation.none()));
    } catch (ProblemException e) {
      assertThat(e.problem().message()).isNotBlank().doesNotContain("Exception");
      assertThat(e.problem().hint()).isNotBlank();
      return Optional.empty();
    }
  }

  private String good(String name) throws Exception {
    String result = result(read(TestRestoreContract.fixture(name)).orElseThrow(), sandbox);
    assertThat(result).contains("authors 5").contains("books 12");
    return result;
  }

  /** What the database holds after a restore that PASSED; empty after any other. */
  private String result(BackupArchive archive, Sandbox into) throws Exception {
    Databases.empty(sandbox);
    try {
      LoadResult loaded =
          new Loaders(reader, LOAD, Clock.systemUTC())
              .load(archive, into, ProgressListener.none(), Cancellation.none());
      Verification found =
          AllChecks.verifier()
              .verify(
                  new VerificationInput(archive, loaded, VERIFY, Optional.empty(), Instant.now()),
                  sandbox,
                  ProgressListener.none(),
                  Cancellation.none());
      return found.outcome() == Outcome.PASSED ? content() : "";
    } catch (ProblemException e) {
      assertThat(e.problem().code()).isNotEqualTo(ProblemCode.INTERNAL_ERROR);
      return "";
    }
  }

  /** A line for each table: name, rows, fingerprint of the rows. */
  private static String content() throws SQLException, IOException {
    TreeMap<String, String> tables = new TreeMap<>();
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      List<String> names = new java.util.ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~"
                  + " '^pg_' AND schemaname <> 'information_schema'")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      for (String name : names) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                    + " FROM "
                    + name
                    + " t")) {
          rows.next();
          tables.put(name, name + " " + rows.getLong(1) + " " + rows.getString(2));
        }
      }
    }
    return String.join("\n", tables.values());
  }

  private static String counts(String content) {
    return content.replaceAll("(?m) [0-9a-f]{32}$", "");
  }
}
