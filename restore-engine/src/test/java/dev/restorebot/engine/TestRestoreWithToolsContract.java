package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole test restores where psql runs, too, what pg_dump does not write. */
abstract class TestRestoreWithToolsContract extends TestRestoreContract {
  @Test
  void rowsThatAreMissingFail() throws IOException {
    // The server takes the row away again after it was loaded.
    Report report =
        withAtItsEnd(
            "CREATE FUNCTION pg_temp.lose() RETURNS void LANGUAGE sql"
                + " AS 'DELETE FROM public.books WHERE id = 3';\nSELECT pg_temp.lose();");

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::message)
        .singleElement()
        .asString()
        .contains("public.books has 11 rows, the backup has 12");
  }

  @Test
  void rowsThatTheFileDeletesAreAWarning() throws IOException {
    Report report = withAtItsEnd("DELETE FROM public.books WHERE id = 3;");
    assertThat(report.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(report.problems())
        .extracting(Report.ProblemFacts::message)
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains("the DELETE in line ", "books has 11 rows, the backup has 12"));
  }

  private Report withAtItsEnd(String sql) throws IOException {
    Path dump = folder.resolve("changed.sql");
    String plain = Files.readString(fixture("pg15-plain.sql"), StandardCharsets.UTF_8);
    String end = "-- PostgreSQL database dump complete";
    Files.writeString(dump, plain.replace(end, sql + "\n\n--\n" + end));
    return EngineUnderTest.report(engine().restore(dump));
  }

  @Test
  void aLargePlainDumpIsLoadedInParallelAndPsqlConfirmsWhatIsWrong() throws Exception {
    engine().load(new LoadSettings(2, false, Duration.ofMinutes(2), List.of()));
    String more =
        IntStream.rangeClosed(6, 17_500)
            .mapToObj(id -> id + "\t" + "Author ".repeat(140))
            .collect(Collectors.joining("\n", "\n", "\n"));
    String good =
        Files.readString(fixture("pg15-plain.sql"), StandardCharsets.UTF_8)
            .replace("5\tAuthor 5\n", "5\tAuthor 5" + more);

    Report parallel = report("large.sql", good);
    assertThat(parallel.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(parallel.loader()).contains("restore-bot");
    assertThat(parallel.proof().doesNotProve()).contains("psql of production's version");

    // Accepts rows from psql only.
    String forPsql =
        good.replace(
            "    name text NOT NULL\n);",
            "    name text NOT NULL,\n"
                + "    CONSTRAINT psql CHECK"
                + " ((current_setting('application_name'::text) = 'psql'::text))\n);");
    assertThat(forPsql).isNotEqualTo(good);
    Report confirmed = report("psql.sql", forPsql);
    assertThat(confirmed.problems()).isEmpty();
    assertThat(confirmed.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(confirmed.loader()).contains("psql");
    assertThat(confirmed.proof().doesNotProve()).doesNotContain("psql");

    Report bad = report("bad.sql", good.replace("\n17500\tAuthor", "\nx\tAuthor"));
    assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(bad.loader()).contains("psql");
    assertThat(bad.problems().toString()).contains("invalid input syntax");
  }

  private Report report(String name, String dump) throws Exception {
    Path file = Files.writeString(folder.resolve(name), dump, StandardCharsets.UTF_8);
    Job job = engine().restore(file);
    assertThat(job.state()).isEqualTo(JobState.READY);
    var unused = engine().engine().cleanUp(job.id(), EngineUnderTest.ASHA);
    return EngineUnderTest.report(job);
  }
}
