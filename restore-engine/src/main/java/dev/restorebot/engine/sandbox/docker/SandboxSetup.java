package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.docker.DockerConnection;
import dev.restorebot.engine.docker.Labels;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.sandbox.server.DatabaseCreator;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.MissingRoles;
import dev.restorebot.engine.sandbox.server.NewDatabase;
import dev.restorebot.engine.task.Cancellation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a started server the sandbox of a request: with its database and its roles. */
final class SandboxSetup {
  private final DockerConnection docker;
  private final SandboxRequest request;

  SandboxSetup(DockerConnection docker, SandboxRequest request) {
    this.docker = docker;
    this.request = request;
  }

  /** Returns the sandbox. What fails leaves the server as it is then. */
  Sandbox in(StartedServer server, Cancellation cancellation) throws ProblemException {
    NewDatabase none = new NewDatabase(request.database(), List.of());
    request.needs().serverRuns(sandbox(server, none, List.of()));
    DatabaseNeeds needs = request.needs().get();
    cancellation.check();
    NewDatabase database =
        DatabaseCreator.create(
            server.endpoint(), request.database(), needs.locale(), Optional.empty());
    List<NamedRole> roles = roles(server.endpoint(), needs);
    cancellation.check();
    return sandbox(server, database, roles);
  }

  private Sandbox sandbox(StartedServer server, NewDatabase database, List<NamedRole> roles) {
    return new DockerSandbox(
        docker,
        info(server, database, roles),
        server.cpus(),
        server.endpoint(),
        server.image().dataMount(),
        server.image().user());
  }

  private static List<NamedRole> roles(Endpoint admin, DatabaseNeeds needs)
      throws ProblemException {
    try {
      return MissingRoles.create(admin, needs.roles(), true);
    } catch (SQLException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The roles that the backup names could not be created in the sandbox.",
              "Run the test again. The reason is in the bot's log.")
          .exception(e);
    }
  }

  private SandboxInfo info(StartedServer server, NewDatabase database, List<NamedRole> roles) {
    Map<String, String> facts = Labels.of(request, server.image(), server.container());
    List<String> notes = new ArrayList<>(server.image().notes());
    notes.addAll(database.notes());
    notes.addAll(MissingRoles.notes(roles));
    facts.put(Labels.VOLUME, server.volume());
    facts.put(Labels.DATABASE, database.name());
    facts.put(Labels.VERSION, server.version());
    facts.put(Labels.NOTES, String.join("\n", notes));
    return Labels.info(facts, server.endpoint().port());
  }
}
