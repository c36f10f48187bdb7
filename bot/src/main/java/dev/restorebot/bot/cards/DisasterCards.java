package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.LostSwap;
import dev.restorebot.engine.disaster.Outage;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.Target;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Quoted;
import dev.restorebot.engine.verify.CheckResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds the headline of a disaster restore and the replies in its thread. Pure. */
public final class DisasterCards {
  private DisasterCards() {}

  /** The headline while the pre-flight checks run, before anybody is asked to approve. */
  public static Card preflight(String backup, String by) {
    return Card.of(Tone.RUNNING, "Disaster restore of " + backup + ": running pre-flight checks")
        .line("Requested by " + by + ". The whole backup is read; nothing is changed.")
        .build();
  }

  /** The pre-flight checks failed, so nobody is asked to approve. */
  public static Card notAsked(String backup, Exception why) {
    Card.Builder card =
        Card.of(Tone.WARN, "NOT REQUESTED: disaster restore of " + backup)
            .line("Nobody was asked to approve it. Nothing was changed.");
    if (why instanceof ProblemException problem) {
      return card.line(problem.problem().message())
          .line("What to do: " + problem.problem().hint())
          .build();
    }
    return card.line("Internal error in restore-bot. The details are in its log.").build();
  }

  /**
   * The headline in the present state.
   *
   * @param contacts whom to call
   */
  public static Card headline(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Optional<Progress> progress,
      List<String> contacts) {
    String what = disaster.plan().backup().name() + " to " + where(disaster);
    return switch (disaster.state()) {
      case AWAITING_APPROVAL -> asked(disaster, request, contacts, what);
      case AWAITING_GO -> go(disaster, request, what);
      case AWAITING_KEEP -> keep(disaster, request);
      case DONE -> done(disaster, request);
      case ROLLED_BACK ->
          ended(
              disaster,
              request,
              Tone.BAD,
              disaster
                  .progress()
                  .lost()
                  .map(lost -> "ROLLED BACK, but " + elsewhere(disaster, lost))
                  .orElse("ROLLED BACK: " + where(disaster) + " has its previous data"),
              contacts);
      case FAILED ->
          ended(disaster, request, Tone.BAD, "FAILED: disaster restore of " + what, contacts);
      case COULD_NOT_VERIFY ->
          ended(
              disaster,
              request,
              Tone.UNSURE,
              "COULD NOT VERIFY: " + where(disaster) + " is unchanged",
              contacts);
      case DENIED, EXPIRED, VOID, CANCELLED ->
          why(
                  base(
                      disaster,
                      request,
                      Tone.INFO,
                      word(disaster.state()) + ": disaster restore of " + what),
                  request)
              .line(where(disaster) + " is unchanged.")
              .build();
      default -> running(disaster, request, progress, what);
    };
  }

  private static Card asked(
      Disaster disaster, Optional<ApprovalRequest> request, List<String> contacts, String what) {
    boolean tested =
        disaster.plan().backup().testedAt().isPresent()
            && disaster.plan().backup().failed().isEmpty();
    Card.Builder card =
        base(
            disaster,
            request,
            tested ? Tone.WARN : Tone.BAD,
            "APPROVAL NEEDED: disaster restore of " + what);
    reason(card, "Reason", disaster.reason());
    disaster.plan().lines(disaster.plan().createdAt()).stream().skip(1).forEach(card::line);
    request.ifPresent(asked -> votes(card, asked));
    contacts(card, contacts);
    request.ifPresent(asked -> buttons(card, disaster, asked));
    return card.build();
  }

  /** Quotes what people typed in several lines, so that none of them looks like the plan. */
  private static void reason(Card.Builder card, String label, String typed) {
    List<String> lines = Quoted.lines(typed);
    if (lines.size() <= 1) {
      card.line(label + ": " + Quoted.inLine(typed));
    } else {
      card.line(label + ", as it was typed:");
      lines.forEach(card::line);
    }
  }

