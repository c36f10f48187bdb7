package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.restorebot.engine.disaster.compose.RehearsalCompose;
import dev.restorebot.engine.disaster.docker.DockerRehearsal;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.verify.CheckResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What rehearsals of a project under test are made with. Production must stay as it is. */
final class RehearsalRig implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String RUN = "h" + ProcessHandle.current().pid() + "x";

  final DockerAccess docker = new DockerAccess(DockerSettings.withDefaults());
  final RehearsalStore store;
  private final StateDatabase database;
  private final String project;
  private final URI root;
  private final Watched watched;
  private final DisasterRig rig;

  RehearsalRig(ComposeUnderTest project) {
    this(project.settings(), project.url("/"), StateDatabase.inMemory(), Watched.NOBODY);
  }

  /**
   * Of a project by its settings.
   *
   * @param root where its application answers
   * @param database is closed with this
   * @param watched is told of each step that changes something
   */
  RehearsalRig(TargetSettings target, URI root, StateDatabase database, Watched watched) {
    this.project = target.project();
    this.root = root;
    this.database = database;
    this.store = watched.of(RehearsalStore.class, new JdbcRehearsalStore(database));
    this.watched = watched;
    this.rig = new DisasterRig(target, root.resolve("/readyz"), watched);
  }

  /** The parts of rehearsals whose application must answer these pages. */
  Rehearsals.Parts parts(HttpCheck... pages) {
    return parts(new DockerRehearsal(docker), pages);
  }

  /** The same with other containers. */
  Rehearsals.Parts parts(RehearsalContainers containers, HttpCheck... pages) {
    DisasterRun.Tools tools = rig.tools();
    return new Rehearsals.Parts(
        tools.restorer(),
        tools.volumes(),
        tools.uploads(),
        production ->
            watched.of(RehearsalServices.class, new RehearsalCompose(production, Optional.empty())),
        watched.of(RehearsalContainers.class, containers),
        tools.probe(),
        new ChecklistSettings(
            List.of(pages),
            Optional.of(DisasterRig.HEAD),
            ChecklistSettings.ERRORS,
            List.of(),
            Optional.empty(),
            DisasterRig.PATIENCE,
            Duration.ofMillis(500)),
        new RehearsalSettings(
            Set.of(), Map.of(), Duration.ofHours(1), Optional.of(Duration.ofMillis(1))),
        new ServiceLimits(512L << 20, 2, 200),
        DiskLimits.DEFAULT);
  }

  /** A page that is right when it has that status and text. */
  HttpCheck page(String name, String path, String text) {
    return new HttpCheck(name, root.resolve(path), 200, Optional.of(text));
  }

  Rehearsals rehearsals(Rehearsals.Parts parts) {
    return new Rehearsals(store, parts, Clock.systemUTC());
  }

  DisasterPlan plan(Path dump) throws Exception {
    return plan(RUN + COUNT.incrementAndGet(), dump, Optional.empty());
  }

  /** With an archive of uploads. */
  DisasterPlan plan(String id, Path dump, Optional<Path> uploads) throws Exception {
    return rig.plan(id, dump, PlanOptions.DEFAULT, uploads);
  }

  /** Rehearses; production is the same before and after, and nothing is left. */
  Rehearsal run(Rehearsals.Parts parts, DisasterPlan plan, ProgressListener progress)
      throws Exception {
    List<String> before = production();
    Rehearsal rehearsal = new Planned(plan).run(rehearsals(parts), "shop", progress);
    assertThat(production()).isEqualTo(before);
    assertThat(made(plan)).isEmpty();
    assertThat(store.open()).isEmpty();
    return rehearsal;
  }

  /** Production's containers with their restarts, its volumes and its networks. */
  List<String> production() {
    Stream<String> containers =
        docker.client().listContainersCmd().withShowAll(true).exec().stream()
            .filter(each -> project.equals(each.getLabels().get("com.docker.compose.project")))
            .map(each -> docker.client().inspectContainerCmd(each.getId()).exec())
            .map(
                each ->
                    each.getName()
                        + each.getId()
                        + each.getState().getStatus()
                        + each.getState().getStartedAt()
                        + each.getNetworkSettings().getNetworks().keySet());
    Stream<String> networks =
        docker.client().listNetworksCmd().withNameFilter(project).exec().stream()
            .map(each -> each.getName() + each.getId() + each.getContainers().keySet());
    Stream<String> volumes =
        docker
            .client()
            .listVolumesCmd()
            .withFilter("name", List.of(project))
            .exec()
            .getVolumes()
            .stream()
            .map(InspectVolumeResponse::getName);
    return Stream.of(containers, networks, volumes).flatMap(each -> each).sorted().toList();
  }

  /** What there is of a rehearsal: containers, networks and volumes. */
  List<String> made(DisasterPlan plan) {
    return made(plan.id());
  }

  List<String> made(Rehearsal rehearsal) {
    return made(rehearsal.id());
  }

  private List<String> made(String id) {
    List<String> left = new ArrayList<>();
    docker.client().listContainersCmd().withShowAll(true).exec().stream()
        .filter(each -> each.getNames()[0].contains(id) || each.getLabels().containsValue(id))
        .map(each -> each.getNames()[0])
        .forEach(left::add);
    docker.client().listNetworksCmd().exec().stream()
        .map(each -> each.getName())
        .filter(name -> name.contains(id))
        .forEach(left::add);
    left.addAll(rig.volumes(id));
    left.addAll(rig.volumes(project + "_db_rehearsal_"));
    left.addAll(rig.volumes(project + "_uploads_rehearsal_"));
    return left;
  }

  /** The running container of a service of the rehearsal of that plan. */
  String container(DisasterPlan plan, String service) {
    return docker.client().listContainersCmd().exec().stream()
        .map(each -> each.getNames()[0].substring(1))
        .filter(name -> name.contains(plan.id()) && name.contains("-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }

  static CheckResult check(Rehearsal rehearsal, String name) {
    return rehearsal.checks().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + rehearsal.checks()));
  }

  @Override
  public void close() {
    rig.close();
    docker.close();
    database.close();
  }
}
