package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ArchiveRestorer;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.Checklist;
import dev.restorebot.engine.disaster.ChecklistSettings;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterRun;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.HttpCheck;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.Planner;
import dev.restorebot.engine.disaster.Preflight;
import dev.restorebot.engine.disaster.Restorer;
import dev.restorebot.engine.disaster.ServiceControl;
import dev.restorebot.engine.disaster.Swap;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.UploadsLookup;
import dev.restorebot.engine.disaster.compose.ComposeServices;
import dev.restorebot.engine.disaster.docker.DockerNewUploads;
import dev.restorebot.engine.disaster.docker.DockerNewVolumes;
import dev.restorebot.engine.disaster.docker.DockerProbe;
import dev.restorebot.engine.disaster.docker.DockerTargets;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.evidence.DisasterEvidence;
import dev.restorebot.engine.evidence.Evidence;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.testrestore.PassedTest;
import dev.restorebot.engine.testrestore.PassedTests;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The engine's parts for disaster restores, made from settings. */
public final class DisasterFactory implements AutoCloseable {
  /** How long a database may take to answer on its new volume. */
  private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(5);

  private final Supplier<Settings> live;
  private final InstantSource clock;
  private final DockerSettings dockerSettings;
  private final DockerAccess docker;

  /** For the project of those settings, which must be there and stays as it is. */
  public DisasterFactory(Supplier<Settings> live, InstantSource clock) {
    Settings settings = live.get();
    this.live = live;
    this.clock = clock;
    this.dockerSettings = EngineFactory.dockerSettings(settings);
    this.docker = new DockerAccess(dockerSettings);
  }

  /** What is looked at before anybody is asked, by the settings of the moment. */
  public Preflight preflight(Function<String, Optional<PassedTest>> tests) {
    Settings settings = live.get();
    return new Preflight(
        EngineFactory.reader(settings),
        planner(),
        target(),
        options(),
        settings.disaster().requireTestedWithin(),
        tests,
        clock,
        Optional.of(
            new UploadsLookup(
                UploadsFactory.catalog(settings),
                UploadsFactory.reader(settings),
                settings.uploads().archiveRoot(),
                settings.verifyOf(target().database()).uploadsRequired())));
  }

  /**
   * The project as it stands, looked at only.
   *
   * @throws ProblemException why it could not be restored now
   */
  public Target find() throws ProblemException {
    return new DockerTargets(docker).resolve(target());
  }

  private TargetSettings target() {
    Settings.Disaster disaster = live.get().disaster();
    String project = disaster.project().orElseThrow();
    return new TargetSettings(
        project,
        disaster.service(),
        disaster.database().orElse(project),
        disaster.stop(),
        disaster.overrideFile(),
        disaster.uploadsVolume());
  }

  private PlanOptions options() {
    Settings.Disaster disaster = live.get().disaster();
    return new PlanOptions(
        switch (disaster.stopServices()) {
          case BEFORE_RESTORE -> PlanOptions.Stop.BEFORE_RESTORE;
          case BEFORE_SWAP -> PlanOptions.Stop.BEFORE_SWAP;
        },
        switch (disaster.swap()) {
          case ASK -> PlanOptions.Swap.ASK;
          case AUTOMATIC -> PlanOptions.Swap.AUTOMATIC;
          case MANUAL -> PlanOptions.Swap.MANUAL;
        },
        disaster.safetyCopy());
  }

  private Planner planner() {
    return new Planner(new DockerTargets(docker), this::services, clock);
  }

  private ServiceControl services(ComposeProject project) {
    return new ComposeServices(project, live.get().sandbox().docker().host());
  }

  /**
   * Builds disaster restores that leave evidence: each state is in the audit log and each end in a
   * report, whether a chat or the command line asked.
   *
   * @param events what people read of it
   */
  Disasters disasters(
      JobStore jobs,
      DisasterStore store,
      Approvals approvals,
      AuditLog audit,
      Evidence evidence,
      EvidenceWriter writer,
      DisasterEvents events) {
    PassedTests tests = new PassedTests(jobs);
    return new Disasters(
        () -> preflight(tests::newest),
        store,
        approvals,
        audit,
        () -> live.get().disaster().handChecks(),
        tools(),
        new DisasterEvidence(events, audit, evidence, writer, EvidenceFactory.tools()),
        clock);
  }

  private DisasterRun.Tools tools() {
    DatabaseProbe probe = new DockerProbe(docker);
    return new DisasterRun.Tools(
        planner(),
        this::read,
        new DockerNewVolumes(docker, dockerSettings),
        new DockerNewUploads(docker, () -> UploadsFactory.reader(live.get())),
        new Swap(this::services, probe, DATABASE_PATIENCE),
        this::services,
        probe,
        new Checklist(probe, this::checklist));
  }

  /** By the settings of the moment, which a restore then keeps to its end. */
  private Restorer.Loadable read(
      BackupFacts backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Settings settings = live.get();
    DatabasePolicy policy = EngineFactory.policy(settings, target().database());
    return new ArchiveRestorer(
            EngineFactory.reader(settings),
            policy.load(),
            policy.verify(),
            EngineFactory.disk(settings),
            clock,
            UploadsFactory.reader(settings),
            settings.uploads().pathPrefix())
        .read(backup, progress, cancellation);
  }

  private ChecklistSettings checklist() {
    Settings.Disaster disaster = live.get().disaster();
    return new ChecklistSettings(
        disaster.httpChecks().stream()
            .map(
                check -> new HttpCheck(check.name(), check.url(), check.status(), check.contains()))
            .toList(),
        live.get().verifyOf(target().database()).alembicHead(),
        ChecklistSettings.ERRORS,
        disaster.checkPatience());
  }

  /** The rules of approval, over all chats. */
  static ApprovalPolicy policy(Settings settings) {
    Settings.Approval approval = settings.approval();
    Set<String> leads = new TreeSet<>();
    settings.slack().leads().forEach(id -> leads.add("slack:" + id));
    settings.discord().leads().forEach(id -> leads.add("discord:" + id));
    return new ApprovalPolicy(
        approval.needed(),
        approval.approveWithin(),
        approval.runWithin(),
        approval.reminders(),
        switch (approval.secondFactor()) {
          case NONE -> SecondFactorKind.NONE;
          case TOTP -> SecondFactorKind.TOTP;
        },
        leads,
        new SamePersonRules(approval.samePerson()));
  }

  @Override
  public void close() {
    docker.close();
  }
}
