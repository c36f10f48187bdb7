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
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.UploadsVolume;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
  private final Consumer<List<Rehearsal.Part>> told;
  private final RehearsalGuard guard;
  private final Cancellation cancellation;
  private final List<Rehearsal.Part> times = new ArrayList<>();
  private final List<CheckResult> checks = new ArrayList<>();
  private final Set<String> starved = new TreeSet<>();
  private Optional<IsolatedProject> rehearsed = Optional.empty();
  private Secrets secrets = Secrets.NONE;
  private Instant since;

  RehearsalRun(
      DisasterPlan plan,
      RehearsalNames names,
      Rehearsals.Parts tools,
      InstantSource clock,
      ProgressListener progress,
      RehearsalGuard guard,
      Consumer<List<Rehearsal.Part>> told) {
    this.plan = plan;
    this.names = names;
    this.tools = tools;
    this.services = tools.services().apply(plan.target().project());
    this.clock = clock;
    this.progress = progress;
    this.told = told;
    this.guard = guard;
    this.cancellation = guard.cancellation();
    this.since = clock.instant();
  }

  /** Returns that rehearsal with what was found. Leaves nothing behind if it can. */
  Rehearsal run(Rehearsal begun) {
    Optional<Problem> why = Optional.empty();
    Optional<Outcome> early = Optional.empty();
    try {
      JsonNode resolved = services.resolve();
      secrets = new Secrets(resolved.path("services"));
      IsolatedProject project = isolate(resolved);
      if (restore()) {
        rehearsed = Optional.of(project);
        rehearse(project);
      }
    } catch (CancellationException e) {
      early = Optional.of(Outcome.COULD_NOT_VERIFY);
      why = Optional.of(guard.found().orElse(Rehearsals.CANCELLED));
    } catch (ProblemException e) {
      log.warn("rehearsal {}: {}", names.id(), e.getMessage(), e);
      early = Optional.of(outcome(e.problem()));
      why = Optional.of(secrets.mask(e.problem()));
    } finally {
      guard.stopWatching();
    }
    begun
        .reached(times)
        .downtime()
        .flatMap(Downtime::check)
        .ifPresent(checks::add); // beside the verdict, which is about the backup
    Verification all = new Verification(checks, List.of());
    Outcome outcome = early.orElseGet(all::outcome);
    Optional<Problem> first = why.or(() -> first(all, outcome));
    return begun.found(
        outcome, times, rehearsed, checks, outcome == Outcome.PASSED ? Optional.empty() : first);
  }

  /** Of a failure, what failed: what could not be checked beside it is often its consequence. */
  private static Optional<Problem> first(Verification all, Outcome outcome) {
    return all.checks().stream()
        .filter(check -> outcome != Outcome.FAILED || check.status() == CheckStatus.FAILED)
        .flatMap(check -> check.problems().stream())
        .filter(all.problems()::contains)
        .filter(problem -> problem.code().blame() != Blame.ADVICE)
        .findFirst();
  }

  /** Only a fault of the backup is one. */
  static Outcome outcome(Problem why) {
    Blame blame = why.code().blame();
    boolean bad = blame == Blame.BACKUP || blame == Blame.RESTORE;
    return bad ? Outcome.FAILED : Outcome.COULD_NOT_VERIFY;
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

  /** Before anything is made: what cannot be rehearsed is not restored in vain. */
  private IsolatedProject isolate(JsonNode resolved) throws ProblemException {
    List<String> volumes = new ArrayList<>();
    resolved.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
    volumes.remove(plan.target().volume().name());
    List<String> counted = new ArrayList<>(plan.target().running());
    counted.removeAll(tools.settings().leaveOut());
    RehearsalContainers.Production production = tools.containers().look(plan, counted, volumes);
    IsolatedProject project =
        new ProjectIsolation(
                names,
                storage(production.withFiles()),
                tools.settings(),
                tools.limits(),
                services::image,
                plan.target().project().workingDir())
            .of(resolved, plan.target().running());
    requireApplication(project);
    requireMemory(production);
    since = clock.instant();
    return project;
  }

  private void rehearse(IsolatedProject project) throws ProblemException {
    progress.progress(Progress.of(0.1, "starting " + String.join(", ", project.services())));
    services.create(project, cancellation);
    tools.containers().copy(names, project.copies());
    cancellation.check();
    Instant started = clock.instant();
    Target own =
        plan.target()
            .rehearsedIn(
                new ComposeProject(
                    names.project(),
                    plan.target().project().workingDir(),
                    List.of(),
                    List.of(),
                    List.of()),
                project.services());
    ServiceHealth health =
        new ServiceHealth(project, start(project, own).map(secrets::mask).orElse(""), clock);
    Services begun = awaitSettled(health);
    took("healthy");
    progress.progress(Progress.of(0.7, "running the checklist"));
    Map<HttpCheck, String> obstacles =
        obstacles(
            project,
            begun.all().stream()
                .filter(seen -> seen.state().equals("running"))
                .map(RehearsalContainers.Seen::service)
                .collect(Collectors.toSet()));
    List<HttpCheck> pages = new ArrayList<>(tools.checklist().http());
    pages.removeAll(obstacles.keySet());
    List<CheckResult> found = new ArrayList<>();
    obstacles.forEach((check, why) -> found.add(CheckResult.skipped("http " + check.name(), why)));
    Checklist checklist =
        new Checklist(
            tools.probe(),
            tools.containers().pages(names, project, cancellation),
            () -> tools.checklist().forRehearsal(pages));
    AtomicReference<Services> ended = new AtomicReference<>(begun);
    found.addAll(
        checklist.rehearse(
            plan,
            own,
            started,
            () -> {
              // Only now: what ran may have ended since, and may be started again.
              ended.set(begun.settled() ? awaitSettled(health) : begun.with(look()));
              return begun.restarts(own.server().service());
            },
            cancellation));
    List<CheckResult> of = new ArrayList<>();
    for (RehearsalContainers.Seen seen : ended.get().all()) {
      of.add(
          health.check(
              seen,
              begun.restartsOf(seen.service()),
              () -> checklist.words(own, seen.service(), started).orElse("it is empty")));
    }
    of.addAll(found.stream().map(check -> RehearsalChecks.ofRehearsal(check, project)).toList());
    of.add(RehearsalChecks.evidence(of, plan.target().server().service()));
    List<CheckResult> ready = RehearsalChecks.whileStarting(of, ended.get().starting());
    RehearsalChecks.withoutMemory(ready, starved).forEach(check -> checks.add(secrets.mask(check)));
    took(Rehearsal.LAST);
  }

  /**
   * Starts the services as a disaster restore does: when the database answers. One that connects at
   * once would fail, and its log would accuse the backup.
   *
   * @return why not all were started
   */
  private Optional<String> start(IsolatedProject project, Target own) throws ProblemException {
    Optional<String> not =
        services.start(
            project, List.of(own.server().service(), RehearsalNames.PROBE), cancellation);
    if (not.isPresent()) {
      return not;
    }
    guard.watch(() -> tools.containers().freeDisk(names));
    try {
      tools.probe().awaitAccepting(own, tools.checklist().patience(), cancellation);
    } catch (ProblemException e) {
      return Optional.of(e.problem().message());
    }
    return services.start(project, List.of(), cancellation);
  }

  private RehearsedStorage storage(Set<String> missed) {
    Optional<UploadsVolume> uploads = plan.target().uploads();
    return new RehearsedStorage(
        plan.target().server().service(),
        plan.target().server().dataMount(),
        plan.newVolume(),
        plan.newUploadsVolume()
            .map(volume -> new RehearsedStorage.Uploads(uploads.orElseThrow().key(), volume)),
        missed);
  }

  /** A machine without memory ends processes, of production too. */
  private static void requireMemory(RehearsalContainers.Production production)
      throws ProblemException {
    if (production.memoryUsed() > production.memoryFree()) {
      throw new Problem(
              ProblemCode.OUT_OF_MEMORY,
              "The machine has too little free memory for a rehearsal: production's services use "
                  + Sizes.text(production.memoryUsed())
                  + ", and "
                  + Sizes.text(production.memoryFree())
                  + " are free.",
              "Free memory, or leave services out with `disaster.rehearse-without`. Then run the"
                  + " rehearsal again.")
          .exception();
    }
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
                  + " `disaster.rehearse-without`. To test the backup alone, run a test restore.")
          .exception();
    }
  }

  /**
   * The services at a moment.
   *
   * @param settled whether each was ready or failed
   */
  private record Services(List<RehearsalContainers.Seen> all, boolean settled) {
    Services with(List<RehearsalContainers.Seen> now) {
      return new Services(now, settled);
    }

    int restartsOf(String service) {
      return all.stream()
          .filter(seen -> seen.service().equals(service))
          .mapToInt(RehearsalContainers.Seen::restarts)
          .sum();
    }

    /** Those whose health check says neither yes nor no. */
    Set<String> starting() {
      return all.stream()
          .filter(seen -> seen.state().equals("running") && seen.health().equals("starting"))
          .map(RehearsalContainers.Seen::service)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns when the running ones were started last, if they were started again. The database
     * waits for nobody, so all of its log counts.
     */
    Map<String, Instant> restarts(String database) {
      Map<String, Instant> starts = new LinkedHashMap<>();
      all.stream()
          .filter(seen -> seen.state().equals("running") && seen.restarts() > 0)
          .filter(seen -> !seen.service().equals(database))
          .forEach(seen -> seen.startedAt().ifPresent(at -> starts.put(seen.service(), at)));
      return starts;
    }
  }

  /** Waits until each service is ready or failed. */
  private Services awaitSettled(ServiceHealth health) throws ProblemException {
    long end = System.nanoTime() + tools.checklist().patience().toNanos();
    List<RehearsalContainers.Seen> all = look();
    while (!health.isSettled(all) && System.nanoTime() < end) {
      Pauses.await(PAUSE_MILLIS, cancellation);
      all = look();
    }
    return new Services(all, health.isSettled(all));
  }

  /** Remembers what was ended for its memory: its next start hides that. */
  private List<RehearsalContainers.Seen> look() throws ProblemException {
    List<RehearsalContainers.Seen> all = tools.containers().look(names);
    all.stream()
        .filter(RehearsalContainers.Seen::outOfMemory)
        .forEach(seen -> starved.add(seen.service()));
    return all;
  }

  private Map<HttpCheck, String> obstacles(IsolatedProject project, Set<String> running) {
    Map<HttpCheck, String> obstacles = new LinkedHashMap<>();
    for (HttpCheck check : tools.checklist().http()) {
      obstacle(project, running, check).ifPresent(why -> obstacles.put(check, why));
    }
    return obstacles;
  }

  private static Optional<String> obstacle(
      IsolatedProject project, Set<String> running, HttpCheck check) {
    if (!"http".equals(check.url().getScheme())) {
      return Optional.of("a rehearsal gets pages by http only");
    }
    Optional<String> service = project.port(check.url()).map(IsolatedProject.Port::service);
    if (service.isEmpty()) {
      return Optional.of(
          "no service of the rehearsal answers for "
              + check.url().getHost()
              + (check.url().getPort() > 0 ? ":" + check.url().getPort() : ""));
    }
    return running.contains(service.get())
        ? Optional.empty()
        : Optional.of("the service " + service.get() + " does not run");
  }

  private void took(String part) {
    Instant now = clock.instant();
    times.add(new Rehearsal.Part(part, Duration.between(since, now), rehearsed.isPresent()));
    since = now;
    told.accept(List.copyOf(times));
  }
}
