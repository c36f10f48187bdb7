package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.testing.Connecting;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.script.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole test restores where psql runs, too, what pg_dump does not write. */
abstract class TestRestoreWithToolsContract extends TestRestoreContract {
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
                    + " AND pid <> pg_backend_pid()"));
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
            "java passed");
    assertThat(scripts.get(2).detail()).isEqualTo("line 2: authors: *** 9");
    assertThat(scripts.get(3).detail()).startsWith("exit code 3");
    assertThat(scripts.get(4).detail()).contains("line 1: syntax error at or near \"SELEC\"");
    assertThat(report.checks())
        .filteredOn(c -> !c.name().startsWith("after-restore "))
        .allSatisfy(c -> assertThat(c.status()).isIn("passed", "skipped"));
  }

  private Script sql(String name, String text) throws IOException {
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

  @Test
  void rowsThatAreMissingFail() throws IOException {
    Path dump = folder.resolve("fewer.sql");
    String plain = Files.readString(fixture("pg15-plain.sql"), StandardCharsets.UTF_8);
    // The server takes the row away again after it was loaded.
    Files.writeString(
        dump,
        plain.replace(
            "-- PostgreSQL database dump complete",
            "DELETE FROM public.books WHERE id = 3;\n\n--\n-- PostgreSQL database dump complete"));

    Report report = EngineUnderTest.report(engine().restore(dump));

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::message)
        .singleElement()
        .asString()
        .contains("public.books has 11 rows, the backup has 12");
  }
}
