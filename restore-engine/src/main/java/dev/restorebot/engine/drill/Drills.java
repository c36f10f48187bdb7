package dev.restorebot.engine.drill;

import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The entry point for drills. Thread-safe. Nothing happens automatically except in {@link #look},
 * which the owner calls every minute or so, and soon after a test restore has ended.
 */
public final class Drills {
  private static final Duration SNOOZE = Duration.ofDays(1);
  private static final int LEADS = 2;
  private static final int ALL_STEPS = 3;

  private final DrillJournal book;
  private final BackupPicker picker;
  private final DrillStarter starter;
  private final DrillProgress watch;
  private final Membership leads;
  private volatile SamePersonRules people;

  /**
   * Puts it together. The parts stay their owner's.
   *
   * @param runs what drills of a kind are made of
   * @param leads who may sign off
   * @param people who of them are one person
   */
  public Drills(
      List<DrillSettings> settings,
      DrillStore store,
      BackupCatalog backups,
      Function<DrillKind, DrillRuns> runs,
      AuditLog audit,
      Membership leads,
      SamePersonRules people,
      DrillEvents events,
      InstantSource clock,
      RandomGenerator random) {
    this.book =
        new DrillJournal(new AtomicReference<>(List.copyOf(settings)), store, audit, events, clock);
    this.picker = new BackupPicker(backups, runs, random);
    this.starter = new DrillStarter(book, picker, runs);
    this.watch = new DrillProgress(book, new DrillCalendar(store, clock), starter, runs);
    this.leads = leads;
    this.people = people;
  }

  /** Goes by other settings from now on. */
  public synchronized void replace(List<DrillSettings> settings, SamePersonRules people) {
    book.present().set(List.copyOf(settings));
    this.people = people;
  }

  /** Tells how those stand that have not ended: whoever died just before may not have told it. */
  public synchronized void stand() {
    watch.stand();
  }

  /**
   * Looks at the clock: what is due is asked for, what was put off comes back, what nobody runs is
   * escalated, and test restores that have ended are recorded.
   */
  public synchronized void look() {
    watch.look();
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
      throw DrillJournal.problem(
          "The drill " + id + " is not waiting to be run.",
          "Run `/restore drill` to start another.");
    }
    return starter.start(drill, by, backup);
  }

  /**
   * Runs a drill because somebody wants one: the one that waits, or one beside the schedule.
   *
   * @param database whose; may be left out when there is only one
   * @param kind of which kind; test restores if it is left out and there are both
   * @param channel where it is told about when it is a new one
   * @throws ProblemException why it does not run
   */
  public synchronized Drill run(
      Optional<String> database, Optional<DrillKind> kind, Actor by, String channel)
      throws ProblemException {
    DrillSettings of = chosen(database, kind);
    Optional<Drill> waiting =
        book.store().open().stream()
            .filter(drill -> of.isOf(drill) && drill.state().waiting())
            .findFirst();
    if (waiting.isPresent()) {
      return starter.start(waiting.get(), by, Optional.empty());
    }
    Drill asked =
        Drill.due(DrillJournal.newId(), of, book.now(), false, book.events().thread(channel));
    Drill picked = asked.withBackup(Optional.of(DrillStarter.picked(picker.pick(of))));
    if (!book.store().insert(picked)) {
      throw new IllegalStateException("two drills with one id");
    }
    book.note(
        picked,
        by,
        "drill.asked",
        Map.of("database", picked.database(), "kind", picked.kind().word()));
    return starter.start(picked, by, Optional.empty());
  }

  /**
   * Puts a drill off for a day.
   *
   * @throws ProblemException when it does not wait
   */
  public synchronized Drill snooze(String id, Actor by) throws ProblemException {
    Drill drill = known(id);
    if (drill.state() != DrillState.DUE) {
      throw DrillJournal.problem(
          "The drill " + id + " is not waiting to be run.", "Nothing changed.");
    }
    Instant until = book.now().plus(SNOOZE);
    Drill snoozed =
        book.put(
                drill,
                drill.become(DrillState.SNOOZED, book.now()).withWake(until),
                by,
                "drill.snoozed")
            .orElseThrow(() -> DrillJournal.changed());
    book.events().note(snoozed, by.name() + " snoozed it for a day.");
    return snoozed;
  }

  /** Adds an issue that was found. */
  public synchronized Drill issue(String id, String text, Actor by) throws ProblemException {
    Drill drill = open(id);
    Drill.Note note = new Drill.Note(by, book.now(), text.strip());
    return added(drill, drill.withIssue(note), by, "drill.issue", "Issue", text);
  }

  /** Adds something that has to be done. */
  public synchronized Drill action(String id, String text, Actor by) throws ProblemException {
    Drill drill = open(id);
    Drill.Note note = new Drill.Note(by, book.now(), text.strip());
    return added(drill, drill.withAction(note), by, "drill.action", "Action", text);
  }

  private Drill added(Drill old, Drill now, Actor by, String what, String word, String text)
      throws ProblemException {
    if (text.isBlank()) {
      throw DrillJournal.problem(
          "The text is empty, so nothing was added.", "Describe it in a sentence.");
    }
    Drill stored =
        book.put(old, now, by, what)
            .orElseThrow(() -> DrillJournal.problem("The drill has just changed.", "Try again."));
    book.events().note(stored, word + ", by " + by.name() + ": " + text.strip());
    return stored;
  }

  private Drill open(String id) throws ProblemException {
    Drill drill = known(id);
    if (drill.run().isEmpty() || drill.state() == DrillState.SIGNED_OFF) {
      throw DrillJournal.problem(
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
      throw DrillJournal.problem(
          "The drill " + id + " has nothing to sign off.", "It has to run first.");
    }
    Actor ran = drill.run().orElseThrow().by();
    if (people.one(ran, by)) {
      book.note(drill, by, "drill.refused", Map.of("why", "ran it"));
      throw DrillJournal.problem(
          "The person who ran a drill cannot sign it off, so nothing changed.",
          "Ask another lead to sign it off.");
    }
    requireLead(drill, by);
    Drill.Signature signature = new Drill.Signature(by, book.now());
    Drill signed =
        book.put(
                drill,
                drill.withSignature(signature).become(DrillState.SIGNED_OFF, book.now()),
                by,
                "drill.signed-off")
            .orElseThrow(() -> DrillJournal.changed());
    book.events().note(signed, by.name() + " signed it off.");
    return signed;
  }

  private void requireLead(Drill drill, Actor by) throws ProblemException {
    try {
      if (!leads.isLead(by)) {
        book.note(drill, by, "drill.refused", Map.of("why", "no lead"));
        throw DrillJournal.problem(
            "Only an on-call lead can sign off a drill, so nothing changed.", "Ask one of them.");
      }
    } catch (MembershipUnknownException e) {
      throw DrillJournal.problem(
          "restore-bot could not check whether you are a lead, so nothing changed.",
          "Try again in a moment.");
    }
  }

  /**
   * Records since when the schedule of the test restores of a database is known, unless that is
   * recorded already: what came due after that is asked for.
   */
  public synchronized void knowSince(String database, Instant since) {
    var unused = book.store().since(database, DrillKind.TEST, since);
  }

  /** The one of that id. */
  public Optional<Drill> find(String id) {
    return book.store().find(id);
  }

  /** The newest of a database, or of all, newest first. */
  public List<Drill> recent(Optional<String> database, int limit) {
    return book.store().recent(database, limit);
  }

  /** The last one of that database and kind that ran before this one. */
  public static Optional<Drill> before(DrillStore store, Drill drill) {
    return store.recent(Optional.of(drill.database()), 50).stream()
        .filter(other -> other.kind() == drill.kind())
        .filter(other -> other.run().isPresent() && other.dueAt().isBefore(drill.dueAt()))
        .findFirst();
  }

  /** The last one of that database and kind that ran before this one. */
  public Optional<Drill> before(Drill drill) {
    return before(book.store(), drill);
  }

  /** The databases that have drills. */
  public List<String> databases() {
    return book.databases();
  }

  /** Returns when the next one is due that is not due yet. */
  public Optional<Next> next() {
    return nextOfEach().stream().findFirst();
  }

  /**
   * Returns when the next one of each database and kind that has a schedule is due, the soonest
   * first.
   */
  public List<Next> nextOfEach() {
    return book.settings().stream()
        .flatMap(
            of ->
                of.schedule().stream()
                    .map(cron -> new Next(of.database(), of.kind(), cron.next(book.now()))))
        .sorted(Comparator.comparing(Next::at))
        .toList();
  }

  /** Returns the number of overdue drills. */
  public long overdue() {
    return book.store().open().stream()
        .filter(drill -> drill.state().waiting() && drill.escalated() > 0)
        .count();
  }

  /**
   * A drill to come.
   *
   * @param at when it is due
   */
  public record Next(String database, DrillKind kind, Instant at) {
    /** Returns what it is about, as {@link Drill#subject}. */
    public String subject() {
      return kind.subject(database);
    }
  }

  /** Returns whether at that step the leads are told too. */
  public static boolean tellsLeads(int step) {
    return step >= LEADS;
  }

  /** Returns whether at that step the contacts are told too. */
  public static boolean tellsContacts(int step) {
    return step >= ALL_STEPS;
  }

  private DrillSettings chosen(Optional<String> database, Optional<DrillKind> kind)
      throws ProblemException {
    if (book.settings().isEmpty()) {
      throw DrillJournal.problem(
          "No drills are configured.", "Add the database to `drills` in restore-bot's settings.");
    }
    Stream<DrillSettings> fitting =
        book.settings().stream()
            .filter(of -> database.isEmpty() || of.database().equals(database.get()))
            .filter(of -> kind.isEmpty() || of.kind() == kind.get());
    List<DrillSettings> found = fitting.toList();
    if (found.isEmpty() && kind.isPresent() && !kinds(database).isEmpty()) {
      throw DrillJournal.problem(
          database.map(name -> name + " has").orElse("The settings have")
              + " no "
              + kind.get().word()
              + " drill.",
          (database.isPresent() ? "Its drills: " : "Their drills: ")
              + String.join(", ", kinds(database))
              + ".");
    }
    if (found.stream().map(DrillSettings::database).distinct().count() == 1) {
      return found.stream()
          .filter(of -> of.kind() == DrillKind.TEST)
          .findFirst()
          .orElse(found.get(0));
    }
    throw DrillJournal.problem(
        database
            .map(name -> "There are no drills of " + name + ".")
            .orElse("Which database do you mean?"),
        "Databases with drills: "
            + String.join(", ", found.isEmpty() ? databases() : databases(found))
            + ".");
  }

  private static List<String> databases(List<DrillSettings> of) {
    return of.stream().map(DrillSettings::database).distinct().toList();
  }

  /** The kinds of drills of a database, or of all. */
  private List<String> kinds(Optional<String> database) {
    return book.settings().stream()
        .filter(of -> database.isEmpty() || of.database().equals(database.get()))
        .map(of -> of.kind().word())
        .distinct()
        .toList();
  }

  private Drill known(String id) throws ProblemException {
    Drill drill =
        book.store()
            .find(id)
            .orElseThrow(
                () ->
                    DrillJournal.problem(
                        "There is no drill " + id + ".", "`/restore history` lists them."));
    if (!book.isKnown(drill)) {
      throw DrillJournal.problem(
          "The settings no longer have drills of " + drill.subject() + ".",
          "Add the database to `drills` in restore-bot's settings.");
    }
    return drill;
  }
}
