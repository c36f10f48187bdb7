package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whole test restores where psql runs, too, what pg_dump does not write. */
abstract class TestRestoreWithToolsContract extends TestRestoreContract {
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
