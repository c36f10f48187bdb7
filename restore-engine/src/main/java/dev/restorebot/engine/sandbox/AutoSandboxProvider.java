package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prefers one kind of sandbox and falls back on another, with a note, where the first is not
 * available on this machine: its engine does not answer, it has no image, or no server of that
 * version is installed. Any other failure of the first stays a failure, since the second might hide
 * a fault that a person should see.
 */
public final class AutoSandboxProvider implements SandboxProvider {
  private static final Logger LOG = LoggerFactory.getLogger(AutoSandboxProvider.class);
  private static final Set<ProblemCode> FALL_BACK_ON =
      EnumSet.of(
          ProblemCode.DOCKER_UNREACHABLE,
          ProblemCode.IMAGE_MISSING,
          ProblemCode.NO_POSTGRESQL_INSTALLED,
          ProblemCode.DUMP_NEWER_THAN_SERVER);

  private final SandboxProvider first;
  private final SandboxProvider second;

  /**
   * Takes over both: closing this closes them.
   *
   * @param first preferred, such as Docker
   * @param second for when the first cannot be had, such as this machine's own PostgreSQL
   */
  public AutoSandboxProvider(SandboxProvider first, SandboxProvider second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public String runtime() {
    return "auto";
  }

  /** Empty when either can start a sandbox, else what is in the way of the preferred one. */
  @Override
  public Optional<Problem> unavailable() {
    Optional<Problem> problem = first.unavailable();
    return problem.isEmpty() || second.unavailable().isEmpty() ? Optional.empty() : problem;
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    try {
      return first.start(request, progress, cancellation);
    } catch (ProblemException e) {
      if (!FALL_BACK_ON.contains(e.problem().code()) || second.unavailable().isPresent()) {
        throw e;
      }
      LOG.info(
          "{} is not available, using {} instead: {}",
          first.runtime(),
          second.runtime(),
          e.getMessage());
      return startSecond(e, request, progress, cancellation);
    }
  }

  private Sandbox startSecond(
      ProblemException firstProblem,
      SandboxRequest request,
      ProgressListener progress,
      Cancellation cancellation)
      throws ProblemException {
    try {
      Sandbox sandbox = second.start(request, progress, cancellation);
      String note =
          "Used %s instead of %s: %s"
              .formatted(
                  sandbox.info().runtime(), first.runtime(), firstProblem.problem().message());
      return new NotedSandbox(sandbox, note);
    } catch (ProblemException e) {
      if (e.problem().code() == ProblemCode.DUMP_NEWER_THAN_SERVER) {
        firstProblem.addSuppressed(e); // the machine's version does not help; the image would
        throw firstProblem;
      }
      throw e;
    }
  }

  @Override
  public void keepWarm(WarmPolicy policy) {
    first.keepWarm(policy);
    second.keepWarm(policy);
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return of(sandbox).open(sandbox);
  }

  /** Of both; one that cannot be asked at the moment is left out unless neither can. */
  @Override
  public List<SandboxInfo> list() throws ProblemException {
    List<SandboxInfo> all = new ArrayList<>(second.list());
    all.addAll(ofFirst(SandboxProvider::list, List.of()));
    return all;
  }

  @Override
  public int prepared() throws ProblemException {
    return second.prepared() + ofFirst(SandboxProvider::prepared, 0);
  }

  private <T> T ofFirst(Question<T> question, T unreachable) throws ProblemException {
    try {
      return question.ask(first);
    } catch (ProblemException e) {
      if (e.problem().code() != ProblemCode.DOCKER_UNREACHABLE) {
        throw e;
      }
      LOG.debug("not listed: {}", e.getMessage());
      return unreachable;
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(SandboxProvider provider) throws ProblemException;
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    of(sandbox).remove(sandbox);
  }

  private SandboxProvider of(SandboxInfo sandbox) {
    return sandbox.runtime().equals(first.runtime()) ? first : second;
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