  private static void buttons(Card.Builder card, Disaster disaster, ApprovalRequest request) {
    if (request.state() == ApprovalState.PENDING) {
      String value = Action.value(disaster.id(), request.seal());
      card.button(
              new Button(
                  Action.APPROVE,
                  value,
                  "Approve",
                  Button.Style.PRIMARY,
                  Optional.of("Approve this for " + where(disaster) + "?")))
          .button(new Button(Action.DENY, value, "Deny", Button.Style.DANGER, Optional.empty()));
    }
  }

  private static void votes(Card.Builder card, ApprovalRequest request) {
    String names =
        request.votes().stream()
            .map(vote -> request.shown(vote.by()))
            .collect(Collectors.joining(", "));
    card.field(
        "Approved by",
        request.votes().size() + " of " + request.needed() + (names.isEmpty() ? "" : ": " + names));
    request.deadline().ifPresent(at -> card.field("Deadline", Humane.time(at)));
  }

  private static Card running(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Optional<Progress> progress,
      String what) {
    Card.Builder card =
        base(
            disaster,
            request,
            Tone.RUNNING,
            "Disaster restore of " + what + ": " + doing(disaster.state()));
    List<DisasterState> steps = disaster.plan().states();
    if (steps.contains(disaster.state())) {
      card.steps(
          steps.stream().map(DisasterCards::doing).toList(), steps.indexOf(disaster.state()));
    }
    progress.ifPresent(
        latest -> {
          card.progress(latest.fraction());
          if (!latest.activity().isEmpty()) {
            card.line(latest.activity());
          }
        });
    request
        .filter(any -> disaster.state().cancellable())
        .ifPresent(
            any ->
                card.button(
                    new Button(
                        Action.CANCEL,
                        disaster.id(),
                        "Cancel",
                        Button.Style.NORMAL,
                        Optional.of("Stop this disaster restore? What it changed is undone."))));
    return card.build();
  }

  private static String doing(DisasterState state) {
    return switch (state) {
      case PREPARING -> "reading the backup again";
      case STOPPING_SERVICES -> "stopping the services";
      case CREATING_VOLUME -> "creating the new volume";
      case RESTORING -> "restoring";
      case VERIFYING -> "verifying";
      case AWAITING_GO -> "waiting for go or no-go";
      case SWAPPING -> "swapping the new volume in";
      case STARTING_SERVICES -> "starting the services";
      case CHECKING -> "running the checklist";
      case ROLLING_BACK -> "rolling back";
      default -> word(state).toLowerCase(Locale.ROOT);
    };
  }

  private static Card go(Disaster disaster, Optional<ApprovalRequest> request, String what) {
    boolean manual = disaster.plan().options().swap() == PlanOptions.Swap.MANUAL;
    Card.Builder card =
        base(disaster, request, Tone.WARN, "GO OR NO-GO: " + what + " is restored and verified")
            .line(
                "The new "
                    + disaster.plan().target().volume().noun()
                    + " `"
                    + disaster.plan().newVolume()
                    + "` passed verification. A lead decides: "
                    + (manual
                        ? "swap by hand with the commands in the thread, then press \"Swap done\"."
                        : "press \"Swap in\" or \"Abandon\"."));
    disaster
        .progress()
        .stoppedAt()
        .ifPresent(at -> card.field("Services stopped since", Humane.time(at)));
    card.field("Who decides", "any on-call lead");
    request.ifPresent(
        approved -> {
          String value = Action.value(disaster.id(), approved.seal());
          card.button(
                  new Button(
                      Action.GO,
                      value,
                      manual ? "Swap done" : "Swap in",
                      Button.Style.PRIMARY,
                      Optional.of(
                          "Switch the database of "
                              + where(disaster)
                              + " to the new "
                              + disaster.plan().target().volume().noun()
                              + "?")))
              .button(
                  new Button(
                      Action.ABANDON,
                      value,
                      "Abandon",
                      Button.Style.DANGER,
                      Optional.of(
                          "Remove the new "
                              + disaster.plan().target().volume().noun()
                              + (disaster.plan().target().stopServices().isEmpty()
                                  ? "? The old one stays in use."
                                  : " and start the services with the old one?"))));
        });
    return card.build();
  }

