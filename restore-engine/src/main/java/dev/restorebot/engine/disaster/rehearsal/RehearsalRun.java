package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Checklist;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.HttpCheck;
import dev.restorebot.engine.disaster.NewVolumes;
import dev.restorebot.engine.disaster.Restorer;
import dev.restorebot.engine.disaster.UploadsVolume;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rehearsal: restores as a disaster restore does, starts the application on the restored data
 * in a project of its own, runs the disaster restore's checklist there, and removes everything.
 * Production is only read. Used once, by one thread.
 */
final class RehearsalRun {
  private static final Logger log = LoggerFactory.getLogger(RehearsalRun.class);
  private static final long PAUSE_MILLIS = 500;

  private final DisasterPlan plan;
  private final RehearsalNames names;
  private final Rehearsals.Parts tools;
  private final RehearsalServices services;
  private final InstantSource clock;
  private final ProgressListener progress;
  private final Cancellation cancellation;
  private final List<Rehearsal.Part> times = new ArrayList<>();
  private final List<CheckResult> checks = new ArrayList<>();
  private Optional<IsolatedProject> rehearsed = Optional.empty();
  private Instant since;

  RehearsalRun(
      DisasterPlan plan,
      RehearsalNames names,
      Rehearsals.Parts tools,
      InstantSource clock,
      ProgressListener progress,
      Cancellation cancellation) {
    this.plan = plan;
    this.names = names;
    this.tools = tools;
    this.services = tools.services().apply(plan.target().project());
    this.clock = clock;
    this.progress = progress;
    this.cancellation = cancellation;
    this.since = clock.instant();
  }

  /** Returns that rehearsal with what was found. Leaves nothing behind if it can. */
  Rehearsal run(Rehearsal begun) {
    Optional<Problem> why = Optional.empty();
    Optional<Outcome> early = Optional.empty();
    try {
      if (restore()) {
        rehearse();
      }
    } catch (CancellationException e) {
      early = Optional.of(Outcome.COULD_NOT_VERIFY);
      why =
          Optional.of(
              new Problem(
                  ProblemCode.INTERRUPTED,
                  "The rehearsal was cancelled.",
                  "Run it again any time."));
    } catch (ProblemException e) {
      log.warn("rehearsal {}: {}", names.id(), e.getMessage(), e);
      Blame blame = e.problem().code().blame();
      boolean bad = blame == Blame.BACKUP || blame == Blame.RESTORE;
      early = Optional.of(bad ? Outcome.FAILED : Outcome.COULD_NOT_VERIFY);
      why = Optional.of(e.problem());
    }
    Verification all = new Verification(checks, List.of());
    Outcome outcome = early.orElseGet(all::outcome);
    Optional<Problem> first =
        why.or(
            () ->
                all.problems().stream()
                    .filter(problem -> problem.code().blame() != Blame.ADVICE)
                    .findFirst());
    return begun.found(
        outcome, times, rehearsed, checks, outcome == Outcome.PASSED ? Optional.empty() : first);
  }

  /** Returns whether what was restored is right. */
  private boolean restore() throws ProblemException {
    Restorer.Loadable read = tools.restorer().read(plan.backup(), progress, cancellation);
    if (plan.newUploadsVolume().isPresent()) {
      tools.uploads().create(plan);
    }
    NewVolumes.Filling server = tools.volumes().start(plan, progress, cancellation);
    Restorer.Loaded loaded = read.load(server.sandbox(), progress, cancellation);
    if (plan.newUploadsVolume().isPresent()) {
      tools.uploads().fill(plan, progress, cancellation);
    }
    took("restored");
    Verification found = loaded.verify(server.sandbox(), progress, cancellation);
    checks.addAll(found.checks());
    if (plan.newUploadsVolume().isPresent()) {
      checks.add(tools.uploads().verify(plan));
    }
    took("verified");
    if (new Verification(checks, List.of()).outcome() != Outcome.PASSED) {
      return false;
    }
    server.finish(cancellation);
    took("on the disk");
    return true;
  }

