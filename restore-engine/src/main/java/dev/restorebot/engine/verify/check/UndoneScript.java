package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.SqlSummary;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.util.OptionalLong;

/** Names the ROLLBACK of a plain SQL script as the cause of what is missing. */
final class UndoneScript {
  private UndoneScript() {}

  /** Returns the problem of a failed check, with the ROLLBACK as its cause if there is one. */
  static Problem orElse(BackupArchive archive, Problem problem) {
    OptionalLong line = archive.sql().map(SqlSummary::undoneAt).orElse(OptionalLong.empty());
    return line.isEmpty()
        ? problem
        : new Problem(
            ProblemCode.CHECK_FAILED,
            "The script ends its transaction with ROLLBACK (line "
                + line.getAsLong()
                + "), which undoes what the transaction made. "
                + problem.message(),
            "Make the backup again with pg_dump, or end the script with COMMIT, if you wrote it.");
  }
}
