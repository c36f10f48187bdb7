package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;

/**
 * The needs of a backup in the database that it is restored into.
 *
 * @param locale its encoding and locale, when known
 * @param extensions extensions that the backup will ask for; a sandbox whose restoring role is not
 *     a superuser creates the harmless ones beforehand
 * @param roles roles that the backup names; created without login where the server has them not
 */
public record DatabaseNeeds(
    Optional<DatabaseLocale> locale, List<WantedExtension> extensions, List<NamedRole> roles) {
  public DatabaseNeeds {
    extensions = List.copyOf(extensions);
    roles = List.copyOf(roles);
  }

  /** Returns that nothing is needed. */
  public static DatabaseNeeds none() {
    return new DatabaseNeeds(Optional.empty(), List.of(), List.of());
  }

  /** Knows the needs, at the latest when the backup has been read. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns them, and waits for them if they are not known yet.
     *
     * @throws ProblemException when they will never be known
     * @throws java.util.concurrent.CancellationException when nobody wants the sandbox any more
     */
    DatabaseNeeds get() throws ProblemException;

    /**
     * Hears of the server before {@link #get} is asked, and may take its time.
     *
     * @param server accepts connections, but its database does not exist yet: files can be put into
     *     it, and its disk be watched
     */
    default void serverRuns(Sandbox server) {}
  }
}
