package dev.restorebot.engine;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ApprovalStoreView;
import dev.restorebot.engine.disaster.ArchiveRestorer;
import dev.restorebot.engine.disaster.BackupFacts;
import dev.restorebot.engine.disaster.BackupGlobals;
import dev.restorebot.engine.disaster.Checklist;
import dev.restorebot.engine.disaster.ComposeProject;
import dev.restorebot.engine.disaster.ComposeSwap;
import dev.restorebot.engine.disaster.ComposeSwapProof;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterRun;
import dev.restorebot.engine.disaster.DisasterStore;
import dev.restorebot.engine.disaster.DisasterStoreView;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.EndsRehearsals;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.NoServices;
import dev.restorebot.engine.disaster.PlanNotes;
import dev.restorebot.engine.disaster.Planner;
import dev.restorebot.engine.disaster.Preflight;
import dev.restorebot.engine.disaster.ProjectFiles;
import dev.restorebot.engine.disaster.RequestedDisasters;
import dev.restorebot.engine.disaster.Restorer;
import dev.restorebot.engine.disaster.RunbookCopy;
import dev.restorebot.engine.disaster.ServiceControl;
import dev.restorebot.engine.disaster.SwapProof;
import dev.restorebot.engine.disaster.Swapped;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.TargetMemory;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.Targets;
import dev.restorebot.engine.disaster.UploadsLookup;
import dev.restorebot.engine.disaster.compose.ComposeFiles;
import dev.restorebot.engine.disaster.compose.ComposeServices;
import dev.restorebot.engine.disaster.compose.RehearsalCompose;
import dev.restorebot.engine.disaster.docker.DockerNewUploads;
import dev.restorebot.engine.disaster.docker.DockerNewVolumes;
import dev.restorebot.engine.disaster.docker.DockerProbe;
import dev.restorebot.engine.disaster.docker.DockerRehearsal;
import dev.restorebot.engine.disaster.docker.DockerTargetLock;
import dev.restorebot.engine.disaster.docker.RememberedTargets;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.jdbc.JdbcTargetMemory;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNotes;
import dev.restorebot.engine.disaster.rehearsal.RehearsalPlanning;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.disaster.server.DatabaseMemory;
import dev.restorebot.engine.disaster.server.ServerNewDatabases;
import dev.restorebot.engine.disaster.server.ServerProbe;
import dev.restorebot.engine.disaster.server.ServerSwap;
import dev.restorebot.engine.disaster.server.ServerSwapProof;
import dev.restorebot.engine.disaster.server.ServerTargetLock;
import dev.restorebot.engine.disaster.server.ServerTargets;
import dev.restorebot.engine.disaster.server.ServerTools;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressLines;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.testrestore.PassedTests;
import dev.restorebot.engine.testrestore.TestHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the parts of disaster restores from settings. Needs no state folder by itself. */
public final class DisasterParts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DisasterParts.class);

  /** The longest that a database may take to answer on its new volume. */
  private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(5);

  /** The longest that the connections to a database may take to end. */
  private static final Duration SESSIONS_PATIENCE = Duration.ofSeconds(30);

  private final Supplier<EngineSettings> live;
  private final String name;
  private final InstantSource clock;
  private final DockerSettings dockerSettings;
  private final DockerAccess docker;
  private final TargetMemory memory;
  private final ProgressListener progress;

  /** The target's settings when this was built; used once it is removed from the settings. */
  private final Optional<EngineSettings.Disaster> atStart;

  /** Says whether the database is replaced by renaming in a server that goes on. */
  private final boolean ofServer;

  /**
   * Restores one of the targets of those settings, which stays the same.
   *
   * @param name the target's name; one of the settings
   * @param memory what is known of a target whose server does not run; stays its owner's
   */
  public DisasterParts(
      Supplier<EngineSettings> live, String name, InstantSource clock, TargetMemory memory) {
    this(live, name, clock, memory, new ProgressLines(log::info));
  }

  /**
   * The same for somebody who waits.
   *
   * @param progress hears of what takes long: the pull of an image, the copy of a volume
   */
  public DisasterParts(
      Supplier<EngineSettings> live,
      String name,
      InstantSource clock,
      TargetMemory memory,
      ProgressListener progress) {
    this(live, name, clock, memory, progress, Optional.empty());
  }

  private DisasterParts(
      Supplier<EngineSettings> live,
      String name,
      InstantSource clock,
      TargetMemory memory,
      ProgressListener progress,
      Optional<Boolean> ofServer) {
    this.progress = progress;
    this.live = live;
    this.name = name;
    this.clock = clock;
    this.memory = memory;
    this.atStart = named(live.get());
    this.ofServer = ofServer.orElseGet(() -> disaster().target().server().isPresent());
    this.dockerSettings = live.get().docker();
    this.docker = new DockerAccess(dockerSettings);
  }

  /**
   * Ends the restores of targets that are no longer in the settings.
   *
   * @param ofServer whether these are databases in a server that goes on
   */
  static DisasterParts removed(
      Supplier<EngineSettings> live, boolean ofServer, InstantSource clock, TargetMemory memory) {
    return new DisasterParts(
        live, "", clock, memory, new ProgressLines(log::info), Optional.of(ofServer));
  }

  /**
   * Opens what the bot remembers of its target in that state folder, for a program beside it.
   * Creates nothing. The caller closes it.
   *
   * @throws StateException when it cannot be read
   */
  public static TargetMemory memory(Path stateFolder) {
    return JdbcTargetMemory.existing(stateFolder);
  }

  /**
   * Returns the checks that run before anybody is asked, by the settings of the moment.
   *
   * @param tests what earlier test restores said of a backup
   */
  public Preflight preflight(TestHistory tests) {
    return preflight(tests, plan -> List.of());
  }

  /**
   * The same with what rehearsals of the target showed.
   *
   * @param rehearsals where they are recorded; stays its owner's
   */
  public Preflight preflight(TestHistory tests, StateDatabase rehearsals) {
    return preflight(tests, new JdbcRehearsalStore(rehearsals));
  }

  private Preflight preflight(TestHistory tests, RehearsalStore rehearsals) {
    return preflight(
        tests,
        plan ->
            new RehearsalNotes(
                    rehearsals,
                    name,
                    disaster().requireRehearsedWithin(),
                    disaster().rehearsal().rto())
                .of(plan));
  }

  private Preflight preflight(TestHistory tests, Function<DisasterPlan, List<String>> rehearsed) {
    EngineSettings settings = live.get();
    EngineSettings.Disaster disaster = disaster();
    return new Preflight(
        BackupParts.reader(settings),
        planner(),
        disaster.target(),
        disaster.options(),
        disaster.requireTestedWithin(),
        tests,
        clock,
        Optional.of(
            new UploadsLookup(
                BackupParts.uploads(settings),
                BackupParts.tarballs(settings),
                settings.uploads().archiveRoot(),
                disaster.uploadsRequired())),
        globals(),
        Optional.of(new PlanNotes(probe(), tests, this::backups, rehearsed)));
  }

  private BackupGlobals globals() {
    return new BackupGlobals(() -> BackupParts.reader(live.get()), live.get().backups().names());
  }

  /**
   * Removes what a killed process left of this target: copies of its volume, and rehearsals.
   *
   * @return the rehearsals that had not ended
   */
  List<Rehearsal> sweep(DisasterShared shared) {
    if (ofServer) {
      return List.of();
    }
    try {
      targets().sweep(disaster().target());
    } catch (ProblemException e) {
      log.warn("copies of volumes may have been left: {}", e.getMessage());
    }
    return rehearsals(shared.rehearsals(), shared.store()).sweep(left -> !left.process().isAlive());
  }

  /** Returns the backups of this target, as far as they can be listed. */
  private List<Backup> backups() {
    EngineSettings settings = live.get();
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    settings.disasters().forEach(each -> targets.put(each.name(), each.target()));
    ArchiveReader reader = BackupParts.reader(settings);
    return new TargetBackups(targets, backup -> reader.databaseIn(backup.file()))
        .of(name, BackupParts.catalog(settings).listable());
  }

  /**
   * Finds the project by its running server, and remembers what that tells. Changes nothing else.
   *
   * @throws ProblemException why it could not be restored now
   */
  public Target find() throws ProblemException {
    return ofServer
        ? resolver().resolve(disaster().target())
        : targets().running(disaster().target());
  }

  /**
   * Checks, for a program beside the bot, all that a plan checks beside the whole backup, and that
   * the target is where the newest swap or rollback left it.
   *
   * @param newest the backup that would be restored now; empty when there is none
   * @param stateFolder the bot's; nothing is created in it
   * @return the target; a server that does not run is found by what is remembered
   * @throws ProblemException why no plan could be made now, with what to do
   */
  public Target check(Optional<Backup> newest, Path stateFolder) throws ProblemException {
    Preflight preflight = preflight(sha256 -> Optional.empty());
    BackupFacts backup = preflight.glance(newest);
    requireSwapKept(stateFolder, resolver().resolve(disaster().target(), backup));
    return preflight.check(backup);
  }

  /** Returns the name of the target in the settings. */
  String name() {
    return name;
  }

  /** Returns the name of the database that is restored. */
  String database() {
    return disaster().target().database();
  }

  /** Returns where the daily runbook is copied to, by the settings of the moment. */
  Optional<RunbookCopy> runbookCopy() {
    return disaster().runbookCopy();
  }

  /**
   * Returns the commands that restore that backup by hand. Reads no more of it than its table of
   * contents.
   *
   * @throws ProblemException when it cannot be restored, with the reason and what to do
   */
  String runbook(Backup backup, TestHistory tests) throws ProblemException {
    return asRunbook(preflight(tests).sketch(backup));
  }

  /** Returns the commands of a plan, which also work when production's server dies afterwards. */
  public String asRunbook(DisasterPlan plan) {
    return plan.asRunbook(
        memory
            .recall(disaster().target().name())
            .map(known -> known.globals().rolesWithoutPasswords())
            .orElse(List.of()));
  }

  private RememberedTargets targets() {
    return new RememberedTargets(docker, memory, files(), progress, clock);
  }

  private ProjectFiles files() {
    return new ComposeFiles(live.get().docker().dockerHost());
  }

  /** Fails when a target is on another volume than the newest swap or rollback left it on. */
  private void requireSwapKept(Path stateFolder, Target found) throws ProblemException {
    Path file = stateFolder.resolve(StateFolder.DATABASE_FILE);
    if (Files.exists(file)) {
      try (DisasterStore store = JdbcDisasterStore.open(file)) {
        if (ofServer) {
          Swapped.requireKept(store, disaster().target(), probe(), clock.instant());
        } else {
          Swapped.requireKept(store, found, clock.instant());
        }
      }
    }
  }

  /**
   * Returns the finished restores of a target that keep storage, newest first, for a program beside
   * the bot.
   *
   * @param stateFolder the bot's; nothing is created in it
   */
  public List<Disaster> keepingOldStorage(Path stateFolder) {
    Path file = stateFolder.resolve(StateFolder.DATABASE_FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    String target = disaster().target().name();
    try (DisasterStore store = JdbcDisasterStore.open(file)) {
      return store.keeping().stream()
          .filter(each -> each.target().equals(target))
          .filter(each -> !LeftStorage.of(each).isEmpty())
          .toList();
    }
  }

  private EngineSettings.Disaster disaster() {
    EngineSettings settings = live.get();
    return named(settings)
        .or(() -> atStart)
        .orElseGet(() -> settings.disasters().get(0).with(settings.approval()));
  }

  private Optional<EngineSettings.Disaster> named(EngineSettings settings) {
    return settings.disasters().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private DatabaseProbe probe() {
    DatabaseProbe containers = new DockerProbe(docker);
    return ofServer ? new ServerProbe(containers) : containers;
  }

  private Planner planner() {
    return new Planner(resolver(), proof(), () -> live.get().tests().disk().keepFree(), clock);
  }

  private Targets resolver() {
    return ofServer ? new ServerTargets(this::services, programs(), databases()) : targets();
  }

  private SwapProof proof() {
    return ofServer
        ? new ServerSwapProof(programs(), databases())
        : new ComposeSwapProof(this::services);
  }

  private ServerTools programs() {
    return new ServerTools(docker);
  }

  private DatabaseMemory databases() {
    return new DatabaseMemory(memory, clock);
  }

  private ServiceControl services(ComposeProject project) {
    if (project.files().isEmpty() && ofServer) {
      return new NoServices();
    }
    return new ComposeServices(project, live.get().docker().dockerHost());
  }

  /**
   * Builds disaster restores.
   *
   * @param targets tells the target by {@link Disaster#target}, for what is stored
   * @param makeRoom ends the rehearsal of the target, and waits for that
   */
  Disasters disasters(DisasterShared shared, Predicate<String> targets, Runnable makeRoom) {
    TestHistory tests = new PassedTests(shared.jobs());
    DisasterStore store = new DisasterStoreView(shared.store(), targets);
    AuditLog audit = shared.audit();
    Approvals approvals =
        new Approvals(
            () -> disaster().approval(),
            new ApprovalStoreView(shared.requests(), targets),
            audit,
            shared.leads().among(() -> disaster().approval().leads()),
            shared.codes(),
            new RequestedDisasters(store, clock),
            clock);
    return new Disasters(
        () -> preflight(tests, shared.rehearsals()),
        store,
        approvals,
        audit,
        () -> disaster().handChecks(),
        tools(makeRoom),
        shared.events(),
        clock);
  }

  /**
   * Builds rehearsals of this target, by the settings of the moment.
   *
   * @param state records them; stays its owner's
   */
  public Rehearsals rehearsals(StateDatabase state) {
    return rehearsals(new JdbcRehearsalStore(state), new JdbcDisasterStore(state));
  }

  /** Returns what rehearses this target, by the settings of the moment. */
  RehearsalJobs.Parts rehearsals(DisasterShared shared) {
    return new RehearsalJobs.Parts(
        rehearsals(shared.rehearsals(), shared.store()), planning(new PassedTests(shared.jobs())));
  }

  /**
   * Returns what plans rehearsals of this target, by the settings of the moment.
   *
   * @param tests what earlier test restores said of a backup
   */
  public RehearsalPlanning planning(TestHistory tests) {
    Preflight preflight = preflight(tests);
    return new RehearsalPlanning() {
      @Override
      public void requireSuitable() throws ProblemException {
        if (ofServer) {
          throw new Problem(
                  ProblemCode.TARGET_UNSUITABLE,
                  "Only targets in Compose can be rehearsed, and "
                      + name
                      + " is a database in a server.",
                  "Run a test restore with `verify.after-restore` for it.")
              .exception();
        }
      }

      @Override
      public String newId() {
        return preflight.newId();
      }

      @Override
      public DisasterPlan plan(
          String id, Backup backup, ProgressListener told, Cancellation cancellation)
          throws ProblemException {
        return preflight.rehearsal(id, backup, told, cancellation);
      }
    };
  }

  private Rehearsals rehearsals(RehearsalStore store, DisasterStore disasters) {
    DisasterRun.Tools tools = tools(() -> {});
    DockerSettings docker = live.get().docker();
    return new Rehearsals(
        store,
        new Rehearsals.Parts(
            tools.restorer(),
            tools.volumes(),
            tools.uploads(),
            project -> new RehearsalCompose(project, docker.dockerHost()),
            new DockerRehearsal(this.docker),
            tools.probe(),
            disaster().checks(),
            disaster().rehearsal(),
            new ServiceLimits(
                docker.memoryBytes(),
                docker.cpus().orElse(Runtime.getRuntime().availableProcessors()),
                docker.pidsLimit()),
            live.get().tests().disk()),
        () ->
            disasters.open().stream()
                .filter(each -> each.target().equals(disaster().target().name()))
                .map(Disaster::id)
                .findFirst(),
        clock);
  }

  private DisasterRun.Tools tools(Runnable makeRoom) {
    DatabaseProbe probe = probe();
    return new DisasterRun.Tools(
        planner(),
        this::read,
        ofServer
            ? new ServerNewDatabases(programs(), databases())
            : new DockerNewVolumes(docker, dockerSettings, memory, files(), globals()),
        new DockerNewUploads(docker, () -> BackupParts.tarballs(live.get())),
        ofServer
            ? new ServerSwap(SESSIONS_PATIENCE, databases())
            : new ComposeSwap(this::services, probe, DATABASE_PATIENCE),
        this::services,
        probe,
        new Checklist(probe, () -> disaster().checks()),
        new EndsRehearsals(
            ofServer ? new ServerTargetLock(clock) : new DockerTargetLock(docker, clock),
            makeRoom));
  }

  /** By the settings of the moment, which a restore then keeps to its end. */
  private Restorer.Loadable read(
      BackupFacts backup, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    EngineSettings settings = live.get();
    DatabasePolicy policy =
        settings.tests().policies().apply(List.of(disaster().target().database()));
    return new ArchiveRestorer(
            BackupParts.reader(settings),
            policy.load(),
            policy.verify(),
            settings.tests().disk(),
            clock,
            BackupParts.tarballs(settings),
            settings.uploads().pathPrefix())
        .read(backup, progress, cancellation);
  }

  @Override
  public void close() {
    docker.close();
  }
}
