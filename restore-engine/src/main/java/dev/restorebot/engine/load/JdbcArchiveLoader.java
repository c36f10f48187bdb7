package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.pgdump.DumpFile;
import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.ZipException;

/** Loads custom, directory and tar archives over JDBC, without pg_restore. */
final class JdbcArchiveLoader implements Loader {
  private static final String TOOL =
      LoadResult.OWN_LOADER + "'s loader for archives (no pg_restore was run)";
  private static final int HAD_ERRORS = 1;

  private final ArchiveReader reader;
  private final Staging staging;
  private final LoadSettings settings;
  private final InstantSource clock;

  JdbcArchiveLoader(
      ArchiveReader reader, Staging staging, LoadSettings settings, InstantSource clock) {
    this.reader = reader;
    this.staging = staging;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public LoadResult load(
      BackupArchive archive, Sandbox sandbox, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Instant start = clock.instant();
    String path = new Transfer(reader, staging, sandbox).send(archive, progress, cancellation);
    ErrorContext context = new ErrorContext(archive, sandbox);
    ErrorCollector errors = new ErrorCollector(context.rules(settings.rules()));
    try {
      feed(archive, Path.of(path), sandbox, errors, progress, cancellation);
    } finally {
      // A cancelled sandbox is about to be removed whole; asking it to delete a file only delays.
      if (!cancellation.isCancelled()) {
        sandbox.delete(path);
      }
    }
    return new LoadResult(
        TOOL,
        errors.sawNothing() ? 0 : HAD_ERRORS,
        context.explained(errors.errors()),
        errors.count(),
        errors.ignored(),
        settings.jobs(sandbox),
        Duration.between(start, clock.instant()));
  }

  private void feed(
      BackupArchive archive,
      Path path,
      Sandbox sandbox,
      ErrorCollector errors,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    ArchiveMessages messages = new ArchiveMessages(archive.file());
    RestoreProgress steps = new RestoreProgress(archive.entries(), clock, progress);
    boolean compressed = !archive.header().compression().equals(Optional.of("none"));
    boolean withOwners = settings.ownerAndPrivileges();
    int major = major(sandbox);
    try (ServerProgress ignored = new ServerProgress(sandbox, steps, compressed)) {
      DumpFile dump = DumpFile.open(path, archive.format(), messages);
      requireKnownEncoding(dump);
      ArchiveRestore.Workers workers =
          () -> {
            LoadSession session = LoadSession.open(sandbox, cancellation);
            ArchiveFeed feed =
                new ArchiveFeed(
                    dump, archive.entries(), session, messages, errors, steps, withOwners);
            feed.begin(major);
            return feed;
          };
      new ArchiveRestore(workers, settings.jobs(sandbox))
          .run(RestoreOrder.of(dump.entries(), withOwners));
      cancellation.check();
    } catch (SQLException e) {
      cancellation.check();
      throw JdbcPlainClient.noConnection(e);
    } catch (IOException e) {
      cancellation.check();
      throw ArchiveReader.problemOf(e).orElseGet(() -> unreadable(messages, e));
    }
  }

  private static void requireKnownEncoding(DumpFile dump) throws ProblemException {
    for (RestoreEntry entry : dump.entries()) {
      Optional<String> unknown = DumpEncoding.unknownSetBy(entry.definition());
      if (entry.kind().equals("ENCODING") && unknown.isPresent()) {
        throw NeedsClientTools.problem(unknown.get()).exception();
      }
    }
  }

  private static ProblemException unreadable(ArchiveMessages messages, IOException e) {
    if (e instanceof ZipException || e instanceof EOFException) {
      return messages.corrupt("its compressed data are not valid").exception(e);
    }
    if (e instanceof CharacterCodingException) {
      return NeedsClientTools.problem("text that is not in its encoding").exception(e);
    }
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The copy of the backup in the sandbox could not be read: " + e.getMessage(),
            "Check the sandbox's disk, then run the restore again.")
        .exception(e);
  }

  private static int major(Sandbox sandbox) {
    return Integer.parseInt(sandbox.info().serverVersion().replaceFirst("\\D.*$", ""));
  }
}
