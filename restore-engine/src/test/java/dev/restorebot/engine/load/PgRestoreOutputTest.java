package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.task.Progress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as pg_restore 15 printed them. */
class PgRestoreOutputTest {
  private final List<TocEntry> toc =
      List.of(
          Entries.entry(323, "TABLE", "users"),
          Entries.data(4593, "users", 100_000),
          Entries.data(4594, "assignments", 100_000),
          Entries.entry(4206, "INDEX", "ix_users_email"));
  private final List<Progress> seen = new ArrayList<>();
  private final ErrorCollector errors = new ErrorCollector(IgnoreRule.BUILT_IN);
  private final RestoreProgress progress =
      new RestoreProgress(toc, InstantSource.system(), seen::add);
  private final PgRestoreOutput output = new PgRestoreOutput(toc, errors, progress);

  private void say(String... lines) {
    for (String line : lines) {
      output.line(line);
    }
    output.end();
  }

  @Test
  void anErrorKnowsItsObjectMessageAndStatement() {
    say(
        "pg_restore: while PROCESSING TOC:",
        "pg_restore: from TOC entry 323; 1259 24991 TABLE users zenops",
        "pg_restore: error: could not execute query: ERROR:  relation \"users\" already exists",
        "Command was: CREATE TABLE public.users (",
        "    id integer NOT NULL",
        ");",
        "",
        "pg_restore: creating INDEX \"public.ix_users_email\"",
        "pg_restore: warning: errors ignored on restore: 1");

    assertThat(errors.count()).isEqualTo(1);
    LoadError error = errors.errors().get(0);
    assertThat(error.object()).isEqualTo("TABLE public.users");
    assertThat(error.message())
        .isEqualTo("could not execute query: ERROR:  relation \"users\" already exists");
    assertThat(error.statement()).startsWith("CREATE TABLE public.users (").contains("id integer");
    assertThat(error.problem().code()).isEqualTo(ProblemCode.RELATION_EXISTS);
  }

  @Test
  void twoErrorsInARowAreTwo() {
    say(
        "pg_restore: error: COPY failed for table \"users\": ERROR:  duplicate key",
        "DETAIL:  Key (id)=(1) already exists.",
        "CONTEXT:  COPY users, line 2",
        "pg_restore: error: could not uncompress data: incorrect data check");

    assertThat(errors.errors())
        .extracting(LoadError::message)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("duplicate key")
                    .endsWith("(key (id) already exists; COPY users, line 2)"),
            second -> assertThat(second).contains("could not uncompress data"));
    assertThat(errors.errors().get(1).problem().code()).isEqualTo(ProblemCode.BACKUP_CORRUPT);
  }

  @Test
  void errorsOfVersionsBefore12AreSeen() {
    say(
        "pg_restore: [archiver (db)] Error while PROCESSING TOC:",
        "pg_restore: [archiver (db)] Error from TOC entry 323; 1259 1 TABLE users zenops",
        "pg_restore: [archiver (db)] could not execute query: ERROR:  syntax error",
        "WARNING: errors ignored on restore: 1");

    assertThat(errors.errors())
        .extracting(LoadError::display)
        .containsExactly("TABLE public.users: could not execute query: ERROR:  syntax error");
  }

  @Test
  void aParallelRestoreIsFollowedByItsNumbers() {
    say(
        "pg_restore: processing item 323 TABLE users",
        "pg_restore: creating TABLE \"public.users\"",
        "pg_restore: entering main parallel loop",
        "pg_restore: launching item 4593 TABLE DATA users",
        "pg_restore: launching item 4594 TABLE DATA assignments",
        "pg_restore: processing data for table \"public.users\"",
        "pg_restore: processing data for table \"public.assignments\"");
    assertThat(progress.underWay())
        .extracting(TocEntry::dumpId)
        .contains(4593, 4594)
        .doesNotContain(4206);

    say("pg_restore: finished item 4593 TABLE DATA users");
    assertThat(progress.underWay()).extracting(TocEntry::dumpId).doesNotContain(4593);
    assertThat(seen.get(seen.size() - 1).fraction()).isBetween(0.3, 0.6);
    assertThat(errors.sawNothing()).isTrue();
  }

  @Test
  void aSerialRestoreIsFollowedByItsWords() {
    say(
        "pg_restore: creating TABLE \"public.users\"",
        "pg_restore: processing data for table \"public.users\"",
        "pg_restore: processing data for table \"public.assignments\"");

    assertThat(progress.underWay()).extracting(TocEntry::dumpId).containsExactly(4594);
    assertThat(seen.get(seen.size() - 1).fraction()).isBetween(0.4, 0.6);
  }

  @Test
  void aFloodOfErrorsIsCountedAndNotKept() {
    for (int i = 0; i < 5_000; i++) {
      output.line("pg_restore: error: could not execute query: ERROR:  no number " + i);
    }
    output.end();

    assertThat(errors.count()).isEqualTo(5_000);
    assertThat(errors.errors()).hasSize(LoadResult.MOST_ERRORS);
  }
}
