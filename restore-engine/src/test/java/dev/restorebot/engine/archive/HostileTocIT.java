package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.archive.pgdump.EntryRules;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import dev.restorebot.engine.verify.VerificationInput;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real pg_restore makes of dependencies that pg_dump never writes: it neither hangs nor
 * complains. One job goes by the table of contents; of several, what is not free by itself is taken
 * one by one at the end ("processing missed item"). So it all is restored, and may pass.
 */
@RequiresDocker(images = {"postgres:15-alpine", "postgres:17-alpine"})
class HostileTocIT {
  private static final String ROWS = "1\n2\n\\.\n\n\n";

  private static final Map<Integer, Sandbox> SANDBOXES = new HashMap<>();
  private static SandboxProvider provider;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    provider = new DockerSandboxProvider(DockerSettings.withDefaults());
    for (int major : List.of(15, 17)) {
      SANDBOXES.put(
          major,
          provider.start(
              TestRequests.request("shop", Optional.empty(), OptionalInt.of(major), List.of()),
              ProgressListener.none(),
              Cancellation.none()));
    }
  }

  @AfterAll
  static void remove() throws Exception {
    for (Sandbox sandbox : SANDBOXES.values()) {
      sandbox.remove();
    }
    provider.close();
  }

  static Stream<Arguments> dependencies() {
    return Stream.of(15, 17)
        .flatMap(
            major ->
                Stream.of(1, 2)
                    .flatMap(
                        jobs ->
                            Stream.of(
                                Arguments.of("a circle", "2", "1", "5", major, jobs),
                                Arguments.of("on itself", "1", "3", "5", major, jobs),
                                Arguments.of("on nothing", "99", "1", "20000000", major, jobs))));
  }

  @ParameterizedTest(name = "{0}, PostgreSQL {4}, {5} jobs")
  @MethodSource("dependencies")
  void isRestoredWhole(String what, String table, String data, String key, int major, int jobs)
      throws Exception {
    List<Entry> toc =
        List.of(
            entry(1, "TABLE", "x", "CREATE TABLE public.x (a integer);\n", table),
            entry(2, "TABLE", "y", "CREATE TABLE public.y (a integer);\n", "1"),
            rows(3, "x", data),
            rows(4, "y", "2"),
            entry(5, "CONSTRAINT", "x k", "ALTER TABLE public.x ADD CONSTRAINT k UNIQUE (a);", key),
            entry(
                6, "CONSTRAINT", "y l", "ALTER TABLE public.y ADD CONSTRAINT l UNIQUE (a);", "5"));
    int minor = major == 15 ? 14 : 16;
    Path file = Files.write(folder.resolve("odd.dump"), ArchiveWriter.archive(minor, toc, toc));
    BackupArchive archive = Fixtures.whole(file);
    Verification found = restore(archive, SANDBOXES.get(major), jobs);
    assertThat(found.problems()).as(what).isEmpty();
    assertThat(found.outcome()).isEqualTo(Outcome.PASSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17})
  void rowsOfATableThatCannotBeAreRefused(int major) throws Exception {
    List<Entry> toc =
        List.of(
            entry(1, "TABLE", "x", "CREATE TABLE public.x (a integer);\n", "1"),
            rows(3, "x", "98"));
    Path file = Files.write(folder.resolve("odd.dump"), ArchiveWriter.archive(14, toc, toc));
    Verification found = restore(Fixtures.whole(file), SANDBOXES.get(major), 1);
    assertThat(found.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(found.problems().get(0).code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
    assertThat(found.problems().get(0).message()).contains("bad table dumpId");
  }

  private static Verification restore(BackupArchive archive, Sandbox sandbox, int jobs)
      throws Exception {
    try (Connection connection = sandbox.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
    LoadSettings settings = new LoadSettings(jobs, false, Duration.ofMinutes(1), List.of());
    LoadResult loaded =
        new Loaders(Fixtures.READER, settings, Clock.systemUTC())
            .load(archive, sandbox, ProgressListener.none(), Cancellation.none());
    return AllChecks.verifier()
        .verify(
            new VerificationInput(
                archive,
                loaded,
                new VerifySettings(List.of(), Optional.empty()),
                Optional.empty(),
                Instant.now()),
            sandbox,
            ProgressListener.none(),
            Cancellation.none());
  }

  private static Entry entry(int id, String kind, String name, String sql, String dependsOn) {
    Entry entry = new Entry(id, kind);
    entry.name = name;
    entry.definition = sql;
    entry.dependencies = List.of(dependsOn);
    entry.section = kind.equals("CONSTRAINT") ? EntryRules.POST_DATA : EntryRules.PRE_DATA;
    return entry;
  }

  private static Entry rows(int id, String table, String dependsOn) {
    Entry entry = Entry.rows(id, table, ROWS);
    entry.copy = "COPY public." + table + " (a) FROM stdin;\n";
    entry.dependencies = List.of(dependsOn);
    return entry;
  }
}