  private static Card keep(Disaster disaster, Optional<ApprovalRequest> request) {
    Card.Builder card =
        base(
            disaster,
            request,
            Tone.BAD,
            (disaster.plan().target().hasWayBack() ? "KEEP OR ROLL BACK: " : "A CHECK FAILED: ")
                + where(disaster)
                + " runs on the restored data"
                + (disaster.plan().target().hasWayBack() ? ", a check failed" : ""));
    disaster
        .problem()
        .ifPresent(
            why -> card.line("What happened: " + why.message()).line("What to do: " + why.hint()));
    boolean wayBack = disaster.plan().target().hasWayBack();
    card.line(
        wayBack
            ? "A lead decides: press \"Keep it\" if the restored data is right, or \"Roll back\" to"
                + " return to the "
                + old(disaster)
                + ". What is written in the meantime stays on the new "
                + disaster.plan().target().volume().noun()
                + "."
            : "There is no rollback: the "
                + old(disaster)
                + " was gone before the restore. To end this restore with the restored data, a lead"
                + " presses \"Keep it\". To try another backup, request a new restore after that.");
    request.ifPresent(
        approved -> {
          String value = Action.value(disaster.id(), approved.seal());
          card.button(
              new Button(
                  Action.KEEP,
                  value,
                  "Keep it",
                  Button.Style.PRIMARY,
                  Optional.of("Keep the restored data although a check failed?")));
          if (wayBack) {
            card.button(
                new Button(
                    Action.ABANDON,
                    value,
                    "Roll back",
                    Button.Style.DANGER,
                    Optional.of(
                        "Return to the old " + disaster.plan().target().volume().noun() + "?")));
          }
        });
    return card.build();
  }

  private static void held(Card.Builder card, Disaster disaster, ApprovalRequest request) {
    String services = String.join(", ", disaster.progress().held());
    if (services.isEmpty()) {
      return;
    }
    if (request.binding().kind().equals("rollback")) {
      // The approvals of the restore are replaced, so no button would count.
      card.line(
          "Held back: "
              + services
              + ". To start them, run in the project's folder: `docker compose start "
              + String.join(" ", disaster.progress().held())
              + "`");
    } else {
      card.line(
              "Held back: "
                  + services
                  + ". When people have checked the data, a lead presses \"Start them\".")
          .button(
              new Button(
                  Action.START_HELD,
                  Action.value(disaster.id(), request.seal()),
                  "Start them",
                  Button.Style.PRIMARY,
                  Optional.of("Start " + services + " on the restored data?")));
    }
  }

  private static Card done(Disaster disaster, Optional<ApprovalRequest> request) {
    DisasterPlan plan = disaster.plan();
    Card.Builder card =
        lost(
                base(
                    disaster,
                    request,
                    disaster.progress().lost().isPresent() ? Tone.BAD : Tone.GOOD,
                    disaster
                        .progress()
                        .lost()
                        .map(lost -> "DONE, but " + elsewhere(disaster, lost))
                        .orElse("DONE: " + where(disaster) + " runs on the restored data")),
                disaster)
            .line(wayBack(disaster));
    if (plan.target().volume().isDatabase()) {
      card.line(
          "The restored database is called `"
              + plan.newStorage()
              + "` now, as the old one was: programs connect as before. There is nothing to commit."
              + " Delete `"
              + plan.oldStorage()
              + "` yourself when nobody needs it any more.");
    } else {
      toCommit(card, plan);
    }
    request.ifPresent(approved -> held(card, disaster, approved));
    plan.target().outage().map(Outage::rolesWithoutPassword).stream()
        .filter(roles -> !roles.isEmpty())
        .forEach(
            roles ->
                card.line(
                    "Set the passwords that nobody knows, with the commands of the plan's warnings."
                        + " Roles: "
                        + String.join(", ", roles)
                        + "."));
    rollback(card, disaster, request);
    return card.build();
  }

