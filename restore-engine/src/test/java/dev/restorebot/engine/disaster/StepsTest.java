package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepsTest {
  static Stream<DisasterPlan> plans() {
    List<DisasterPlan> plans = new ArrayList<>();
    for (PlanOptions.Stop stop : PlanOptions.Stop.values()) {
      for (PlanOptions.Swap swap : PlanOptions.Swap.values()) {
        PlanOptions options = new PlanOptions(stop, swap, true, AfterSwap.DEFAULT);
        plans.add(SampleDisasters.asked("aaa111", "zenops", options).plan());
        plans.add(SampleDisasters.withUploads("aaa111", "zenops", options).plan());
        plans.add(SampleDisasters.withoutServices("aaa111", "zenops", options).plan());
      }
    }
    return plans.stream();
  }

  private static DisasterPlan plan(PlanOptions.Stop stop, PlanOptions.Swap swap) {
    return SampleDisasters.withUploads(
            "aaa111", "zenops", new PlanOptions(stop, swap, false, AfterSwap.DEFAULT))
        .plan();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void statesOfTheStepsAreAWayThroughTheTableOfTransitions(DisasterPlan plan) {
    DisasterState at = DisasterState.AWAITING_APPROVAL;
    for (DisasterState next : plan.steps().stream().map(Step::state).distinct().toList()) {
      assertThat(at.mayBecome(next)).as("from %s to %s", at, next).isTrue();
      at = next;
    }
    assertThat(at.mayBecome(DisasterState.DONE)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void planAndRunbookNumberTheSameSteps(DisasterPlan plan) {
    List<String> numbered =
        IntStream.range(0, plan.steps().size())
            .mapToObj(i -> (i + 1) + ". " + plan.steps().get(i).what())
            .toList();
    assertThat(plan.lines(plan.createdAt()).stream().filter(line -> line.matches("\\d+\\. .*")))
        .isEqualTo(numbered);
    assertThat(plan.asRunbook().lines().filter(line -> line.matches("# \\d+\\. .*")))
        .isEqualTo(numbered.stream().map(line -> "# " + line).toList());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyStepThatCanBeUndoneHasCommands(DisasterPlan plan) {
    assertThat(plan.steps())
        .filteredOn(step -> step.undo() != Step.NOTHING)
        .filteredOn(step -> !step.what().startsWith("Start no service"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(step -> assertThat(step.commands()).isNotEmpty());
  }

  @Test
  void runbookStopsServicesWhereThePlanDoes() {
    String atOnce = plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK).asRunbook();
    assertThat(atOnce.indexOf(" stop api")).isLessThan(atOnce.indexOf("docker volume create"));
    String late = plan(PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.ASK).asRunbook();
    assertThat(late.indexOf(" stop api")).isGreaterThan(late.indexOf("pg_restore"));
  }

  @Test
  void runbookStopsBeforeAnythingElseWhenItWasUsedBefore() {
    String runbook = plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK).asRunbook();
    assertThat(runbook.indexOf("STOP: zenops_postgres_data_restored_20261124_120000 is there"))
        .isPositive()
        .isLessThan(runbook.indexOf(" stop api"));
    assertThat(runbook).containsSubsequence("state shut down", "Swap now?", " stop db");
  }

  @Test
  void runbookLoadsABackupAsItsNameSaysItIs() {
    DisasterPlan plan = plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK);
    assertThat(plan.asRunbook()).contains("pg_restore --exit-on-error", "<\"$BACKUP\"");
    assertThat(SampleDisasters.of(plan, "/b/a.sql.gz.age").asRunbook())
        .contains(
            "age --decrypt --identity \"$AGE_IDENTITY_FILE\" \"$BACKUP\" | gunzip -c | docker"
                + " exec -i restore-by-hand psql")
        .doesNotContain("pg_restore");
    assertThat(SampleDisasters.of(plan, "/b/a.dump.zst").asRunbook())
        .contains("cat \"$BACKUP\" | zstd -dc | docker exec -i restore-by-hand pg_restore");
  }

  @Test
  void runbookCreatesRolesWithoutPasswordsWhenTheServerHasDiedSince() {
    assertThat(
            plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK)
                .asRunbook(List.of("CREATE ROLE app;", "ALTER ROLE app WITH LOGIN;")))
        .containsSubsequence(
            "pg_dumpall --roles-only", "if [ -s roles.sql ]", "CREATE ROLE app;", "\\password app");
  }

  /** The new volume is ready then: its commands again would fill it a second time. */
  @Test
  void commandsOfTheSwapByHandAreOnlyTheSwaps() {
    DisasterPlan plan = plan(PlanOptions.Stop.BEFORE_SWAP, PlanOptions.Swap.MANUAL);
    assertThat(plan.swapByHand())
        .startsWith("set -eu\ncd /srv/app\n")
        .containsSubsequence(
            " stop api\n", " stop db\n", "cat >/srv/app/compose.override.yaml", "To roll back")
        .doesNotContain("pg_restore", "docker volume create", " start api");
    assertThat(plan.asRunbook()).contains("pg_restore", " start api");
    assertThat(plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.MANUAL).swapByHand())
        .doesNotContain(" stop api");
  }

  @Test
  void planSaysWhichServicesStartAndWhichWait() {
    assertThat(what(new AfterSwap(AfterSwap.OnFailedCheck.ASK, List.of("api"), List.of())))
        .contains("Start api.");
    assertThat(what(new AfterSwap(AfterSwap.OnFailedCheck.ASK, List.of(), List.of("api"))))
        .contains(
            "Start those of api that were running. Hold api back until a lead starts it, after"
                + " people have checked.");
  }

  private static List<String> what(AfterSwap after) {
    return SampleDisasters.asked(
            "aaa111",
            "zenops",
            new PlanOptions(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.ASK, false, after))
        .plan()
        .steps()
        .stream()
        .map(Step::what)
        .toList();
  }

  @Test
  void planOfASwapByHandSaysWhatFollowsIt() {
    assertThat(plan(PlanOptions.Stop.BEFORE_RESTORE, PlanOptions.Swap.MANUAL).steps())
        .extracting(Step::what)
        .endsWith(
            "Print the commands of the swap for a person.",
            "Start those of api that were running.",
            "Check: connection, roles, alembic, HTTP, logs.");
  }
}
