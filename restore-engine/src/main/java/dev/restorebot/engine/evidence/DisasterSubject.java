package dev.restorebot.engine.evidence;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Observations;
import dev.restorebot.engine.disaster.TargetKind;
import dev.restorebot.engine.disaster.UploadsFacts;
import dev.restorebot.engine.disaster.contents.ContentsText;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import dev.restorebot.engine.verify.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the evidence of a disaster restore. */
public final class DisasterSubject {
  private DisasterSubject() {}

  /**
   * The subject of a disaster restore that is DONE or ended.
   *
   * @param request its request for approval, when that is still known
   * @param steps what happened, oldest first
   * @param tools versions of our own programs
   */
  public static Subject of(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      List<Subject.Step> steps,
      List<Subject.Fact> tools) {
    DisasterPlan plan = disaster.plan();
    return new Subject(
        "disaster-restore",
        disaster.id(),
        new Subject.BackupFile(
            plan.backup().name(),
            Optional.of(plan.backup().sha256()),
            Optional.of(plan.backup().bytes())),
        outcome(disaster),
        disaster.state().name(),
        disaster.problem().map(Problem::message).or(() -> request.flatMap(ApprovalRequest::ending)),
        plan.createdAt(),
        disaster.changedAt(),
        people(disaster, request),
        facts(disaster, steps),
        steps,
        Optional.empty(),
        checks(disaster),
        versions(plan, tools),
        annexes(disaster, request));
  }

  private static List<Subject.Annex> annexes(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterPlan plan = disaster.plan();
    List<Subject.Annex> annexes = new ArrayList<>();
    annexes.add(
        new Subject.Annex(
            title(disaster, request), String.join("\n", plan.lines(plan.createdAt()))));
    disaster
        .observations()
        .comparison()
        .ifPresent(
            found ->
                annexes.add(
                    new Subject.Annex(
                        "Production's database and the restored one before the swap ("
                            + found.restored().at()
                            + ")",
                        String.join("\n", ContentsText.whole(found)))));
    return annexes;
  }

  private static String title(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterState state = disaster.state();
    boolean refused =
        state == DisasterState.DENIED
            || state == DisasterState.EXPIRED
            || state == DisasterState.VOID
            || (state == DisasterState.CANCELLED && disaster.progress().ending().isEmpty());
    if (!refused) {
      return "The plan that was approved";
    }
    return request.filter(asked -> asked.missing() == 0).isPresent()
        ? "The plan that was approved and not carried out"
        : "The plan that was requested; it was not approved and not carried out";
  }

  /** Only what is in use and was checked passed. */
  private static Outcome outcome(Disaster disaster) {
    List<CheckStatus> all = disaster.checks().stream().map(CheckResult::status).toList();
    if (all.contains(CheckStatus.FAILED)) {
      return Outcome.FAILED;
    }
    boolean passed =
        disaster.state() == DisasterState.DONE
            && all.contains(CheckStatus.PASSED)
            && !all.contains(CheckStatus.COULD_NOT_VERIFY);
    return passed ? Outcome.PASSED : Outcome.COULD_NOT_VERIFY;
  }

  private static List<Subject.Person> people(Disaster disaster, Optional<ApprovalRequest> request) {
    List<Subject.Person> people = new ArrayList<>();
    people.add(
        new Subject.Person("requested it", disaster.requestedBy(), disaster.plan().createdAt()));
    request.ifPresent(
        found ->
            found
                .votes()
                .forEach(
                    vote ->
                        people.add(
                            new Subject.Person(
                                "approved the " + found.binding().kind(), vote.by(), vote.at()))));
    return people;
  }

  private static List<Subject.Fact> facts(Disaster disaster, List<Subject.Step> steps) {
    DisasterPlan plan = disaster.plan();
    List<Subject.Fact> facts = new ArrayList<>(database(disaster));
    facts.addAll(AchievedTimes.of(disaster, steps));
    Observations seen = disaster.observations();
    seen.comparison()
        .ifPresent(
            found -> facts.add(new Subject.Fact("compared with production", found.summary())));
    if (disaster.state() == DisasterState.ROLLED_BACK) {
      seen.written()
          .ifPresent(
              found ->
                  facts.add(
                      new Subject.Fact(
                          "left behind on " + plan.newVolume(),
                          String.join(" ", found.lines()) + " Counted since " + found.since())));
    }
    plan.target()
        .outage()
        .ifPresent(
            outage -> {
              facts.add(new Subject.Fact("server when planned", outage.why()));
              outage
                  .sources()
                  .forEach(
                      each ->
                          facts.add(
                              new Subject.Fact("source of the plan", each.text(plan.createdAt()))));
            });
    plan.newUploadsVolume()
        .ifPresent(
            volume -> {
              UploadsFacts uploads = plan.backup().uploads().orElseThrow();
              facts.add(new Subject.Fact("archive of uploads", uploads.name()));
              facts.add(new Subject.Fact("SHA-256 of that archive", uploads.sha256()));
              facts.add(new Subject.Fact("new volume of uploads", volume));
            });
    return facts;
  }

  private static List<Subject.Fact> database(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    return List.of(
        new Subject.Fact("reason", disaster.reason()),
        new Subject.Fact("target", disaster.target()),
        new Subject.Fact("database", plan.target().database()),
        new Subject.Fact(plan.target().volume().noun() + " before", plan.target().volume().name()),
        new Subject.Fact("new " + plan.target().volume().noun(), plan.newVolume()),
        new Subject.Fact("backup taken at", plan.backup().takenAt().toString()),
        new Subject.Fact(
            "backup last passed a test",
            plan.backup().testedAt().map(Object::toString).orElse("never, as far as is known")),
        new Subject.Fact("plan's fingerprint (SHA-256)", plan.fingerprint()));
  }

  /** Lists the checks; what only people can check is never said to be checked. */
  private static List<Report.CheckFacts> checks(Disaster disaster) {
    List<Report.CheckFacts> checks =
        new ArrayList<>(disaster.checks().stream().map(Report.CheckFacts::of).toList());
    if (!checks.isEmpty()) {
      checks.add(
          new Report.CheckFacts(
              "what only people can check",
              "skipped",
              "restore-bot cannot check it; people's notes are among the steps"));
    }
    return checks;
  }

  private static List<Subject.Fact> versions(DisasterPlan plan, List<Subject.Fact> tools) {
    List<Subject.Fact> versions = new ArrayList<>(tools);
    TargetKind.Program program = plan.target().kind().program(plan.target());
    versions.add(new Subject.Fact(program.label(), program.id()));
    return versions;
  }
}
