package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.load.Staging;
import dev.restorebot.engine.sandbox.DatabaseNeeds;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox whose server starts while the backup is read, as far as the backup's head tells what it
 * has to be. What the head does not tell is handed in by {@link #take}. Whoever begins it either
 * takes it or gives it up. Used by one thread.
 */
final class SandboxAhead {
  private static final Logger log = LoggerFactory.getLogger(SandboxAhead.class);

  private final Starter starter;
  private final Staging staging;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Optional<Server>> begun = new CompletableFuture<>();
  private final CompletableFuture<DatabaseNeeds> needs = new CompletableFuture<>();
  private final CompletableFuture<Sandbox> started = new CompletableFuture<>();
  private volatile ProgressListener listener = ProgressListener.none();

  /**
   * The properties of a server that it must have from its start.
   *
   * @param major PostgreSQL major that the backup needs, when known
   * @param database name of the database to create
   * @param ownerAndPrivileges whether the backup's objects are given to the roles that it names
   * @param choice image and arguments
   */
  record Server(
      OptionalInt major, String database, boolean ownerAndPrivileges, ServerChoice choice) {}

  /** Starts a sandbox. */
  @FunctionalInterface
  interface Starter {
    /** Returns it when its database exists. */
    Sandbox start(
        Server server,
        DatabaseNeeds.Source needs,
        ProgressListener progress,
        Cancellation cancellation)
        throws ProblemException;
  }

  private SandboxAhead(Staging staging, Starter starter) {
    this.staging = staging;
    this.starter = starter;
  }

  /**
   * Begins in a thread of its own.
   *
   * @param head what the backup's head asks for; empty to start nothing ahead
   * @param staging stores the backup in the sandbox while it is read
   */
  static SandboxAhead begin(Supplier<Optional<Server>> head, Staging staging, Starter starter) {
    SandboxAhead ahead = new SandboxAhead(staging, starter);
    Thread unused = Threads.start("sandbox-ahead", () -> ahead.run(head));
    return ahead;
  }

  private void run(Supplier<Optional<Server>> head) {
    try {
      Optional<Server> wanted = head.get();
      begun.complete(wanted);
      if (wanted.isPresent()) {
        cancellation.check();
        started.complete(starter.start(wanted.get(), new Needs(), this::progress, cancellation));
      }
    } catch (ProblemException | RuntimeException | Error e) {
      // An Error too: somebody waits for both.
      begun.complete(Optional.empty());
      started.completeExceptionally(e);
    } finally {
      staging.end(); // nobody waits for a server that does not run
    }
  }

  private void progress(Progress part) {
    listener.progress(part);
  }

  /**
   * Returns the sandbox that the backup needs now that it has been read: the one that was begun, or
   * another when the head told something else.
   *
   * @throws ProblemException why it does not start
   */
  Sandbox take(Server server, DatabaseNeeds known, ProgressListener progress, Cancellation job)
      throws ProblemException {
    if (!begun.join().equals(Optional.of(server))) {
      Optional<Problem> left = giveUp();
      if (left.isPresent()) {
        throw left.get().exception();
      }
      return starter.start(server, () -> known, progress, job);
    }
    try (Cancellation.Registration ignored = job.onCancel(cancellation::cancel)) {
      listener = progress;
      needs.complete(known);
      return result();
    }
  }

  /**
   * Takes back what was begun, and waits until nothing of it is left.
   *
   * @return what is left nevertheless
   */
  Optional<Problem> giveUp() {
    boolean failedBefore = started.isCompletedExceptionally();
    staging.discard();
    cancellation.cancel();
    needs.completeExceptionally(new CancellationException("the sandbox is not needed"));
    if (begun.join().isEmpty() || failedBefore) {
      return Optional.empty();
    }
    try {
      result().remove();
      return Optional.empty();
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (ProblemException e) {
      log.warn("the sandbox that was started ahead: {}", e.getMessage(), e);
      return Optional.of(e.problem());
    } catch (RuntimeException e) {
      log.error("the start of a sandbox broke; the next start removes what is left", e);
      return Optional.empty();
    }
  }

  /** Stages the backup until it has been read; then it is known what its database needs. */
  private final class Needs implements DatabaseNeeds.Source {
    @Override
    public void serverRuns(Sandbox server) {
      staging.into(server, cancellation);
    }

    @Override
    public DatabaseNeeds get() {
      staging.end();
      return needs.join();
    }
  }

  private Sandbox result() throws ProblemException {
    try {
      return started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      if (e.getCause() instanceof RuntimeException broken) {
        throw broken;
      }
      throw e;
    }
  }
}
