package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.pgdump.DumpFile;
import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.sandbox.server.ServerError;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends entries of an archive and their data to one session, as pg_restore does. */
final class ArchiveFeed implements ArchiveRestore.Worker {
  private static final String REFUSED = "could not execute query: ERROR:  ";
  private static final int CHUNK = 1 << 16;

  private final DumpFile dump;
  private final LoadSession session;
  private final ArchiveMessages messages;
  private final ErrorCollector errors;
  private final RestoreProgress progress;
  private final EntrySql sql;
  private final DumpEncoding encoding;
  private final Map<Integer, String> names;

  ArchiveFeed(
      DumpFile dump,
      List<TocEntry> entries,
      LoadSession session,
      ArchiveMessages messages,
      ErrorCollector errors,
      RestoreProgress progress,
      boolean withOwners) {
    this.dump = dump;
    this.session = session;
    this.messages = messages;
    this.errors = errors;
    this.progress = progress;
    this.sql = new EntrySql(dump.entries(), withOwners);
    this.names = entries.stream().collect(Collectors.toMap(TocEntry::dumpId, TocEntry::display));
    this.encoding =
        dump.entries().stream()
            .filter(entry -> entry.kind().equals("ENCODING"))
            .findFirst()
            .flatMap(entry -> DumpEncoding.setBy(entry.definition()))
            .orElse(DumpEncoding.UTF8);
  }

  /** Sends the settings of a session that restores. */
  void begin(int serverMajor) {
    for (String setting : sql.first(serverMajor)) {
      execute("", setting);
    }
  }

  /**
   * Sends an entry.
   *
   * @throws IOException when its data cannot be read, or the session is lost
   */
  @Override
  public void restore(RestoreEntry entry) throws IOException {
    session.requireConnected();
    progress.started(entry.dumpId());
    for (String statement : sql.of(entry)) {
      execute(name(entry), statement);
    }
    if (entry.hasData()) {
      data(entry);
    }
    session.requireConnected();
    progress.finished(entry.dumpId());
  }

  @Override
  public boolean attempt(RestoreEntry entry) throws IOException {
    progress.started(entry.dumpId());
    for (String statement : sql.of(entry)) {
      if (session.execute(statement).isPresent()) {
        session.requireConnected();
        return false;
      }
    }
    progress.finished(entry.dumpId());
    return true;
  }

  @Override
  public void close() {
    session.close();
  }

  private void execute(String object, String statement) {
    session
        .execute(statement)
        .ifPresent(error -> errors.add(object, REFUSED + error.text(), statement));
  }

  private void data(RestoreEntry entry) throws IOException {
    if (entry.kind().equals("BLOBS")) {
      dump.largeObjects(
          entry,
          (oid, content) ->
              session
                  .largeObject(oid, content)
                  .ifPresent(
                      error ->
                          errors.add(
                              name(entry),
                              "could not write to large object " + oid + ": " + error.text(),
                              "")));
      return;
    }
    try (InputStream rows = dump.data(entry)) {
      if (entry.copyStatement().isEmpty()) {
        statements(entry, rows);
      } else {
        copy(entry, rows);
      }
    }
  }

  private void copy(RestoreEntry entry, InputStream content) throws IOException {
    LoadSession.Rows rows = session.copy(encoding.copy(entry.copyStatement()));
    if (rows.refusedStatement().isPresent()) {
      errors.add(
          name(entry), REFUSED + rows.refusedStatement().get().text(), entry.copyStatement());
      return;
    }
    byte[] chunk = new byte[CHUNK];
    for (int n = content.read(chunk, 0, CHUNK); n >= 0; n = content.read(chunk, 0, CHUNK)) {
      rows.write(chunk, 0, n);
    }
    rows.end()
        .ifPresent(
            error ->
                errors.add(
                    name(entry),
                    "COPY failed for table \"" + entry.name() + "\": ERROR:  " + error.text(),
                    ""));
  }

  /** Rows as INSERT statements (pg_dump --inserts). */
  private void statements(RestoreEntry entry, InputStream content) throws IOException {
    PlainTarget.Heard heard =
        new PlainTarget.Heard() {
          @Override
          public void reached(long line) {
            // the entry is under way
          }

          @Override
          public void refused(long line, ServerError error, String statement) {
            errors.add(name(entry), REFUSED + error.text(), statement);
          }
        };
    try (IndexedDump sql = new IndexedDump(new PeekInput(content), messages, Optional.empty())) {
      new PlainFeed(sql, new OneSession(session, heard), encoding, false).run();
    }
  }

  private String name(RestoreEntry entry) {
    return names.getOrDefault(entry.dumpId(), "");
  }
}
