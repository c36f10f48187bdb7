package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterPlan;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.verify.CheckResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds the headline of a disaster restore and the replies in its thread. Pure. */
public final class DisasterCards {
  /** Begins a line of a message that is text to copy. */
  static final String CODE = "    ";

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
    String what = disaster.plan().backup().name() + " to " + DisasterCardParts.where(disaster);
    return switch (disaster.state()) {
      case AWAITING_APPROVAL -> asked(disaster, request, contacts, what);
      case AWAITING_SERVICES -> HandWorkCards.waiting(disaster, request);
      case AWAITING_GO -> DecisionCards.go(disaster, request, what);
      case AWAITING_KEEP -> DecisionCards.keep(disaster, request);
      case DONE -> SwappedCards.done(disaster, request);
      case ROLLED_BACK ->
          SwappedCards.ended(
              disaster,
              request,
              Tone.BAD,
              disaster
                  .progress()
                  .lost()
                  .map(lost -> "ROLLED BACK, but " + SwappedCards.elsewhere(disaster, lost))
                  .orElse(
                      "ROLLED BACK: "
                          + DisasterCardParts.where(disaster)
                          + " has its previous data"),
              contacts);
      case FAILED ->
          SwappedCards.ended(
              disaster, request, Tone.BAD, "FAILED: disaster restore of " + what, contacts);
      case COULD_NOT_VERIFY ->
          SwappedCards.ended(
              disaster,
              request,
              Tone.UNSURE,
              "COULD NOT VERIFY: " + DisasterCardParts.where(disaster) + " is unchanged",
              contacts);
      case DENIED, EXPIRED, VOID, CANCELLED -> {
        Card.Builder card =
            DisasterCardParts.why(
                    DisasterCardParts.base(
                        disaster,
                        request,
                        Tone.INFO,
                        DisasterCardParts.word(disaster.state()) + ": disaster restore of " + what),
                    request)
                .line(DisasterCardParts.where(disaster) + " is unchanged.");
        HandWorkCards.left(card, disaster);
        yield card.build();
      }
      default -> running(disaster, request, progress, what);
    };
  }

  private static Card asked(
      Disaster disaster, Optional<ApprovalRequest> request, List<String> contacts, String what) {
    boolean tested =
        disaster.plan().backup().testedAt().isPresent()
            && disaster.plan().backup().failed().isEmpty();
    Card.Builder card =
        DisasterCardParts.base(
            disaster,
            request,
            tested ? Tone.WARN : Tone.BAD,
            "APPROVAL NEEDED: disaster restore of " + what);
    DisasterCardParts.reason(card, "Reason", disaster.reason());
    ApprovalCard.add(card, disaster.plan());
    request.ifPresent(asked -> DisasterCardParts.votes(card, asked));
    DisasterCardParts.contacts(card, contacts);
    request.ifPresent(asked -> DisasterCardParts.buttons(card, disaster, asked));
    return card.build();
  }

  private static Card running(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Optional<Progress> progress,
      String what) {
    String noun = disaster.plan().target().volume().noun();
    Card.Builder card =
        DisasterCardParts.base(
            disaster,
            request,
            Tone.RUNNING,
            "Disaster restore of " + what + ": " + doing(disaster.state(), noun));
    List<DisasterState> steps = disaster.plan().states();
    if (steps.contains(disaster.state())) {
      card.steps(
          steps.stream().map(step -> doing(step, noun)).toList(), steps.indexOf(disaster.state()));
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
                        "Stop the restore",
                        Button.Style.NORMAL,
                        Optional.of("Stop this disaster restore? What it changed is undone."))));
    return card.build();
  }

  private static String doing(DisasterState state, String noun) {
    return switch (state) {
      case PREPARING -> "reading the backup again";
      case STOPPING_SERVICES -> "stopping the services";
      case CREATING_VOLUME -> "creating the new " + noun;
      case RESTORING -> "restoring";
      case VERIFYING -> "verifying";
      case AWAITING_GO -> "waiting for go or no-go";
      case SWAPPING -> "swapping the new " + noun + " in";
      case STARTING_SERVICES -> "starting the services";
      case CHECKING -> "running the checklist";
      case ROLLING_BACK -> "rolling back";
      default -> DisasterCardParts.word(state).toLowerCase(Locale.ROOT);
    };
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
    lines.stream().skip(1).forEach(line -> line(card, line));
    DisasterCardParts.contacts(card, contacts);
    return card.build();
  }

  /** An indented line is text to copy, and belongs to the block of code. */
  private static void line(Card.Builder card, String line) {
    if (line.startsWith(CODE)) {
      card.code(line.substring(CODE.length()));
    } else {
      card.line(line);
    }
  }

  /** Something that happened, in words. */
  public static Card note(String words) {
    return Card.of(Tone.INFO, words).build();
  }
}
