package dev.restorebot.engine;

import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.ApprovalStore;
import dev.restorebot.engine.approval.jdbc.JdbcApprovalStore;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.RunbookFolder;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.jdbc.JdbcTargetMemory;
import dev.restorebot.engine.disaster.rehearsal.DrillRehearsals;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillRuns;
import dev.restorebot.engine.drill.DrillStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.evidence.DisasterEvidence;
import dev.restorebot.engine.evidence.DrillEvidence;
import dev.restorebot.engine.evidence.Evidence;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.evidence.JobTrail;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.state.StateKey;
import dev.restorebot.engine.testrestore.DrillTestRestores;
import dev.restorebot.engine.testrestore.TestRestores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine, built from its settings: test restores, drills and disaster restores, with the
 * stores, approvals, audit log and evidence that they share. Every front end goes through one of
 * these, so that the same rules and the same records apply whoever asks.
 */
public final class RestoreEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RestoreEngine.class);

  private final Supplier<EngineSettings> live;
  private final JobStore jobs;
  private final ApprovalStore approvals;
  private final AuditLog audit;
  private final BackupCatalog backups;
  private final TestRestores tests;
  private final EvidenceWriter writer;
  private final Drills drills;
  private final DrillScheduler scheduler;
  private final AllDisasterParts disasters;

  /**
   * Puts the engine together; nothing runs before {@link #start}. The state folder and the
   * sandboxes stay their owner's, who closes them after the engine.
   *
   * @param live the settings of the moment; the targets of disaster restores are as at the start
   * @throws IOException when there is a key that cannot be used, with a message for people
   */
  public RestoreEngine(
      StateFolder state,
      Supplier<EngineSettings> live,
      SandboxProvider sandboxes,
      EngineEvents events,
      InstantSource clock)
      throws IOException {
    EngineSettings settings = live.get();
    this.live = live;
    // Before jobs are read: their files may be in remotes, whose file system this registers.
    this.backups = BackupParts.catalog(settings);
    this.audit = new JdbcAuditLog(state.database());
    this.jobs = new JdbcJobStore(state.database());
    this.approvals = new JdbcApprovalStore(state.database());
    Evidence evidence =
        new Evidence(
            settings.evidence().folder(),
            signingKey(settings),
            settings.evidence().zone(),
            audit,
            clock);
    this.writer =
        new EvidenceWriter(
            evidence,
            jobs,
            new JdbcRehearsalStore(state.database()),
            settings.evidence().tools(),
            events.evidence());
    this.tests =
        new TestRestores(
            jobs,
            sandboxes,
            () -> BackupParts.reader(live.get()),
            () -> BackupParts.verifier(live.get()),
            () -> live.get().tests().withOwner(jobs.owner()),
            clock);
    tests.addListener(new JobTrail(audit));
    DrillStore drillStore = new JdbcDrillStore(state.database());
    this.drills =
        new Drills(
            settings.drills(),
            drillStore,
            backups,
            this::runs,
            audit,
            events.leads(),
            settings.approval().people(),
            new DrillEvidence(events.drills(), writer),
            clock,
            new SecureRandom());
    this.scheduler = new DrillScheduler(drills, drillStore, writer);
    TargetMemory memory =
        settings.disasters().isEmpty()
            ? TargetMemory.NONE
            : JdbcTargetMemory.in(state.database(), StateKey.open(state.key()));
    this.disasters =
        new AllDisasterParts(
            live,
            new DisasterShared(
                jobs,
                new JdbcDisasterStore(state.database()),
                new JdbcRehearsalStore(state.database()),
                memory,
                approvals,
                audit,
                events.leads(),
                new TotpSecondFactor(state.authenticators(), audit, clock),
                new DisasterEvidence(
                    events.disasters(), audit, evidence, writer, settings.evidence().tools())),
            backups,
            new RunbookFolder(state.runbooks(), clock),
            events.rehearsals().then(scheduler.rehearsals()).then(writer.rehearsals()),
            clock);
  }

  private DrillRuns runs(DrillKind kind) {
    return switch (kind) {
      case TEST -> new DrillTestRestores(tests);
      case REHEARSAL ->
          new DrillRehearsals(
              disasters.rehearsals(), () -> BackupParts.targets(live.get()), tests::databaseIn);
    };
  }

  private static Optional<SigningKey> signingKey(EngineSettings settings) throws IOException {
    Path file = settings.evidence().keyFile();
    if (Files.exists(file)) {
      return Optional.of(SigningKey.read(file));
    }
    log.warn(
        "there is no signing key in {}: reports are written unsigned. `restore-bot evidence"
            + " keygen` makes one",
        file);
    return Optional.empty();
  }

  /**
   * Clears up after an earlier process, resumes what it left, and begins to watch schedules and
   * deadlines.
   */
  public void start() {
    tests.addListener(scheduler);
    tests.addListener(writer);
    tests.start();
    tests.keepWarm();
    scheduler.start();
    writer.catchUp();
    disasters.start();
  }

  /**
   * Applies settings of backups, drills and warm servers that have changed. All others are read
   * when used.
   */
  public void reload() {
    EngineSettings settings = live.get();
    backups.replace(BackupParts.sources(settings), settings.backups().listKept());
    drills.replace(settings.drills(), settings.approval().people());
    tests.settingsChanged();
  }

  /** Returns the test restores. */
  public TestRestores tests() {
    return tests;
  }

  /** Returns the drills. */
  public Drills drills() {
    return drills;
  }

  /** Returns the disaster restores; empty when no target is configured. */
  public Optional<DisasterTargets> disasters() {
    return disasters.targets();
  }

  /** Returns the rehearsals of the targets of disaster restores. */
  public RehearsalJobs rehearsals() {
    return disasters.rehearsals();
  }

  /** Returns the backups in the configured folders and remotes. */
  public BackupCatalog backups() {
    return backups;
  }

  /** Returns the audit log. */
  public AuditLog audit() {
    return audit;
  }

  /** Returns the jobs of test restores. */
  public JobStore jobs() {
    return jobs;
  }

  /** Returns how many requests wait for approval. */
  public int pendingApprovals() {
    return (int)
        approvals.open().stream()
            .filter(request -> request.state() == ApprovalState.PENDING)
            .count();
  }

  /** Ends what runs, writes the reports that are due, and lets go of Docker. */
  @Override
  public void close() {
    disasters.targets().ifPresent(DisasterTargets::close);
    scheduler.close();
    tests.close();
    writer.close();
    disasters.close();
  }
}
