package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.LocaleProvider;
import dev.restorebot.engine.disaster.Outage;
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
  private final ServerTools programs;
  private final DatabaseMemory memory;

  /**
   * Finds targets.
   *
   * @param services stops and starts the services of a target that names a project for them
   * @param programs finds the client programs
   * @param memory what was remembered of databases that were dropped
   */
  public ServerTargets(
      Function<ComposeProject, ServiceControl> services,
      ServerTools programs,
      DatabaseMemory memory) {
    this.services = services;
    this.programs = programs;
    this.memory = memory;
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
      return found.isEmpty()
          ? dropped(settings, connection, backup)
          : target(settings, connection, found.get(0), backup);
    } catch (SQLException e) {
      throw ServerProblems.failed("answer questions about the database " + database, e);
    }
  }

  private Target target(
      TargetSettings settings,
      Connection connection,
      List<String> facts,
      Optional<BackupFacts> backup)
      throws SQLException, ProblemException {
    ServerAddress address = settings.server().orElseThrow();
    String database = settings.database();
    Rights rights = new Rights(connection, address, database, facts.get(0), facts.get(1), programs);
    List<String> warnings = allowed(rights, backup);
    requireOpen(database, facts.get(5));
    DatabaseProperties properties = DatabaseProperties.read(connection, facts.get(0));
    warnings.addAll(properties.warnings(address.text() + "/" + database));
    String version = version(connection);
    Target target =
        target(
            settings,
            new DataVolume(
                database,
                facts.get(0),
                facts.get(7).isEmpty() ? 0 : Long.parseLong(facts.get(7)),
                DataVolume.UNKNOWN,
                DataVolume.Kind.DATABASE),
            cluster(address, version, facts, connection),
            warnings,
            Optional.empty());
    memory.remember(target, properties);
    return target;
  }

  private Target dropped(
      TargetSettings settings, Connection connection, Optional<BackupFacts> backup)
      throws SQLException, ProblemException {
    DroppedDatabase dropped =
        new DroppedDatabase(
            settings.server().orElseThrow(),
            settings.database(),
            memory.recall(settings),
            backup.flatMap(BackupFacts::dumped));
    ClusterFacts cluster =
        dropped.cluster(version(connection), roles(connection), Tablespaces.usable(connection));
    Rights rights =
        new Rights(
            connection,
            dropped.address(),
            dropped.database(),
            DroppedDatabase.OID,
            cluster.owner(),
            programs);
    return target(
        settings,
        new DataVolume(
            settings.database(),
            DroppedDatabase.OID,
            0,
            DataVolume.UNKNOWN,
            DataVolume.Kind.DATABASE),
        cluster,
        allowed(rights, backup),
        Optional.of(dropped.outage()));
  }

  /** Refuses what the role may not do, and returns what a person should know. */
  private static List<String> allowed(Rights rights, Optional<BackupFacts> backup)
      throws SQLException, ProblemException {
    rights.require();
    if (backup.isEmpty()) {
      return new ArrayList<>();
    }
    rights.requireFor(backup.get());
    return new ArrayList<>(rights.warnings(backup.get()));
  }

  private Target target(
      TargetSettings settings,
      DataVolume database,
      ClusterFacts cluster,
      List<String> warnings,
      Optional<Outage> outage)
      throws ProblemException {
    ServerAddress address = settings.server().orElseThrow();
    Optional<ComposeProject> project = settings.place().project(settings.project());
    List<String> running =
        project.isPresent() ? services.apply(project.get()).running() : List.of();
    return new Target(
        project.orElseGet(() -> none(settings.project())),
        settings.database(),
        new DatabaseServer(
            address.text(),
            "",
            "PostgreSQL " + cluster.version(),
            "",
            List.of(),
            ContainerEnvironment.of(List.of()),
            "",
            "",
            List.of()),
        database,
        cluster,
        project.isPresent() || !settings.services().inProject()
            ? settings.stopServices()
            : List.of(),
        running,
        warnings,
        Optional.empty(),
        outage,
        Optional.of(address));
  }

  private static String version(Connection connection) throws SQLException {
    return Rows.value(connection, "SHOW server_version").orElseThrow().split(" ", 2)[0];
  }

  private static List<String> roles(Connection connection) throws SQLException {
    return Rows.column(connection, "SELECT rolname FROM pg_roles ORDER BY 1");
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
            Optional.of(facts.get(11)).filter(Tablespaces.usable(connection)::contains),
            roles(connection)));
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
}
