package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.Outage;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.ServiceControl;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a database in a running server that goes on during the restore. */
public final class ServerTargets implements Targets {
  private static final Logger log = LoggerFactory.getLogger(ServerTargets.class);
  private static final String TABLES =
      "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%'"
          + " AND nspname <> 'information_schema')";

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
      Optional<PresentDatabase> found = PresentDatabase.find(connection, database);
      return found.isEmpty()
          ? dropped(settings, connection, backup)
          : present(settings, connection, found.get(), backup);
    } catch (SQLException e) {
      throw ServerProblems.failed("answer questions about the database " + database, e);
    }
  }

  private Target present(
      TargetSettings settings,
      Connection connection,
      PresentDatabase found,
      Optional<BackupFacts> backup)
      throws SQLException, ProblemException {
    ServerAddress address = settings.server().orElseThrow();
    List<String> warnings =
        allowed(
            new Rights(connection, address, found.name(), found.oid(), found.owner(), programs),
            backup);
    found.requireOpen();
    DatabaseProperties properties = DatabaseProperties.read(connection, found.oid());
    warnings.addAll(properties.warnings(found.name(), found.oid()));
    ClusterFacts cluster =
        found.cluster(
            address.user(), version(connection), roles(connection), Tablespaces.usable(connection));
    Target target = target(settings, found.volume(), cluster, warnings, Optional.empty());
    if (!isEmpty(address, found.name())) {
      memory.remember(target, properties);
    }
    return target;
  }

  /**
   * Returns whether a database has no relations, as one that was created in place of a lost one, or
   * cannot be asked.
   */
  private static boolean isEmpty(ServerAddress address, String database) throws SQLException {
    try (Connection connection = new ServerAccess(address).connect(database)) {
      return !Rows.holds(connection, TABLES);
    } catch (ProblemException e) {
      log.warn("the facts of {} were not remembered: {}", database, e.getMessage());
      return true;
    }
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
        settings.services().inProject() && project.isPresent()
            ? services.apply(project.get()).running()
            : List.of();
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
}
