package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads custom, directory and tar archives with the sandbox's own {@code pg_restore}. */
final class PgRestoreLoader implements Loader {
  private final ArchiveReader reader;
  private final Staging staging;
  private final LoadSettings settings;
  private final InstantSource clock;

  PgRestoreLoader(
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
    try {
      return restore(archive, sandbox, path, start, progress, cancellation);
    } catch (ProblemException | RuntimeException e) {
      // A cancelled sandbox is about to be removed whole; asking it to delete a file only delays.
      if (!cancellation.isCancelled()) {
        deleteAfter(e, path, sandbox);
      }
      throw e;
    }
  }

  /** That the file cannot be deleted hides nothing: it goes with the sandbox. */
  private static void deleteAfter(Exception failure, String path, Sandbox sandbox) {
    try {
      sandbox.delete(path);
    } catch (ProblemException e) {
      failure.addSuppressed(e);
    }
  }

  private LoadResult restore(
      BackupArchive archive,
      Sandbox sandbox,
      String path,
      Instant start,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    int jobs = jobs(archive, sandbox);
    List<String> command = command(jobs, sandbox.info().database(), path);
    ErrorContext context = new ErrorContext(archive, sandbox);
    ErrorCollector errors = new ErrorCollector(context.rules(settings.rules()));
    RestoreProgress steps = new RestoreProgress(archive.entries(), clock, progress);
    PgRestoreOutput output = new PgRestoreOutput(archive.entries(), errors, steps);
    int exit;
    boolean compressed = !archive.header().compression().equals(Optional.of("none"));
    try (ServerProgress ignored = new ServerProgress(sandbox, steps, compressed)) {
      exit =
          sandbox.runAndDelete(
              new ToolCall(command, Optional.empty(), output::line), path, cancellation);
    }
    output.end();
    errors.end("pg_restore", exit, sandbox);
    return new LoadResult(
        String.join(" ", command),
        exit,
        context.explained(errors.errors()),
        errors.count(),
        errors.ignored(),
        jobs,
        Duration.between(start, clock.instant()));
  }

  /** pg_restore cannot read a tar archive in parallel. */
  private int jobs(BackupArchive archive, Sandbox sandbox) {
    return archive.format() == ArchiveFormat.TAR ? 1 : settings.jobs(sandbox);
  }

  private List<String> command(int jobs, String database, String path) {
    List<String> command =
        new ArrayList<>(List.of("pg_restore", "--verbose", "--no-password", "--no-tablespaces"));
    command.add("--no-subscriptions");
    if (!settings.ownerAndPrivileges()) {
      command.add("--no-owner");
      command.add("--no-privileges");
    }
    if (jobs > 1) {
      command.add("--jobs=" + jobs);
    }
    // A database name with "=" or "://" would be taken for a connection string; PGDATABASE is not.
    command.add(database.matches("[A-Za-z0-9_.-]+") ? "--dbname=" + database : "--dbname=");
    command.add(path);
    return List.copyOf(command);
  }
}