  private void rehearse() throws ProblemException {
    ComposeProject production = plan.target().project();
    JsonNode resolved = services.resolve();
    IsolatedProject project =
        new ProjectIsolation(
                names,
                storage(),
                tools.settings(),
                tools.limits(),
                services::image,
                production.workingDir())
            .of(resolved, plan.target().running());
    requireApplication(project);
    rehearsed = Optional.of(project);
    progress.progress(Progress.of(0.1, "starting " + String.join(", ", project.services())));
    services.create(project);
    tools.containers().copy(names, project.copies());
    cancellation.check();
    Instant started = clock.instant();
    Secrets secrets = new Secrets(resolved.path("services"));
    String notStarted = services.start(project).map(secrets::mask).orElse("");
    ServiceHealth health = new ServiceHealth(project, notStarted);
    awaitSettled(health);
    took("healthy");
    progress.progress(Progress.of(0.7, "running the checklist"));
    ComposeProject own =
        new ComposeProject(
            names.project(), production.workingDir(), List.of(), List.of(), List.of());
    List<CheckResult> found = new ArrayList<>(unreachable(project));
    found.addAll(
        new Checklist(
                tools.probe(),
                tools.containers().pages(names, project),
                () -> tools.checklist().forRehearsal(reachable(project)))
            .rehearse(
                plan, plan.target().rehearsedIn(own, project.services()), started, cancellation));
    // Only now: what runs may have ended since.
    List<RehearsalContainers.Seen> seen = tools.containers().look(names);
    List<CheckResult> of = new ArrayList<>(seen.stream().map(health::check).toList());
    of.addAll(found.stream().map(check -> RehearsalChecks.ofRehearsal(check, project)).toList());
    of.add(RehearsalChecks.evidence(of));
    of.forEach(check -> checks.add(secrets.mask(check)));
    took("checked");
  }

  private RehearsedStorage storage() {
    Optional<UploadsVolume> uploads = plan.target().uploads();
    return new RehearsedStorage(
        plan.target().server().service(),
        plan.target().server().dataMount(),
        plan.newVolume(),
        plan.newUploadsVolume()
            .map(volume -> new RehearsedStorage.Uploads(uploads.orElseThrow().key(), volume)));
  }

  /** A database alone says nothing about the application. */
  private void requireApplication(IsolatedProject project) throws ProblemException {
    String database = plan.target().server().service();
    if (!project.services().contains(database) || project.services().size() == 1) {
      throw new Problem(
              ProblemCode.TARGET_UNSUITABLE,
              "No service of the application can be rehearsed: "
                  + String.join("; ", project.differences())
                  + ".",
              "Put the images on this machine, or take services out of"
                  + " `disaster.rehearse-without`. To test the backup alone, use"
                  + " `/restore test`.")
          .exception();
    }
  }

  /** Waits until each service is ready or failed. */
  private void awaitSettled(ServiceHealth health) throws ProblemException {
    long end = System.nanoTime() + tools.checklist().patience().toNanos();
    while (!health.isSettled(tools.containers().look(names)) && System.nanoTime() < end) {
      Pauses.await(PAUSE_MILLIS, cancellation);
    }
  }

  private List<HttpCheck> reachable(IsolatedProject project) {
    return tools.checklist().http().stream()
        .filter(check -> obstacle(project, check).isEmpty())
        .toList();
  }

  private List<CheckResult> unreachable(IsolatedProject project) {
    return tools.checklist().http().stream()
        .flatMap(
            check ->
                obstacle(project, check).stream()
                    .map(why -> CheckResult.skipped("http " + check.name(), why)))
        .toList();
  }

  private static Optional<String> obstacle(IsolatedProject project, HttpCheck check) {
    if (!"http".equals(check.url().getScheme())) {
      return Optional.of("a rehearsal gets pages by http only");
    }
    return project.port(check.url()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "no service of the rehearsal answers for "
                + check.url().getHost()
                + (check.url().getPort() > 0 ? ":" + check.url().getPort() : ""));
  }

  private void took(String part) {
    Instant now = clock.instant();
    times.add(new Rehearsal.Part(part, Duration.between(since, now), rehearsed.isPresent()));
    since = now;
  }
}