  private static void toCommit(Card.Builder card, DisasterPlan plan) {
    card.line(
        "To keep the new "
            + plan.target().volume().noun()
            + " at the next deployment, commit this to the project's own files. Until then,"
            + " a deployment with -f must name `"
            + plan.overrideFile()
            + "` as its last -f, or it returns to the old "
            + plan.target().volume().noun()
            + ":");
    plan.toCommit().lines().forEach(card::code);
  }

  /** The request to go back, with what that loses. */
  private static void rollback(
      Card.Builder card, Disaster disaster, Optional<ApprovalRequest> request) {
    Optional<ApprovalRequest> rollback =
        request.filter(asked -> asked.binding().kind().equals("rollback"));
    rollback.ifPresent(
        asked -> {
          reason(card, "Rollback requested", asked.reason());
          card.line("The rollback brings the " + old(disaster) + " back. " + leftBehind(disaster));
          votes(card, asked);
          buttons(card, disaster, asked);
        });
    if (rollback.filter(asked -> asked.state() == ApprovalState.PENDING).isEmpty()
        && disaster.plan().target().hasWayBack()
        && (disaster.state() == DisasterState.DONE || disaster.progress().swapBegan())) {
      card.button(Button.of(Action.ROLLBACK, disaster.id(), "Roll back"));
    }
  }

  /** Says what a rollback leaves behind, and where. */
  private static String leftBehind(Disaster disaster) {
    return "What was written since the swap"
        + disaster.progress().startedAt().map(at -> " (" + Humane.time(at) + ")").orElse("")
        + " is not in it; it stays on the "
        + disaster.plan().target().volume().noun()
        + " `"
        + disaster.plan().newVolume()
        + "`, which is kept.";
  }

  /** Says where production is instead, after somebody lost the swap or the rollback. */
  static Optional<String> lost(Disaster disaster) {
    return disaster.progress().lost().map(lost -> elsewhere(disaster, lost));
  }

  private static String elsewhere(Disaster disaster, LostSwap lost) {
    if (disaster.plan().target().volume().isDatabase()) {
      return "another database than the "
          + (disaster.state() == DisasterState.DONE ? "restored" : "old")
          + " one is called "
          + disaster.plan().target().database()
          + " since "
          + Humane.time(lost.since());
    }
    if (lost.volume().isEmpty()) {
      return lost.service() + " has had no volume of Docker since " + Humane.time(lost.since());
    }
    return (lost.volume().equals(disaster.plan().target().volume().name()) ? "the old " : "the ")
        + (DataVolume.isFolder(lost.volume()) ? "folder " : "volume ")
        + lost.volume()
        + " has been in use since "
        + Humane.time(lost.since());
  }

  private static Card.Builder lost(Card.Builder card, Disaster disaster) {
    disaster
        .progress()
        .lost()
        .map(lost -> lost.problem(disaster))
        .ifPresent(
            problem -> {
              card.line("What happened: " + problem.message());
              List<String> todo = problem.hint().lines().toList();
              card.line("What to do: " + todo.get(0));
              todo.stream().skip(1).forEach(card::line);
            });
    return card;
  }

  private static String wayBack(Disaster disaster) {
    DisasterPlan plan = disaster.plan();
    String old = "The old " + plan.target().volume().noun() + " `" + plan.oldStorage();
    if (!plan.target().hasWayBack()) {
      return old + "` was gone before the restore, so there is no rollback.";
    }
    return old
        + plan.newUploadsVolume()
            .map(any -> "` (uploads: `" + plan.target().uploads().get().name() + "`)")
            .orElse("`")
        + " is kept. To roll back to it, press \"Roll back\": it asks for the reason.";
  }

