package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.VisibleText;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testrestore.PassedTest;
import dev.restorebot.engine.testrestore.TestHistory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a target and a backup before anybody is asked to approve. Changes nothing. */
public final class Preflight {
  private static final Logger log = LoggerFactory.getLogger(Preflight.class);
  private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int ID_LENGTH = 6;

  private final ArchiveReader reader;
  private final Planner planner;
  private final TargetSettings target;
  private final PlanOptions options;
  private final Optional<Duration> requireTestedWithin;
  private final TestHistory tests;
  private final InstantSource clock;
  private final Optional<UploadsLookup> uploads;
  private final BackupGlobals globals;
  private final Optional<PlanNotes> notes;
  private final SecureRandom random = new SecureRandom();

  /**
   * Creates the checks of this target.
   *
   * @param requireTestedWithin refuse a backup that did not pass a test restore within this time
   * @param tests what earlier test restores said of the backup
   * @param uploads finds the archive that is restored with a backup; asked only when the target has
   *     a volume of uploads
   * @param globals reads the file of roles beside a backup
   * @param notes tells what else there is when a plan is made
   */
  public Preflight(
      ArchiveReader reader,
      Planner planner,
      TargetSettings target,
      PlanOptions options,
      Optional<Duration> requireTestedWithin,
      TestHistory tests,
      InstantSource clock,
      Optional<UploadsLookup> uploads,
      BackupGlobals globals,
      Optional<PlanNotes> notes) {
    this.uploads = uploads;
    this.globals = globals;
    this.notes = notes;
    this.reader = reader;
    this.planner = planner;
    this.target = target;
    this.options = options;
    this.requireTestedWithin = requireTestedWithin;
    this.tests = tests;
    this.clock = clock;
  }

  TargetSettings target() {
    return target;
  }

  /** Returns the backups of the target, as far as they can be listed. */
  List<Backup> backups() {
    return notes.map(PlanNotes::backups).orElse(List.of());
  }

  /**
   * The runbook's {@code CONFIRM=YES}.
   *
   * @throws ProblemException when that is not the database that would be replaced
   */
  void requireTyped(String database) throws ProblemException {
    if (!database.equals(target.database())) {
      throw problem(
          "That is not the name of the database that would be replaced, so no request was made.",
          "To confirm, type the exact name: " + target.database() + ".");
    }
  }

  /**
   * The plan for this backup, which is read whole.
   *
   * @throws ProblemException when it cannot be carried out, with the reason and what to do
   */
  public DisasterPlan plan(Backup backup) throws ProblemException {
    BackupArchive archive = reader.readWhole(backup.file(), told -> {}, new Cancellation());
    String sha256 = archive.sha256().orElseThrow();
    requireTested(backup, tests.newest(sha256));
    return plan(newId(), backup, archive, sha256, uploads(archive));
  }

  /**
   * The plan for a rehearsal with this backup, which is read whole. A rehearsal is a test itself,
   * so it needs no earlier one.
   *
   * @param id one that {@link #newId} gave
   * @throws ProblemException when it could not be carried out, with the reason and what to do
   */
  public DisasterPlan rehearsal(
      String id, Backup backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    BackupArchive archive = reader.readWhole(backup.file(), progress, cancellation);
    return plan(id, backup, archive, archive.sha256().orElseThrow(), uploads(archive));
  }

  /**
   * The plan for this backup, of which no more is read than its table of contents, for a runbook
   * that is written in quiet times. Its SHA-256 is that of its test, or empty; uploads are left
   * out.
   *
   * @throws ProblemException when it cannot be carried out, with the reason and what to do
   */
  public DisasterPlan sketch(Backup backup) throws ProblemException {
    return plan(
        newId(),
        backup,
        reader.inspect(backup.file()),
        tests
            .named(backup.name(), backup.sizeBytes())
            .map(TestHistory.TestedFile::sha256)
            .orElse(""),
        new UploadsLookup.Found(
            Optional.empty(),
            target
                .uploadsVolume()
                .map(
                    any ->
                        "The uploads are not in this runbook. To have them too, print one:"
                            + " restore-bot disaster plan FILE --as-runbook")));
  }

