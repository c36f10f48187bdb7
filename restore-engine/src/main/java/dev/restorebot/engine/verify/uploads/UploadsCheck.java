package dev.restorebot.engine.verify.uploads;

import dev.restorebot.engine.archive.uploads.TarballEntry;
import dev.restorebot.engine.archive.uploads.TarballFolder;
import dev.restorebot.engine.archive.uploads.TarballSum;
import dev.restorebot.engine.backup.UploadsArchive;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.CheckContext;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.UploadsToCheck;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that the archive of uploads that belongs to the backup can be read to its end and contains
 * every file that the database refers to. Nothing is unpacked to a disk.
 */
public final class UploadsCheck implements Check {
  static final String NAME = "uploads";
  private static final Set<ProblemCode> BROKEN =
      EnumSet.of(
          ProblemCode.BACKUP_TRUNCATED,
          ProblemCode.BACKUP_CORRUPT,
          ProblemCode.BACKUP_EMPTY,
          ProblemCode.BACKUP_NOT_RECOGNISED);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level from() {
    return Level.STANDARD;
  }

  @Override
  public CheckResult run(CheckContext context) throws SQLException {
    if (context.uploads().isEmpty()) {
      return CheckResult.skipped(NAME, "no archive of uploads is looked for");
    }
    UploadsToCheck how = context.uploads().get();
    Optional<UploadsArchive> archive;
    try {
      archive = how.finder().of(context.archive());
    } catch (ProblemException e) {
      return unknown("whether there is an archive of uploads is not known", e.problem());
    }
    if (archive.isEmpty()) {
      return missing(context.ladder().queries().uploads().required());
    }
    return check(context, how, archive.get());
  }

  private static CheckResult missing(boolean required) {
    String detail = "no archive of uploads belongs to this backup";
    return required
        ? CheckResult.failed(
            NAME,
            detail,
            "The files that users uploaded are not in any archive of about the same time.",
            "Check whether the archive of uploads is still written, and whether `uploads.names` and"
                + " `uploads.within` fit it; `verify.uploads-required` asks for one.")
        : CheckResult.skipped(NAME, detail + " (uploads.names, uploads.within)");
  }

  private static CheckResult check(CheckContext context, UploadsToCheck how, UploadsArchive archive)
      throws SQLException {
    UploadsQuery query = new UploadsQuery(context);
    WantedPaths wanted =
        new WantedPaths(how.pathPrefix(), how.exact() || !how.archiveRoot().isEmpty());
    boolean asked;
    try {
      asked = query.into(wanted);
    } catch (UploadsQuery.TooManyException e) {
      return CheckResult.unknown(
          NAME,
          "the database knows more files than can be compared",
          "Narrow `verify.uploads-query` down, for example to the last year.");
    }
    TarballFolder folder = new TarballFolder(how.archiveRoot());
    TarballSum sum = new TarballSum(folder);
    try {
      var unused =
          how.reader()
              .readWhole(
                  archive.file(),
                  how.sha256(),
                  entry -> {
                    sum.accept(entry);
                    folder.below(entry).ifPresent(found -> see(found, wanted));
                  },
                  told -> context.progress().progress(told),
                  context.cancellation());
    } catch (ProblemException e) {
      return unreadable(archive, e.problem());
    }
    String read =
        String.format(
            "%s reads to its end: %,d files, %s",
            archive.displayName(), sum.files(), Sizes.text(sum.bytes()));
    return asked
        ? compared(read, query, wanted)
        : CheckResult.passed(NAME, read + "; no query says which must be in it");
  }

  private static void see(TarballEntry entry, WantedPaths wanted) {
    if (entry.kind() != TarballEntry.Kind.FOLDER) {
      wanted.seen(entry.name());
    }
  }

  private static CheckResult compared(String read, UploadsQuery query, WantedPaths wanted)
      throws SQLException {
    WantedPaths.Found found = wanted.best();
    int missing = wanted.size() - found.count();
    String below = found.left().isEmpty() ? "" : ", below " + UploadsQuery.shown(found.left());
    if (missing == 0) {
      return CheckResult.passed(
          NAME,
          String.format("%s; all %,d that the database knows are in it", read, wanted.size())
              + below);
    }
    return CheckResult.failed(
        NAME,
        String.format(
            "%s; %,d of the %,d that the database knows are not in it%s: %s",
            read, missing, wanted.size(), below, query.missing(wanted, found, missing)),
        "Files that the database refers to are in no archive of about the same time: users who open"
            + " them after a restore find nothing.",
        found.count() == 0
            ? "None was found, so the paths may only be written differently: compare"
                + " `verify.uploads-query` with `tar -tzf`, then set `uploads.path-prefix` or"
                + " `uploads.archive-root`."
            : "Check whether the archive is made from the right folder, after the database's backup"
                + " or at the same time, and whether these files are still there in production.");
  }

  private static CheckResult unreadable(UploadsArchive archive, Problem problem) {
    if (BROKEN.contains(problem.code())) {
      return CheckResult.failed(
          NAME,
          archive.displayName() + ": " + problem.code().code(),
          List.of(
              new Problem(
                  ProblemCode.CHECK_FAILED,
                  "The archive of uploads cannot be relied on. " + problem.message(),
                  problem.hint())));
    }
    return unknown(archive.displayName() + " could not be read", problem);
  }

  /** A problem of the archive is none of the backup, whatever its code. */
  private static CheckResult unknown(String detail, Problem problem) {
    return CheckResult.unknown(
        NAME,
        detail,
        List.of(
            new Problem(
                ProblemCode.CHECK_BROKEN,
                "The check uploads could not be run: " + problem.message(),
                problem.hint())));
  }
}
