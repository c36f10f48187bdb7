package dev.restorebot.bot.demo;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.load.Loaders;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testrestore.OrphanFinder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The demo's production database: a server of its own with the sample database, in which somebody
 * has deleted all assignments. If the process is killed, the next bot on this machine removes it.
 *
 * @param server the server
 * @param password of the role that restores
 * @param applicationPassword of the application's role
 */
record Production(Sandbox server, Secret password, Secret applicationPassword) {
  /** The role that restores: no superuser, and not the owner of the database. */
  static final String ROLE = "sampleapp_restore";

  private static final String OWNER = "sampleapp";
  private static final int MAJOR = 15;
  private static final Duration LONGEST = Duration.ofDays(7);

  /** A test restore gives everything to the role that restores. */
  private static final String OWNED =
      """
      DO $$
      DECLARE each regclass;
      BEGIN
        FOR each IN SELECT oid FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
        LOOP
          EXECUTE format('ALTER TABLE %s OWNER TO sampleapp', each);
        END LOOP;
      END
      $$
      """;

  /** The rows that are lost, and rows that no backup has yet. */
  private static final List<String> ACCIDENT =
      List.of(
          "DELETE FROM assignments",
          "INSERT INTO users (email, full_name, created_at)"
              + " SELECT 'new' || n || '@sampleapp.invalid', 'New user ' || n, now()"
              + " FROM generate_series(1, 3) n");

  /**
   * Starts it.
   *
   * @param sample the backup that is restored into it
   * @throws ProblemException when no server can be started here, with what is missing
   */
  static Production start(
      SandboxProvider sandboxes, Path sample, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Sandbox server = sandboxes.start(request(Instant.now()), progress, cancellation);
    Production production = new Production(server, Secret.random(), Secret.random());
    production.fill(sample, progress, cancellation);
    return production;
  }

  private static SandboxRequest request(Instant now) {
    return new SandboxRequest(
        "production-" + Secret.random().value().substring(0, 6),
        OrphanFinder.commandOwner(),
        false,
        now,
        now.plus(LONGEST),
        OptionalInt.of(MAJOR),
        Samples.DATABASE,
        () ->
            new DatabaseNeeds(
                Optional.empty(), List.of(), List.of(role(OWNER), role("sampleapp_report"))),
        true,
        ServerChoice.USUAL);
  }

  private static NamedRole role(String name) {
    return new NamedRole(name, false, Optional.empty());
  }

  private void fill(Path sample, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    progress.progress(Progress.of(0.5, "filling the database of the application"));
    ProgressListener quiet = any -> {};
    try (ArchiveReader reader = new ArchiveReader(ArchiveKey.none())) {
      LoadResult loaded =
          new Loaders(reader, LoadSettings.DEFAULT, InstantSource.system())
              .load(reader.readWhole(sample, quiet, cancellation), server, quiet, cancellation);
      if (!loaded.errors().isEmpty()) {
        throw failed(loaded.errors().get(0).message(), null);
      }
    }
    try (Connection admin = server.connectAsAdmin();
        Statement statement = admin.createStatement()) {
      for (String sql : rolesAndOwners()) {
        statement.execute(sql);
      }
      for (String sql : ACCIDENT) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private List<String> rolesAndOwners() {
    return List.of(
        "SET log_statement = 'none'",
        "ALTER ROLE " + OWNER + " LOGIN PASSWORD '" + applicationPassword.value() + "'",
        "CREATE ROLE " + ROLE + " LOGIN CREATEDB PASSWORD '" + password.value() + "'",
        "GRANT " + OWNER + ", pg_signal_backend TO " + ROLE,
        "ALTER DATABASE " + Samples.DATABASE + " OWNER TO " + OWNER,
        "ALTER SCHEMA public OWNER TO pg_database_owner",
        OWNED);
  }

  private static ProblemException failed(String why, Exception cause) {
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The demo's production database could not be filled: " + why + ".",
            "Start the demo again. If it fails again, start it with --verbose.")
        .exception(cause);
  }

  SandboxInfo info() {
    return server.info();
  }

  /** Opens a connection as the application; the caller closes it. */
  Connection connectAsApplication() throws SQLException {
    return server.connectAs(OWNER, applicationPassword);
  }
}
