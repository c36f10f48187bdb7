package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data that checks work with.
 *
 * @param restored what is verified
 * @param reader the role that reads
 * @param session gives a connection of that role, for this check alone
 * @param catalog the objects that are really there
 * @param tables exact row counts of all tables
 * @param findings where a check leaves what belongs in the report
 * @param accepted what this check found, or did not look for, because the settings accept it
 * @param uploads how an archive of uploads is found and read, when one is looked for
 * @param progress told by a check that takes long
 * @param cancellation asked by a check that takes long
 */
public record CheckContext(
    VerificationInput restored,
    ReadOnlyRole reader,
    Session session,
    Catalog catalog,
    List<TableRows> tables,
    Findings findings,
    Set<String> accepted,
    Optional<UploadsToCheck> uploads,
    ProgressListener progress,
    Cancellation cancellation) {
  /** Gives a check its connection. */
  @FunctionalInterface
  public interface Session {
    /** Returns the connection: the same each time, opened when it is first asked for. */
    Connection connection() throws SQLException;
  }

  /** The same for another check, over its session. */
  CheckContext over(Session other) {
    return new CheckContext(
        restored,
        reader,
        other,
        catalog,
        tables,
        findings,
        new TreeSet<>(),
        uploads,
        progress,
        cancellation);
  }

  /**
   * Returns the check's connection, which is opened at the first call. The caller leaves it open.
   */
  public Connection connection() throws SQLException {
    return session.connection();
  }

  public BackupArchive archive() {
    return restored.archive();
  }

  public LoadResult load() {
    return restored.load();
  }

  public VerifySettings settings() {
    return restored.settings();
  }

  public CheckSettings ladder() {
    return restored.settings().ladder();
  }

  /** Returns whether the settings accept a finding; its result then says so. */
  public boolean accepts(String kind, String name) {
    boolean intended = ladder().accepted().includes(kind, name);
    if (intended) {
      accepted.add(name);
    }
    return intended;
  }

  /** The tables that a setting means by {@code name} or {@code schema.name}. */
  public List<TableRows> named(String name) {
    return tables.stream().filter(table -> table.isNamed(name)).toList();
  }
}