  private DisasterPlan plan(
      String id, Backup backup, BackupArchive archive, String sha256, UploadsLookup.Found files)
      throws ProblemException {
    Optional<PassedTest> passed = tests.newest(sha256);
    BackupAge age = BackupAge.of(backup.takenAt(), archive.header().createdAt());
    BackupFacts facts =
        new BackupFacts(
            backup.file(),
            archive.sizeBytes(),
            sha256,
            age.takenAt(),
            passed.map(PassedTest::at),
            files.uploads(),
            Optional.of(DumpedDatabase.of(archive)),
            tests.failed(sha256),
            archive.header().database(),
            globals.beside(backup.file()));
    Optional<TestHistory.Estimate> estimate =
        passed.isPresent()
            ? Optional.empty()
            : tests.estimate(facts.bytes(), archive.header().database());
    Stream<String> estimated =
        estimate.stream()
            .map(
                each ->
                    "The downtime is estimated from the test restore of "
                        + VisibleText.of(each.backup())
                        + "; this backup itself was not restored yet.");
    DisasterPlan plan =
        planner.plan(
            id,
            facts,
            target,
            options,
            passed.map(PassedTest::took).or(() -> estimate.map(TestHistory.Estimate::time)),
            age.before(Stream.concat(files.note().stream(), estimated)));
    return notes.map(more -> plan.withNotes(more.of(plan, backup))).orElse(plan);
  }

  /**
   * Reads a backup as far as that is quick. What cannot be read is not known then: other checks say
   * why.
   *
   * @param backup empty for a plan without one
   */
  public BackupFacts glance(Optional<Backup> backup) {
    return new BackupFacts(
        backup.map(Backup::file).orElseGet(() -> Path.of("none")),
        backup.map(Backup::sizeBytes).orElse(0L),
        "",
        backup.map(Backup::takenAt).orElseGet(clock::instant),
        Optional.empty(),
        Optional.empty(),
        backup.flatMap(this::dumped),
        Optional.empty(),
        Optional.empty(),
        backup.map(Backup::file).flatMap(globals::beside));
  }

  private Optional<DumpedDatabase> dumped(Backup backup) {
    try {
      return Optional.of(DumpedDatabase.of(reader.inspect(backup.file())));
    } catch (ProblemException e) {
      log.debug("{} was not read", backup.file(), e);
      return Optional.empty();
    }
  }

  /**
   * Checks all that {@link #plan} checks beside the whole backup.
   *
   * @param backup as {@link #glance} found it
   * @return the target
   * @throws ProblemException why a plan would be refused, with what to do
   */
  public Target check(BackupFacts backup) throws ProblemException {
    return planner.plan(newId(), backup, target, options, Optional.empty(), List.of()).target();
  }

  private UploadsLookup.Found uploads(BackupArchive archive) throws ProblemException {
    return uploads.isEmpty() || target.uploadsVolume().isEmpty()
        ? new UploadsLookup.Found(Optional.empty(), Optional.empty())
        : uploads.get().of(archive);
  }

  private void requireTested(Backup backup, Optional<PassedTest> passed) throws ProblemException {
    if (requireTestedWithin.isEmpty()) {
      return;
    }
    boolean recent =
        passed.isPresent()
            && passed.get().at().plus(requireTestedWithin.get()).isAfter(clock.instant());
    if (!recent) {
      throw problem(
          "The backup "
              + backup.displayName()
              + " has not passed a test restore recently enough, and disaster.require-tested-within"
              + " requires one.",
          "Run `/restore test "
              + backup.displayName()
              + "` first, then request the restore again.");
    }
  }

  /** Returns an id that no plan has. */
  public String newId() {
    return random
        .ints(ID_LENGTH, 0, ID_LETTERS.length())
        .mapToObj(i -> String.valueOf(ID_LETTERS.charAt(i)))
        .collect(Collectors.joining());
  }

  static ProblemException problem(String message, String hint) {
    return new Problem(ProblemCode.TARGET_UNSUITABLE, message, hint).exception();
  }
}
