package dev.restorebot.engine.drill;

import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.approval.People;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.job.Actor;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The only way to drills. Thread-safe. Nothing happens by itself but in {@link #look}, which
 * whoever made this calls every minute or so, and soon after a test restore has ended.
 */
public final class Drills {
  private static final Duration SNOOZE = Duration.ofDays(1);
  private static final int LEADS = 2;
  private static final int ALL_STEPS = 3;

  private final List<DrillSettings> settings;
  private final DrillStore store;
  private final Picker picker;
  private final TestRestores tests;
  private final AuditLog audit;
  private final Membership leads;
  private final People people;
  private final DrillEvents events;
  private final InstantSource clock;
  private final Calendar calendar;

  /**
   * Puts it together. The parts stay their owner's.
   *
   * @param leads who may sign off
   * @param people who of them are one person
   */
  public Drills(
      List<DrillSettings> settings,
      DrillStore store,
      dev.restorebot.engine.backup.BackupCatalog backups,
      TestRestores tests,
      AuditLog audit,
      Membership leads,
      People people,
      DrillEvents events,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = List.copyOf(settings);
    this.store = store;
    this.picker = new Picker(backups, tests, random);
    this.tests = tests;
    this.audit = audit;
    this.leads = leads;
    this.people = people;
    this.events = events;
    this.clock = clock;
    this.calendar = new Calendar(store, clock);
  }

  /** Tells how those stand that have not ended: whoever died just before may not have told it. */
  public synchronized void stand() {
    store.open().forEach(events::changed);
  }

  /**
   * Looks at the clock: what is due is asked for, what was put off comes back, what nobody runs is
   * escalated, and test restores that have ended are recorded.
   */
  public synchronized void look() {
    for (DrillSettings of : settings) {
      calendar.due(of).ifPresent(times -> ask(of, times));
    }
    for (Drill drill : mine()) {
      switch (drill.state()) {
        case SNOOZED -> wake(drill);
        case RUNNING -> finish(drill);
        default -> {
          // It waits for somebody.
        }
      }
    }
    mine().stream().filter(drill -> drill.state().waiting()).forEach(this::escalate);
  }

  /** Without those of databases that the settings do not name any more. */
  private List<Drill> mine() {
    return store.open().stream().filter(drill -> databases().contains(drill.database())).toList();
  }

  private void ask(DrillSettings of, List<Instant> times) {
    for (Drill old : store.open()) {
      if (old.database().equals(of.database()) && old.state().waiting()) {
        put(old, old.become(DrillState.MISSED, clock.instant()), Actor.BOT, "drill.missed");
      }
    }
    for (Instant missed : times.subList(0, times.size() - 1)) {
      Drill drill =
          Drill.due(newId(), of, missed, true, "").become(DrillState.MISSED, clock.instant());
      if (store.insert(drill)) {
        note(drill, Actor.BOT, "drill.missed", Map.of("due", missed.toString()));
      }
    }
    Drill due =
        Drill.due(newId(), of, times.get(times.size() - 1), true, events.thread(of.channel()))
            .withBackup(picked(of));
    if (!store.insert(due)) {
      return;
    }
    note(due, Actor.BOT, "drill.due", Map.of("database", due.database()));
    events.changed(due);
    if (of.auto()) {
      try {
        Drill unused = start(due, Actor.BOT, Optional.empty());
      } catch (ProblemException e) {
        events.note(due, "It could not run by itself. " + e.problem().message());
      }
    }
  }

  private Optional<Drill.Picked> picked(DrillSettings of) {
    try {
      return Optional.of(picked(picker.pick(of)));
    } catch (ProblemException e) {
      return Optional.empty(); // said when somebody wants to run it
    }
  }

  private static Drill.Picked picked(Backup backup) {
    return new Drill.Picked(backup.name(), backup.takenAt(), backup.sizeBytes());
  }

  private void wake(Drill drill) {
    if (drill.wakeAt().filter(at -> at.isAfter(clock.instant())).isEmpty()) {
      put(drill, drill.become(DrillState.DUE, clock.instant()), Actor.BOT, "drill.due")
          .ifPresent(due -> events.note(due, "It was put off, and is due again."));
    }
  }

  private void escalate(Drill drill) {
    if (!drill.scheduled() || drill.state() == DrillState.SNOOZED) {
      return;
    }
    Duration late = Duration.between(drill.dueAt(), clock.instant());
    long step = Math.min(ALL_STEPS, late.dividedBy(settingsOf(drill.database()).overdueAfter()));
    if (step > drill.escalated()) {
      put(drill, drill.withEscalation((int) step), Actor.BOT, "drill.overdue")
          .ifPresent(now -> events.overdue(now, now.escalated()));
    }
  }

  /** Its test restore may have ended, or may never have been asked for. */
  private void finish(Drill drill) {
    Drill.Run run = drill.run().orElseThrow();
    Optional<Job> job =
        run.job().isPresent()
            ? tests.find(run.job().get())
            : tests.recent().stream().filter(j -> j.origin().equals(run.origin())).findFirst();
    if (job.isEmpty()) {
      put(drill, drill.become(DrillState.DUE, clock.instant()), Actor.BOT, "drill.due");
      return;
    }
    Optional<Outcome> outcome = job.get().outcome().or(() -> ended(job.get()));
    if (outcome.isPresent()) {
      Drill.Run ended =
          new Drill.Run(
              run.origin(),
              Optional.of(job.get().id()),
              run.by(),
              run.startedAt(),
              Optional.of(job.get().changedAt()),
              outcome);
      put(
          drill,
          drill.withRun(ended).become(DrillState.RECORDED, clock.instant()),
          run.by(),
          "drill.recorded");
    } else if (job.get().state().ended()) {
      put(drill, drill.become(DrillState.DUE, clock.instant()), Actor.BOT, "drill.due")
          .ifPresent(due -> events.note(due, "Its test restore was cancelled: it is due again."));
    }
  }

  private static Optional<Outcome> ended(Job job) {
    return switch (job.state()) {
      case FAILED -> Optional.of(Outcome.FAILED);
      case COULD_NOT_VERIFY -> Optional.of(Outcome.COULD_NOT_VERIFY);
      default -> Optional.empty();
    };
  }

  /**
   * Runs a drill that waits, or one whose result was not PASSED again.
   *
   * @param backup another backup than the one that was picked
   * @throws ProblemException why it does not run
   */
  public synchronized Drill run(String id, Actor by, Optional<String> backup)
      throws ProblemException {
    Drill drill = known(id);
    boolean again =
        drill.state() == DrillState.RECORDED
            && !drill.run().flatMap(Drill.Run::outcome).equals(Optional.of(Outcome.PASSED));
    if (!drill.state().waiting() && !again) {
      throw problem(
          "The drill " + id + " does not wait to be run.", "`/restore drill` begins another.");
    }
    return start(drill, by, backup);
  }

  /**
   * Runs a drill because somebody wants one: the one that waits, or one beside the schedule.
   *
   * @param database whose; may be left out when there is only one
   * @param channel where it is told about when it is a new one
   * @throws ProblemException why it does not run
   */
  public synchronized Drill run(Optional<String> database, Actor by, String channel)
      throws ProblemException {
    DrillSettings of = chosen(database);
    Optional<Drill> waiting =
        store.open().stream()
            .filter(drill -> drill.database().equals(of.database()) && drill.state().waiting())
            .findFirst();
    if (waiting.isPresent()) {
      return start(waiting.get(), by, Optional.empty());
    }
    Drill asked = Drill.due(newId(), of, clock.instant(), false, events.thread(channel));
    Drill picked = asked.withBackup(Optional.of(picked(picker.pick(of))));
    if (!store.insert(picked)) {
      throw new IllegalStateException("two drills with one id");
    }
    note(picked, by, "drill.asked", Map.of("database", picked.database()));
    return start(picked, by, Optional.empty());
  }

  private Drill start(Drill drill, Actor by, Optional<String> other) throws ProblemException {
    DrillSettings of = settingsOf(drill.database());
    Optional<String> name = other.or(() -> drill.backup().map(Drill.Picked::name));
    Backup backup = name.isPresent() ? picker.named(name.get()) : picker.pick(of);
    String origin = events.thread(of.channel());
    Drill.Run run =
        new Drill.Run(
            origin, Optional.empty(), by, clock.instant(), Optional.empty(), Optional.empty());
    Drill running =
        put(
                drill,
                drill
                    .withBackup(Optional.of(picked(backup)))
                    .withRun(run)
                    .become(DrillState.RUNNING, clock.instant()),
                by,
                "drill.started")
            .orElseThrow(() -> problem("The drill has just changed.", "Look at it again."));
    Job job = tests.submit(backup, by, origin, of.level());
    Drill.Run submitted =
        new Drill.Run(
            origin, Optional.of(job.id()), by, run.startedAt(), Optional.empty(), Optional.empty());
    Drill stored = store.update(running.withRun(submitted)).orElse(running);
    events.changed(stored);
    return stored;
  }

  /**
   * Puts a drill off for a day.
   *
   * @throws ProblemException when it does not wait
   */
  public synchronized Drill snooze(String id, Actor by) throws ProblemException {
    Drill drill = known(id);
    if (drill.state() != DrillState.DUE) {
      throw problem("The drill " + id + " does not wait to be run.", "Nothing changed.");
    }
    Instant until = clock.instant().plus(SNOOZE);
    Drill snoozed =
        put(
                drill,
                drill.become(DrillState.SNOOZED, clock.instant()).withWake(until),
                by,
                "drill.snoozed")
            .orElseThrow(() -> problem("The drill has just changed.", "Look at it again."));
    events.note(snoozed, by.name() + " put it off for a day.");
    return snoozed;
  }

  /** Adds an issue that was found. */
  public synchronized Drill issue(String id, String text, Actor by) throws ProblemException {
    Drill drill = open(id);
    Drill.Note note = new Drill.Note(by, clock.instant(), text.strip());
    return added(drill, drill.withIssue(note), by, "drill.issue", "Issue", text);
  }

  /** Adds something that has to be done. */
  public synchronized Drill action(String id, String text, Actor by) throws ProblemException {
    Drill drill = open(id);
    Drill.Note note = new Drill.Note(by, clock.instant(), text.strip());
    return added(drill, drill.withAction(note), by, "drill.action", "Action", text);
  }

  private Drill added(Drill old, Drill now, Actor by, String what, String word, String text)
      throws ProblemException {
    if (text.isBlank()) {
      throw problem("There is no text, so nothing was added.", "Say it in a sentence.");
    }
    Drill stored =
        put(old, now, by, what)
            .orElseThrow(() -> problem("The drill has just changed.", "Try again."));
    events.note(stored, word + ", by " + by.name() + ": " + text.strip());
    return stored;
  }

  private Drill open(String id) throws ProblemException {
    Drill drill = known(id);
    if (drill.run().isEmpty() || drill.state() == DrillState.SIGNED_OFF) {
      throw problem(
          "Nothing can be added to the record of " + id + ".",
          drill.run().isEmpty() ? "It has not run yet." : "It is signed off.");
    }
    return drill;
  }

  /**
   * Signs a drill off.
   *
   * @throws ProblemException why not: no lead, the one who ran it, or nothing to sign
   */
  public synchronized Drill signOff(String id, Actor by) throws ProblemException {
    Drill drill = known(id);
    if (drill.state() != DrillState.RECORDED) {
      throw problem("The drill " + id + " has nothing to sign off.", "It has to run first.");
    }
    Actor ran = drill.run().orElseThrow().by();
    if (people.one(ran, by)) {
      note(drill, by, "drill.refused", Map.of("why", "ran it"));
      throw problem(
          "Who ran a drill does not sign it off, so nothing changed.", "Let another lead do it.");
    }
    requireLead(drill, by);
    Drill.Signature signature = new Drill.Signature(by, clock.instant());
    Drill signed =
        put(
                drill,
                drill.withSignature(signature).become(DrillState.SIGNED_OFF, clock.instant()),
                by,
                "drill.signed-off")
            .orElseThrow(() -> problem("The drill has just changed.", "Look at it again."));
    events.note(signed, by.name() + " signed it off.");
    return signed;
  }

  private void requireLead(Drill drill, Actor by) throws ProblemException {
    try {
      if (!leads.isLead(by)) {
        note(drill, by, "drill.refused", Map.of("why", "no lead"));
        throw problem(
            "Only an on-call lead signs a drill off, so nothing changed.", "Ask one of them.");
      }
    } catch (MembershipUnknownException e) {
      throw problem(
          "It could not be found out whether you are a lead, so nothing changed.",
          "Try again in a moment.");
    }
  }

  /** The one of that id. */
  public Optional<Drill> find(String id) {
    return store.find(id);
  }

  /** The newest of a database, or of all, newest first. */
  public List<Drill> recent(Optional<String> database, int limit) {
    return store.recent(database, limit);
  }

  /** The last one of that database that ran before this one. */
  public static Optional<Drill> before(DrillStore store, Drill drill) {
    return store.recent(Optional.of(drill.database()), 50).stream()
        .filter(other -> other.run().isPresent() && other.dueAt().isBefore(drill.dueAt()))
        .findFirst();
  }

  /** The databases that have drills. */
  public List<String> databases() {
    return settings.stream().map(DrillSettings::database).toList();
  }

  /** When the next one is due that is not due yet; with its database. */
  public Optional<Next> next() {
    return settings.stream()
        .flatMap(
            of ->
                of.schedule().stream()
                    .map(cron -> new Next(of.database(), cron.next(clock.instant()))))
        .min(Comparator.comparing(Next::at));
  }

  /** How many are overdue. */
  public long overdue() {
    return store.open().stream()
        .filter(drill -> drill.state().waiting() && drill.escalated() > 0)
        .count();
  }

  /** A drill to come. */
  public record Next(String database, Instant at) {}

  /** Whether at that step the leads are told too. */
  public static boolean tellsLeads(int step) {
    return step >= LEADS;
  }

  /** Whether at that step the contacts are told too. */
  public static boolean tellsContacts(int step) {
    return step >= ALL_STEPS;
  }

  private DrillSettings chosen(Optional<String> database) throws ProblemException {
    if (settings.isEmpty()) {
      throw problem(
          "No drills are set up.", "Whoever runs restore-bot names the databases in `drills`.");
    }
    Stream<DrillSettings> fitting =
        settings.stream().filter(of -> database.isEmpty() || of.database().equals(database.get()));
    List<DrillSettings> found = fitting.toList();
    if (found.size() != 1) {
      throw problem(
          database.map(name -> "There are no drills of " + name + ".").orElse("Of which database?"),
          "There are: " + String.join(", ", databases()) + ".");
    }
    return found.get(0);
  }

  /** Of a drill whose settings are gone, what lets it be ended. */
  private DrillSettings settingsOf(String database) {
    return settings.stream()
        .filter(of -> of.database().equals(database))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no drills of " + database + " any more"));
  }

  private Drill known(String id) throws ProblemException {
    Drill drill =
        store
            .find(id)
            .orElseThrow(
                () -> problem("There is no drill " + id + ".", "`/restore history` lists them."));
    if (!databases().contains(drill.database())) {
      throw problem(
          "The settings have no drills of " + drill.database() + " any more.",
          "Whoever runs restore-bot names the databases in `drills`.");
    }
    return drill;
  }

  private Optional<Drill> put(Drill old, Drill now, Actor by, String what) {
    Optional<Drill> stored = store.update(now.withVersion(old.version()));
    stored.ifPresent(
        drill -> {
          note(drill, by, what, Map.of("state", drill.state().name()));
          events.changed(drill);
        });
    return stored;
  }

  private void note(Drill drill, Actor by, String what, Map<String, String> detail) {
    audit.append(new AuditEvent(clock.instant(), by, "drill", what, drill.id(), detail));
  }

  private static String newId() {
    return "d" + UUID.randomUUID().toString().replace("-", "").substring(0, 7);
  }

  private static ProblemException problem(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint).exception();
  }
}
