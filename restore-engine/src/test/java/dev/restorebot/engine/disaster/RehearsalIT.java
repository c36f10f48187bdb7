package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.compose.RehearsalCompose;
import dev.restorebot.engine.disaster.docker.DockerRehearsal;
import dev.restorebot.engine.disaster.jdbc.JdbcRehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNames;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.disaster.rehearsal.Rehearsals;
import dev.restorebot.engine.disaster.rehearsal.ServiceLimits;
import dev.restorebot.engine.docker.DockerSettings;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals of a real project that the tests share. */
@RequiresDocker
@RequiresCompose
@Slow
class RehearsalIT {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String RUN = "h" + ProcessHandle.current().pid() + "x";

  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static Path dump;

  private final DockerAccess docker = new DockerAccess(DockerSettings.withDefaults());
  private StateDatabase database;
  private RehearsalStore store;
  private DisasterRig rig;

  @BeforeAll
  static void up() throws Exception {
    project = new ComposeUnderTest(shared.resolve("app")).up();
    project.fill("saved");
    dump = project.dump(shared.resolve("zenops_db_2026-02-09_14-30-00.dump"));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void down() throws Exception {
    project.close();
  }

  @BeforeEach
  void open() {
    database = StateDatabase.inMemory();
    store = new JdbcRehearsalStore(database);
    rig = new DisasterRig(project);
  }

  @AfterEach
  void close() throws Exception {
    Files.deleteIfExists(project.folder().resolve("app/broken"));
    rig.close();
    docker.close();
    database.close();
  }

  private Rehearsals rehearsals(RehearsalContainers containers) {
    DisasterRun.Tools tools = rig.tools();
    ChecklistSettings checklist =
        new ChecklistSettings(
            List.of(
                new HttpCheck("readiness", project.url("/readyz"), 200, Optional.empty()),
                new HttpCheck("login", project.url("/login"), 200, Optional.of("welcome asha"))),
            Optional.of(DisasterRig.HEAD),
            ChecklistSettings.ERRORS,
            List.of(),
            Optional.empty(),
            DisasterRig.PATIENCE);
    return new Rehearsals(
        store,
        new Rehearsals.Parts(
            tools.restorer(),
            tools.volumes(),
            tools.uploads(),
            production -> new RehearsalCompose(production, Optional.empty()),
            containers,
            tools.probe(),
            checklist,
            RehearsalSettings.DEFAULT,
            new ServiceLimits(512L << 20, 2, 200)),
        Clock.systemUTC());
  }

  private DisasterPlan plan() throws Exception {
    return rig.plan(RUN + COUNT.incrementAndGet(), dump, PlanOptions.DEFAULT);
  }

  private Rehearsal run(DisasterPlan plan, ProgressListener progress) throws Exception {
    return rehearsals(new DockerRehearsal(docker)).run("shop", plan, progress, Cancellation.none());
  }

  private List<String> made(DisasterPlan plan) {
    List<String> left = new ArrayList<>();
    docker.client().listContainersCmd().withShowAll(true).exec().stream()
        .map(each -> each.getNames()[0])
        .filter(name -> name.contains(plan.id()))
        .forEach(left::add);
    docker.client().listNetworksCmd().exec().stream()
        .map(each -> each.getName())
        .filter(name -> name.contains(plan.id()))
        .forEach(left::add);
    left.addAll(rig.volumes(plan.id()));
    left.addAll(rig.volumes("_rehearsal_"));
    return left;
  }

  private String production() throws Exception {
    return project
        .compose("ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Status}}")
        .replaceAll("Up .*", "Up");
  }

  private static CheckResult check(Rehearsal rehearsal, String name) {
    return rehearsal.checks().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + rehearsal.checks()));
  }

  @Test
  void theApplicationRunsOnTheRestoredDataAndReachesNothingElse() throws Exception {
    DisasterPlan plan = plan();
    String before = production();
    List<String> reached = new ArrayList<>();

    Rehearsal rehearsal =
        run(
            plan,
            told -> {
              if (told.activity().contains("checklist")) {
                reached.addAll(reached(plan));
              }
            });

    assertThat(rehearsal.outcome()).as("%s", rehearsal).contains(Outcome.PASSED);
    assertThat(check(rehearsal, "http login").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check(rehearsal, "service api").detail()).isEqualTo("runs; it has no health check");
    assertThat(check(rehearsal, "log api").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(rehearsal.times())
        .extracting(Rehearsal.Part::name)
        .containsExactly("restored", "verified", "on the disk", "healthy", "checked");
    assertThat(rehearsal.services()).containsExactlyInAnyOrder("db", "api", "email-worker");
    assertThat(rehearsal.differences())
        .contains("no port is published", "new and empty: the volumes unused, uploads");
    assertThat(reached).containsExactly("db yes");
    assertThat(production()).isEqualTo(before);
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(made(plan)).isEmpty();
    assertThat(store.open()).isEmpty();
    assertThat(store.newest("shop")).contains(rehearsal);
  }

  /** What the application of a rehearsal reaches of the host, of production and of the world. */
  private List<String> reached(DisasterPlan plan) {
    String production = address();
    List<String> lines = new ArrayList<>();
    String script =
        """
        echo $$
        try() { timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$2" "$3" 2>/dev/null && echo "$1 yes"; }
        try db db 5432
        try production "$1" 5432
        for host in $2; do try host "$host" 22; try host "$host" "$3"; done
        try metadata 169.254.169.254 80
        timeout 3 getent hosts example.org >/dev/null && echo "names yes"
        true
        """;
    try {
      String api =
          docker.client().listContainersCmd().exec().stream()
              .map(each -> each.getNames()[0].substring(1))
              .filter(name -> name.contains(plan.id()) && name.contains("-api-"))
              .findFirst()
              .orElseThrow();
      int unused =
          docker.run(
              api,
              script,
              List.of(production, hosts(), String.valueOf(project.url("/").getPort())),
              lines::add,
              Cancellation.none());
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
    return lines;
  }

  private static String address() {
    try {
      String id = project.compose("ps", "--quiet", "db").strip();
      try (DockerAccess access = new DockerAccess(DockerSettings.withDefaults())) {
        return access
            .client()
            .inspectContainerCmd(id)
            .exec()
            .getNetworkSettings()
            .getNetworks()
            .values()
            .iterator()
            .next()
            .getIpAddress();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The gateways of all networks, and this machine's own address. */
  private String hosts() {
    List<String> hosts = new ArrayList<>();
    docker
        .client()
        .listNetworksCmd()
        .exec()
        .forEach(
            network ->
                network.getIpam().getConfig().stream()
                    .map(config -> config.getGateway())
                    .filter(gateway -> gateway != null && !gateway.contains(":"))
                    .forEach(hosts::add));
    return String.join(" ", hosts);
  }

  @Test
  void anApplicationThatFailsOnTheRestoredDataFailsAtThatCheck() throws Exception {
    Files.writeString(project.folder().resolve("app/broken"), "");
    DisasterPlan plan = plan();

    Rehearsal rehearsal = run(plan, told -> {});

    assertThat(rehearsal.outcome()).contains(Outcome.FAILED);
    assertThat(check(rehearsal, "http readiness").detail()).contains("500 instead of 200");
    assertThat(check(rehearsal, "http login").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(check(rehearsal, "log api").detail()).contains("division by zero");
    assertThat(rehearsal.problem()).isPresent();
    assertThat(made(plan)).isEmpty();
  }

  @Test
  void whatAKilledRehearsalLeftIsRemovedByTheNextStart() throws Exception {
    DockerRehearsal real = new DockerRehearsal(docker);
    RehearsalContainers killed =
        new RehearsalContainers() {
          @Override
          public void copy(RehearsalNames names, List<IsolatedProject.Copy> copies)
              throws ProblemException {
            real.copy(names, copies);
          }

          @Override
          public List<Seen> look(RehearsalNames names) {
            throw new IllegalStateException("killed");
          }

          @Override
          public PageGetter pages(RehearsalNames names, IsolatedProject isolated) {
            return real.pages(names, isolated);
          }

          @Override
          public void remove(RehearsalNames names, List<String> volumes) {
            throw new IllegalStateException("killed");
          }
        };
    DisasterPlan plan = plan();
    try {
      Rehearsal unused = rehearsals(killed).run("shop", plan, told -> {}, Cancellation.none());
      throw new AssertionError("it was not killed");
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    assertThat(made(plan)).hasSizeGreaterThan(5);
    assertThat(store.open()).hasSize(1);

    List<Rehearsal> swept = rehearsals(real).sweep(any -> true);

    assertThat(swept)
        .singleElement()
        .extracting(Rehearsal::outcome)
        .isEqualTo(Optional.of(Outcome.COULD_NOT_VERIFY));
    assertThat(made(plan)).isEmpty();
    assertThat(store.open()).isEmpty();
  }
}
