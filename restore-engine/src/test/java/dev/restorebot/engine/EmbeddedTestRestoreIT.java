package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.EmbeddedServers;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbeddedTestRestoreIT extends TestRestoreContract {
  @Override
  SandboxProvider sandboxes() {
    return EmbeddedServers.sandboxes();
  }

  @Test
  void sqlThatPgDumpDoesNotWriteIsNotRunAndNotJudged() throws Exception {
    Path file = folder.resolve("other.sql");
    String plain = Files.readString(fixture("pg15-plain.sql"));
    Files.writeString(
        file, plain.replace("CREATE VIEW", "DELETE FROM public.authors;\nCREATE VIEW"));

    Job job = engine().restore(file);

    assertThat(job.state()).isEqualTo(JobState.COULD_NOT_VERIFY);
    assertThat(job.reason().orElseThrow().code()).isEqualTo(ProblemCode.NO_POSTGRESQL_INSTALLED);
    assertThat(job.reason().orElseThrow().message())
        .contains("the statement that ends in line", "only psql or pg_restore");
  }

  @Test
  void scriptsThatOnlyPsqlRunsAndResultsThatFillTheMemoryAreNotJudged() throws Exception {
    engine()
        .afterRestore(
            sql("commands.sql", "SELECT 1;\n\\set ON_ERROR_STOP 1\n"),
            sql("large.sql", "SELECT repeat('x', 1000000) FROM generate_series(1, 100);"),
            sql("copy.sql", "COPY public.authors TO stdout;"));
    Report report = EngineUnderTest.report(engine().restore(fixture("pg15-custom.dump")));

    assertThat(report.outcome()).isEqualTo(Outcome.COULD_NOT_VERIFY);
    assertThat(report.checks())
        .filteredOn(check -> check.name().startsWith("after-restore "))
        .extracting(Report.CheckFacts::detail)
        .satisfiesExactly(
            commands ->
                assertThat(commands)
                    .isEqualTo(
                        "it contains the command \\set in line 2, and this sandbox has no psql"),
            large ->
                assertThat(large)
                    .isEqualTo("line 1: only psql does this, or it returns more than 64 MB"),
            copy -> assertThat(copy).startsWith("line 1: only psql does this"));
  }
}
