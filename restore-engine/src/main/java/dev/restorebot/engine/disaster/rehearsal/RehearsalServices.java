package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.util.List;
import java.util.Optional;

/** Makes and starts the services of a rehearsal. */
public interface RehearsalServices {
  /** Returns production's project as Compose resolves it. */
  JsonNode resolve() throws ProblemException;

  /** Returns the id of the image of that name on this machine. */
  Optional<String> image(String name);

  /** Makes the containers of a rehearsal, and starts none. */
  void create(IsolatedProject rehearsal, Cancellation cancellation) throws ProblemException;

  /**
   * Starts services, and what they depend on before them.
   *
   * @param services none for all
   * @return what Compose said when it did not start all; empty when it did
   */
  Optional<String> start(
      IsolatedProject rehearsal, List<String> services, Cancellation cancellation);
}
