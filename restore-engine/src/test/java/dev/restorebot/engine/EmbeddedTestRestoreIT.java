package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.EmbeddedServers;
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
}
