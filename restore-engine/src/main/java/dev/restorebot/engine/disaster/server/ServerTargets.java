package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.LocaleProvider;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.ServiceControl;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.Targets;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds a database in a running server that goes on during the restore. */
public final class ServerTargets implements Targets {
  /** The columns of ICU have other names in other versions, and older ones have none. */
  private static final String DATABASE =
      """
      SELECT d.oid, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate,
        d.datctype, d.datallowconn, d.datistemplate,
        CASE WHEN has_database_privilege(d.oid, 'CONNECT') THEN pg_database_size(d.oid) END,
        to_jsonb(d) ->> 'datlocprovider',
        coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale'),
        to_jsonb(d) ->> 'daticurules', t.spcname
      FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
      WHERE d.datname = ?
      """;

  private static final int USUAL_WAL_SEGMENT = 16;

  private final Function<ComposeProject, ServiceControl> services;
  private final ClientFinder clients;

  /**
   * Finds targets.
   *
   * @param services stops and starts the services of a target that names a project for them
   * @param clients finds the programs that restore into it
   */
  public ServerTargets(Function<ComposeProject, ServiceControl> services, ClientFinder clients) {
    this.services = services;
    this.clients = clients;
  }

  @Override
  public Target resolve(TargetSettings settings) throws ProblemException {
    return find(settings, Optional.empty());
  }

  @Override
  public Target resolve(TargetSettings settings, BackupFacts backup) throws ProblemException {
    return find(settings, Optional.of(backup));
  }

  private Target find(TargetSettings settings, Optional<BackupFacts> backup)
      throws ProblemException {
    ServerAddress address = settings.server().orElseThrow();
    String database = settings.database();
    if (database.equals(address.maintenanceDatabase())) {
      throw ServerProblems.unsuitable(
              "The database "
                  + database
                  + " is also `maintenance-database`, and no database can be renamed by those who"
                  + " are connected to it.",
              "Set `disaster.server.maintenance-database` to another one, such as template1.")
          .exception();
    }
    try (Connection connection = new ServerAccess(address).maintenance()) {
      List<List<String>> found = Rows.of(connection, DATABASE, database);
      if (found.isEmpty()) {
        throw gone(address, database);
      }
      List<String> facts = found.get(0);
      Rights rights = new Rights(connection, address, database, facts.get(0), facts.get(1));
      rights.require();
      List<String> warnings = new ArrayList<>();
      if (backup.isPresent()) {
        rights.requireFor(backup.get(), clients);
        warnings.addAll(rights.warnings(backup.get()));
      }
      requireOpen(database, facts.get(5));
      DatabaseProperties properties = DatabaseProperties.read(connection, facts.get(0));
      warnings.addAll(properties.warnings(address.text() + "/" + database));
      return target(settings, connection, facts, warnings);
    } catch (SQLException e) {
      throw ServerProblems.failed("answer questions about the database " + database, e);
    }
  }

  private Target target(
      TargetSettings settings, Connection connection, List<String> facts, List<String> warnings)
      throws SQLException, ProblemException {
    ServerAddress address = settings.server().orElseThrow();
    String version = Rows.value(connection, "SHOW server_version").orElseThrow().split(" ", 2)[0];
    Optional<ComposeProject> project = settings.place().project(settings.project());
    boolean inProject = settings.services().inProject();
    List<String> running =
        inProject && project.isPresent() ? services.apply(project.get()).running() : List.of();
    return new Target(
        project.orElseGet(() -> none(settings.project())),
        settings.database(),
        new DatabaseServer(
            address.text(),
            "",
            "PostgreSQL " + version,
            "",
            List.of(),
            ContainerEnvironment.of(List.of()),
            "",
            "",
            List.of()),
        new DataVolume(
            settings.database(),
            facts.get(0),
            facts.get(7).isEmpty() ? 0 : Long.parseLong(facts.get(7)),
            DataVolume.UNKNOWN,
            DataVolume.Kind.DATABASE),
        cluster(address, version, facts, connection),
        inProject && project.isEmpty() ? List.of() : settings.stopServices(),
        running,
        warnings,
        Optional.empty(),
        Optional.empty(),
        Optional.of(address));
  }

  /** Stands for the project of a target whose services nobody stops. */
  private static ComposeProject none(String name) {
    return new ComposeProject(name, ServerSwapProof.NONE, List.of(), List.of(), List.of());
  }

  private static ClusterFacts cluster(
      ServerAddress address, String version, List<String> facts, Connection connection)
      throws SQLException {
    DatabaseLocale locale = new DatabaseLocale(facts.get(2), facts.get(3), facts.get(4));
    Optional<LocaleProvider> provider = provider(facts.get(8), facts.get(9), facts.get(10));
    return new ClusterFacts(
        version,
        address.user(),
        facts.get(1),
        locale,
        provider.filter(p -> p.name().equals("icu")).map(LocaleProvider::locale),
        locale,
        false,
        USUAL_WAL_SEGMENT,
        "",
        List.of(),
        new DatabaseTraits(
            provider,
            Optional.empty(),
            Rows.column(connection, "SELECT rolname FROM pg_roles ORDER BY 1")));
  }

  private static Optional<LocaleProvider> provider(String letter, String locale, String rules) {
    Optional<String> some = Optional.of(rules).filter(text -> !text.isEmpty());
    return switch (letter) {
      case "i" -> Optional.of(new LocaleProvider("icu", locale, some));
      case "b" -> Optional.of(new LocaleProvider("builtin", locale, some));
      default -> Optional.empty();
    };
  }

  private static void requireOpen(String database, String open) throws ProblemException {
    if (!open.equals("t")) {
      throw ServerProblems.unsuitable(
              "The database " + database + " lets no connection in (ALLOW_CONNECTIONS false).",
              "If no other disaster restore is at work, open it: ALTER DATABASE \""
                  + database
                  + "\" ALLOW_CONNECTIONS true")
          .exception();
    }
  }

  private static ProblemException gone(ServerAddress address, String database) {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The server " + address.text() + " has no database " + database + ".",
            "If it was dropped, create it empty, with the owner, encoding and locale that it had,"
                + " and request the restore again: CREATE DATABASE \""
                + database
                + "\" OWNER …")
        .exception();
  }
}