  private static Card ended(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Tone tone,
      String title,
      List<String> contacts) {
    Card.Builder card = lost(base(disaster, request, tone, title), disaster);
    disaster
        .problem()
        .ifPresent(
            problem ->
                card.line("What happened: " + problem.message())
                    .line("What to do: " + problem.hint()));
    if (disaster.state() == DisasterState.ROLLED_BACK) {
      card.line(
          (disaster.plan().target().volume().isDatabase()
                  ? "In use is the "
                  : "The database is on the ")
              + old(disaster)
              + ". "
              + leftBehind(disaster));
    } else if (disaster.state() == DisasterState.FAILED) {
      rollback(card, disaster, request.filter(asked -> !asked.state().ended()));
    }
    contacts(card, contacts);
    return card.build();
  }

  private static Card.Builder base(
      Disaster disaster, Optional<ApprovalRequest> request, Tone tone, String title) {
    return Card.of(tone, title)
        .field("Disaster restore", disaster.id())
        .field(
            "Requested by",
            request
                .map(asked -> asked.shown(disaster.requestedBy()))
                .orElse(Quoted.inLine(disaster.requestedBy().name())));
  }

  private static Card.Builder why(Card.Builder card, Optional<ApprovalRequest> request) {
    request.flatMap(ApprovalRequest::ending).ifPresent(ending -> reason(card, "Why", ending));
    return card;
  }

  private static void contacts(Card.Builder card, List<String> contacts) {
    if (!contacts.isEmpty()) {
      card.field("Call", String.join(", ", contacts));
    }
  }

  /** Names the target and its database. */
  static String where(Disaster disaster) {
    Target target = disaster.plan().target();
    return target.volume().isDatabase()
        ? target.label()
        : target.project().name() + "/" + target.database();
  }

  private static String old(Disaster disaster) {
    Target target = disaster.plan().target();
    String name =
        disaster.state() == DisasterState.ROLLED_BACK
            ? target.volume().name()
            : disaster.plan().oldStorage();
    return "old " + target.volume().noun() + " `" + name + "`";
  }

  private static String word(DisasterState state) {
    return state.name().replace('_', ' ');
  }

  /** The results of checks, as a table. */
  public static Card checks(String title, List<CheckResult> checks) {
    return Card.of(Tone.INFO, title)
        .table(
            new TableView(
                "Checks",
                List.of("Check", "Result", "Detail"),
                checks.stream()
                    .map(
                        check ->
                            List.of(
                                check.name(),
                                check.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                check.detail()))
                    .toList()))
        .build();
  }

  /** The checks that only people can do, with a button for each. */
  public static Card handChecks(Disaster disaster, List<String> checks) {
    Card.Builder card =
        Card.of(Tone.INFO, "Checks to do by hand")
            .line(
                "Do each check. If it is right, press its button: it is recorded with your name.");
    for (String check : checks) {
      card.button(
          Button.of(
              Action.CHECKED, Action.value(disaster.id(), Disasters.mark(check)), label(check)));
    }
    return card.build();
  }

  private static String label(String check) {
    return check.length() <= 40 ? check : check.substring(0, 39) + "…";
  }

  /** The swap by hand. */
  public static Card byHand(DisasterPlan plan) {
    Card.Builder card = Card.of(Tone.INFO, "Commands for the swap by hand");
    plan.swapByHand().lines().forEach(card::code);
    return card.build();
  }

  /** Calls people to something, in words, and says whom to call outside the chat. */
  public static Card call(Tone tone, String words, List<String> people, List<String> contacts) {
    List<String> lines = words.lines().toList();
    Card.Builder card = Card.of(tone, lines.get(0)).mention(people);
    lines.stream().skip(1).forEach(card::line);
    contacts(card, contacts);
    return card.build();
  }

  /** Something that happened, in words. */
  public static Card note(String words) {
    return Card.of(Tone.INFO, words).build();
  }
}
