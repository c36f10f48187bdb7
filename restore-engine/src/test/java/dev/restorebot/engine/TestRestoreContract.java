package dev.restorebot.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testing.Connecting;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.TableRows;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.script.Script;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole test restores of real backups into real servers, whatever runs the sandbox. */
abstract class TestRestoreContract {
  private static final String KEY = "fixture-key-not-a-secret";
  private static final VerifySettings NOTHING_MORE =
      new VerifySettings(List.of(), Optional.empty());

  /** For the files of a test. */
  @TempDir protected Path folder;

  private SandboxProvider sandboxes;
  private EngineUnderTest engine;

  abstract SandboxProvider sandboxes() throws Exception;

  @BeforeEach
  void start() throws Exception {
    sandboxes = sandboxes();
    engine = new EngineUnderTest(sandboxes, KEY, NOTHING_MORE);
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    assertThat(standing()).as("nothing is left behind").isEmpty();
    sandboxes.close();
  }

  /** The engine of this test. */
  EngineUnderTest engine() {
    return engine;
  }

  /** The sandboxes of this test's engine; others may share the runtime. */
  private List<SandboxInfo> standing() throws ProblemException {
    return sandboxes.list().stream().filter(s -> s.owner().equals(engine.owner())).toList();
  }

  /** The folder of that name as tar packs it. */
  private Path tarred(String name) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(fixture("pg15-directory"))) {
      for (Path file : all.toList()) {
        files.put("zenops/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return Files.write(folder.resolve(name), Wrapping.xz(Wrapping.tar(files)));
  }

  static Path fixture(String name) {
    try {
      return Path.of(TestRestoreContract.class.getResource("/archives/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg15-custom.dump",
        "pg15-custom-z0.dump",
        "pg15-custom-pipe.dump",
        "pg15-tar.tar",
        "pg15-directory",
        "pg15-directory.tar.xz",
        "pg15-plain.sql",
        "pg15-plain.sql.gz",
        "pg15-custom.dump.enc",
        "pg15-custom-iter10000.dump.enc",
        "pg15-plain.sql.gz.enc",
      })
  void aGoodBackupPassesAndIsCleanedUpOnce(String name) throws Exception {
    Job job = engine.restore(name.endsWith(".tar.xz") ? tarred(name) : fixture(name));

    assertThat(job.state()).isEqualTo(JobState.READY);
    Report report = EngineUnderTest.report(job);
    assertThat(report.problems()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(report.tables())
        .containsExactlyInAnyOrder(
            new TableRows("public", "authors", 5),
            new TableRows("public", "books", 12),
            new TableRows("public", "Odd \"name\" ü", 3));
    assertThat(report.checks())
        .allSatisfy(c -> assertThat(c.status()).isIn("passed", "skipped"))
        .extracting(Report.CheckFacts::name)
        .containsExactly(
            "restore-errors",
            "tables",
            "indexes",
            "constraints",
            "sequences",
            "views",
            "functions",
            "triggers",
            "rows",
            "expected-counts",
            "backup-gaps",
            "key-tables",
            "alembic",
            "backup-age",
            "restore-time",
            "canary",
            "schema-drift",
            "row-drift",
            "row-minimum",
            "as-role",
            "sequence-values",
            "valid-indexes",
            "valid-constraints",
            "enabled-triggers",
            "collations",
            "text-encoding",
            "freshness",
            "samples",
            "assertions",
            "uploads",
            "foreign-keys",
            "btrees",
            "table-fingerprints");
    assertThat(report.backup().sha256()).hasValueSatisfying(s -> assertThat(s).hasSize(64));
    assertThat(report.timings()).containsKeys("read", "startSandbox", "restore", "verify", "total");
    assertThat(engine.heard().states)
        .containsExactly(
            JobState.QUEUED,
            JobState.PREPARING,
            JobState.STARTING_SANDBOX,
            JobState.RESTORING,
            JobState.VERIFYING,
            JobState.READY);
    List<Double> fractions = engine.heard().progress.stream().map(Progress::fraction).toList();
    assertThat(fractions).isSorted().isNotEmpty();
    isCleanedUpOnce(job);
  }

  private void isCleanedUpOnce(Job job) throws ProblemException {
    assertThat(engine.engine().cleanUp(job.id(), EngineUnderTest.ASHA))
        .hasValueSatisfying(j -> assertThat(j.state()).isEqualTo(JobState.CLEANED_UP));
    assertThat(engine.engine().cleanUp(job.id(), EngineUnderTest.ASHA)).isEmpty();
    assertThat(engine.engine().cancel(job.id(), EngineUnderTest.ASHA)).isFalse();
    assertThat(standing()).isEmpty();
  }

  @Test
  void aBackupInAnotherEncodingThanUtf8Passes() throws Exception {
    String plain = Files.readString(fixture("pg15-plain.sql"));
    String cyrillic = plain.replace("ü", "ю").replaceAll("\\bbooks\\b", "\"книги\"");
    String named =
        cyrillic.replaceAll("(-- .*)\"книги\"", "$1книги").replace("'UTF8'", "'WIN1251'");
    Path file = Files.writeString(folder.resolve("a.sql"), named, Charset.forName("windows-1251"));

    Report report = EngineUnderTest.report(engine.restore(file));

    assertThat(report.problems()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(report.tables())
        .contains(
            new TableRows("public", "книги", 12), new TableRows("public", "Odd \"name\" ю", 3));
  }

  /**
   * Whatever the sandbox's locale is, one of the two checks and one of the bounds is wrong in it.
   */
  @Test
  void textThatIsOutOfOrderProvesNothingWhereTheLocaleIsUnknown() throws Exception {
    String dump = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n%s\n";
    String end = "--\n-- PostgreSQL database dump complete\n--\n\n";
    String checks =
        "CREATE TABLE public.a (t text, CONSTRAINT c CHECK ((t < 'a'::text)));\n"
            + "CREATE TABLE public.b (t text, CONSTRAINT c CHECK ((t > 'a'::text)));\n"
            + "COPY public.a (t) FROM stdin;\nZ\n\\.\nCOPY public.b (t) FROM stdin;\nB\n\\.\n";
    String bounds =
        "CREATE TABLE public.p (t text) PARTITION BY RANGE (t);\n"
            + "CREATE TABLE public.p1 (t text);\nCREATE TABLE public.p2 (t text);\n"
            + "ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('Z') TO"
            + " ('a');\n"
            + "ALTER TABLE ONLY public.p ATTACH PARTITION public.p2 FOR VALUES FROM ('b') TO"
            + " ('C');\n";
    for (String sql : List.of(checks, bounds)) {
      Report report = EngineUnderTest.report(restoreText(dump.formatted(sql) + end));
      assertThat(report.outcome()).as(sql).isEqualTo(Outcome.COULD_NOT_VERIFY);
      assertThat(report.problems().toString()).as(sql).contains("pg_dump --create");
    }
    String numbers =
        "CREATE TABLE public.a (n integer, t text, CONSTRAINT c CHECK (((n > 1) AND (t <>"
            + " ''::text))));\nCOPY public.a (n, t) FROM stdin;\n1\tx\n\\.\n";
    assertThat(EngineUnderTest.report(restoreText(dump.formatted(numbers) + end)).outcome())
        .as("a number is in no locale")
        .isEqualTo(Outcome.FAILED);
  }

  private Job restoreText(String sql) throws IOException {
    return engine.restore(Files.writeString(folder.resolve("text.sql"), sql));
  }

  /** Its comments name no table for what belongs to one. */
  @Test
  void aBackupOfPgDump93PassesAndWhatItMissesIsFound() throws Exception {
    String plain = Files.readString(fixture("pg15-plain.sql"));
    String old =
        plain
            .replaceAll("pg_dump version .*", "pg_dump version 9.3.4")
            .replaceAll("-- Name: (?:books|authors) (\\w+; Type: .*)", "-- Name: $1; Tablespace: ")
            .replace("-- Name: Odd \"name\" ü Odd", "-- Name: Odd");
    assertThat(old).contains("-- Name: books_author_id_fkey; Type: FK CONSTRAINT;");
    Path file = Files.writeString(folder.resolve("old.sql"), old);

    Report good = EngineUnderTest.report(engine.restore(file));
    assertThat(good.problems()).isEmpty();
    assertThat(good.outcome()).isEqualTo(Outcome.PASSED);

    Files.writeString(file, old.replaceAll("ALTER TABLE ONLY public.books\n.*_fkey .*\n", ""));
    Report bad = EngineUnderTest.report(engine.restore(file));
    assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(bad.problems().toString()).contains("missing: public.books_author_id_fkey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg15-custom-truncated.dump",
        "pg15-custom-z0-truncated.dump",
        "pg15-custom-truncated.dump.enc",
        "pg15-custom-truncated-at-block.dump.enc",
      })
  void aTruncatedBackupFailsBeforeAnythingStarts(String name) {
    Job job = engine.restore(fixture(name));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason().orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_TRUNCATED);
    assertThat(job.sandbox()).isEmpty();
    Report report = EngineUnderTest.report(job);
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.backupUnusable()).isTrue();
  }

  @Test
  void eachDatabaseOfAServersDumpHasItsOwnVerdict() throws Exception {
    Job whole = engine.restore(fixture("pg15-all.sql"));
    assertThat(whole.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(whole.reason().orElseThrow().code()).isEqualTo(ProblemCode.SEVERAL_DATABASES);
    assertThat(engine.heard().milestones)
        .containsExactly(new Milestone.SeveralDatabases(List.of("my db", "zenops")));

    engine.load(new LoadSettings(0, true, Duration.ofMinutes(2), List.of()));
    Path damaged = folder.resolve("all.sql");
    String sql = Files.readString(fixture("pg15-all.sql"));
    Files.writeString(damaged, sql.replace("\n2\t20\n", "\nx\t20\n"));
    Job good = engine.restore(damaged, "zenops");
    assertThat(EngineUnderTest.report(good).problems()).isEmpty();
    assertThat(good.outcome()).contains(Outcome.PASSED);
    assertThat(EngineUnderTest.report(good).backup().database()).contains("zenops");
    assertThat(EngineUnderTest.report(good).tables())
        .containsExactly(new TableRows("public", "a", 3));
    assertThat(passed(EngineUnderTest.report(good))).contains("functions");
    assertThat(good.sandbox().orElseThrow().notes())
        .anyMatch(note -> note.contains("The roles in the file") && note.contains("owner1"));

    Report bad = EngineUnderTest.report(engine.restore(damaged, "my db"));
    assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(bad.problems().toString()).contains("invalid input syntax");
  }

  @Test
  void aMissingBackupIsNotABadOne() {
    Job job = engine.restore(folder.resolve("nothing.dump"));

    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(job.reason().orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_MISSING);
    assertThat(EngineUnderTest.report(job).backupUnusable()).isFalse();
    assertThat(EngineUnderTest.report(job).notRead()).isPresent();
  }

  /** The third, which waits meanwhile, is cancelled where it stands. */
  @Test
  void atLevelDeepEveryRungIsAskedAndTwoRestoresOneAfterTheOtherAreAlike() {
    Job one = engine.submit(fixture("pg15-custom.dump"), Level.DEEP);
    Job two = engine.submit(fixture("pg15-tar.tar"), Level.DEEP);
    Job three = engine.submit(fixture("pg15-plain.sql"), Level.DEEP);
    engine.await(one, job -> job.state().running());
    assertThat(engine.engine().place(two)).isEqualTo(1);
    assertThat(engine.engine().place(three)).isEqualTo(2);
    assertThat(engine.engine().cancel(three.id(), EngineUnderTest.ASHA)).isTrue();
    assertThat(engine.await(three, job -> job.state().ended()).state())
        .isEqualTo(JobState.CANCELLED);

    Report first = EngineUnderTest.report(engine.await(one, TestRestoreContract::ready));
    Report second = EngineUnderTest.report(engine.await(two, TestRestoreContract::ready));

    assertThat(first.problems()).isEmpty();
    assertThat(first.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(first.level()).contains("deep");
    assertThat(passed(first))
        .contains("foreign-keys", "btrees", "table-fingerprints", "collations");
    assertThat(passed(second)).contains("schema-drift", "row-drift");
    assertThat(first.fingerprints()).hasSize(3).isEqualTo(second.fingerprints());
    assertThat(first.schema()).isPresent().isEqualTo(second.schema());
  }

  private static boolean ready(Job job) {
    return job.state() == JobState.READY || job.state().ended();
  }

  @Test
  void aHigherLevelsChecksAreSkippedWithTheReason() {
    Report quick = EngineUnderTest.report(engine.restore(fixture("pg15-custom.dump"), Level.QUICK));

    assertThat(quick.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(quick.checks())
        .contains(
            new Report.CheckFacts("btrees", "skipped", "runs at level deep"),
            new Report.CheckFacts("sequence-values", "skipped", "runs at level standard"));
  }

  private static List<String> passed(Report report) {
    return report.checks().stream()
        .filter(check -> check.status().equals("passed"))
        .map(Report.CheckFacts::name)
        .toList();
  }

  /** Staged for pg_restore, and streamed to psql. */
  @ParameterizedTest
  @ValueSource(strings = {"pg15-directory", "pg15-plain.sql"})
  void aBackupThatIsSwappedAfterItWasReadIsNotJudged(String name) throws Exception {
    Path file = copied(name);
    Path part = Files.isDirectory(file) ? file.resolve("toc.dat") : file;
    byte[] other =
        new String(Files.readAllBytes(part), ISO_8859_1)
            .replace("Author 1\n", "Author 9\n")
            .replace("book_list", "book_lisp")
            .getBytes(ISO_8859_1);
    assertThat(other).isNotEqualTo(Files.readAllBytes(part));
    CompletableFuture<Job> restoring = new CompletableFuture<>();
    engine.heard().when(job -> job.state() == JobState.RESTORING, restoring);
    CompletableFuture<Void> swapped = restoring.thenAccept(job -> Swapping.swap(part, other));

    Job job = engine.restore(file);

    assertThat(swapped).isCompleted();
    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(job.reason().orElseThrow().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
    assertThat(job.reason().orElseThrow().message()).contains(name, "its SHA-256 differs");
    Report report = EngineUnderTest.report(job);
    assertThat(report.outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
    assertThat(report.backup().sha256()).as("that of what was loaded").isEmpty();
  }

  private Path copied(String name) throws IOException {
    Path copy = folder.resolve(name);
    if (!Files.isDirectory(fixture(name))) {
      return Files.copy(fixture(name), copy);
    }
    Files.createDirectory(copy);
    try (Stream<Path> all = Files.list(fixture(name))) {
      for (Path file : all.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void anErrorOfTheRestoreFailsWithItsObject() throws IOException {
    Path dump = folder.resolve("twice.sql");
    String plain = Files.readString(fixture("pg15-plain.sql"));
    Files.writeString(
        dump,
        plain.replace("CREATE VIEW", "CREATE TABLE public.authors (id integer);\nCREATE VIEW"));

    Job job = engine.restore(dump);

    Report report = EngineUnderTest.report(job);
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::code)
        .containsExactly("relation-exists");
    assertThat(report.checks().get(0).detail()).contains("VIEW").contains("already exists");
    assertThat(report.backupUnusable()).isFalse();
  }

  @Test
  void aCancelledRestoreLeavesNothing() {
    Job job = engine.submit(fixture("pg15-custom.dump"));
    engine.await(job, j -> j.state() == JobState.STARTING_SANDBOX);

    assertThat(engine.engine().cancel(job.id(), EngineUnderTest.ASHA)).isTrue();

    Job ended = engine.await(job, j -> j.state().ended());
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended.outcome()).isEmpty();
  }

  @Test
  void scriptsRunAfterTheChecksAndEachHasItsResult() throws Exception {
    engine()
        .afterRestore(
            sql("anonymise.sql", "UPDATE public.authors SET name = 'author ' || id;"),
            connecting("SELECT count(*) - 5 FROM public.authors WHERE name = 'author ' || id"),
            sql(
                "smoke.sql",
                "SELECT name FROM public.authors;\n"
                    + "DO $$ BEGIN ASSERT false, 'authors: ' || (SELECT max(title) FROM books); END"
                    + " $$;"),
            connecting("SELECT 3"),
            sql("broken.sql", "SELEC 1;"),
            new Script(
                Optional.of(Files.writeString(folder.resolve("slow.sql"), "SELECT pg_sleep(600);")),
                List.of(),
                Duration.ofSeconds(1)),
            connecting(
                "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE '%pg_sleep(6%'"
                    + " AND pid <> pg_backend_pid()"),
            sql(
                "settings.sql",
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET datestyle = SQL, DMY',"
                    + " current_database()); EXECUTE format('ALTER DATABASE %I SET timezone = %L',"
                    + " current_database(), 'Asia/Tokyo'); END $$;"),
            sql(
                "day-first.sql",
                "DO $$ BEGIN ASSERT '03/02/2024'::date = DATE '2024-02-03';"
                    + " ASSERT current_setting('timezone') = 'Asia/Tokyo'; END $$;"));
    Report report = EngineUnderTest.report(engine().restore(fixture("pg15-custom.dump")));

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    List<Report.CheckFacts> scripts =
        report.checks().stream().filter(c -> c.name().startsWith("after-restore ")).toList();
    assertThat(scripts)
        .extracting(c -> c.name().substring("after-restore ".length()) + " " + c.status())
        .containsExactly(
            "anonymise.sql passed",
            "java passed",
            "smoke.sql failed",
            "java failed",
            "broken.sql could-not-verify",
            "slow.sql could-not-verify",
            "java passed",
            "settings.sql passed",
            "day-first.sql passed");
    assertThat(scripts.get(2).detail()).isEqualTo("line 2: authors: *** 9");
    assertThat(scripts.get(3).detail()).startsWith("exit code 3");
    assertThat(scripts.get(4).detail()).contains("line 1: syntax error at or near \"SELEC\"");
    assertThat(report.checks())
        .filteredOn(c -> !c.name().startsWith("after-restore "))
        .allSatisfy(c -> assertThat(c.status()).isIn("passed", "skipped"));
  }

  final Script sql(String name, String text) throws IOException {
    return new Script(
        Optional.of(Files.writeString(folder.resolve(name), text)),
        List.of(),
        Duration.ofMinutes(1));
  }

  private static Script connecting(String query) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new Script(
        Optional.empty(),
        List.of(java, "-cp", classes, Connecting.class.getName(), query),
        Duration.ofMinutes(1));
  }
}
