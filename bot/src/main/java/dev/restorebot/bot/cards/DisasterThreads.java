package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.HandWork;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Posts the progress of each disaster restore to its thread. Returns at once. Whoever has to act is
 * mentioned in a new message: an edited one notifies nobody.
 */
public final class DisasterThreads implements DisasterEvents {
  private static final String WHERE = "Use the buttons in the first message of this thread.";
  private static final Set<DisasterState> WAITING =
      Set.of(
          DisasterState.AWAITING_APPROVAL,
          DisasterState.AWAITING_SERVICES,
          DisasterState.AWAITING_GO,
          DisasterState.AWAITING_KEEP,
          DisasterState.DONE);

  private final Delivery delivery;
  private final Alerts alerts;
  private final DisasterPeople people;
  private final Map<String, DisasterState> told = new ConcurrentHashMap<>();
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private final Map<String, Shown> shown = new ConcurrentHashMap<>();

  /**
   * Posts through that delivery.
   *
   * @param alerts hears of what cannot wait
   * @param people whom each restore concerns
   */
  public DisasterThreads(Delivery delivery, Alerts alerts, DisasterPeople people) {
    this.delivery = delivery;
    this.alerts = alerts;
    this.people = people;
  }

  @Override
  public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
    if (!headline(disaster, request, Optional.empty(), true)) {
      return;
    }
    DisasterState before = told.put(disaster.id(), disaster.state());
    if (before != disaster.state()) {
      replies(disaster, request, Optional.ofNullable(before));
    }
    request
        .filter(open -> open.state() == ApprovalState.PENDING)
        .filter(open -> !open.id().equals(asked.put(disaster.id(), open.id())))
        .ifPresent(open -> askLeads(disaster, open));
    if (disaster.state().ended() && disaster.state() != DisasterState.FAILED) {
      told.remove(disaster.id());
      asked.remove(disaster.id());
    }
  }

  @Override
  public void stands(Disaster disaster, Optional<ApprovalRequest> request) {
    told.put(disaster.id(), disaster.state());
    request.ifPresent(open -> asked.put(disaster.id(), open.id()));
    boolean unused = headline(disaster, request, Optional.empty(), true);
  }

  @Override
  public void progress(Disaster disaster, Progress progress) {
    boolean unused = headline(disaster, Optional.empty(), Optional.of(progress), false);
  }

  @Override
  public void note(Disaster disaster, String words) {
    reply(disaster, DisasterCards.note(words));
  }

  @Override
  public void reminder(Disaster disaster, String words, boolean escalate) {
    call(
        disaster,
        disaster.state().awaitsLead() ? Alerts.Event.GO_NEEDED : Alerts.Event.APPROVAL_NEEDED,
        DisasterCards.call(
            Tone.WARN,
            words + " " + WHERE,
            people.leads(disaster),
            escalate ? people.contacts(disaster) : List.of()));
  }

  @Override
  public void trouble(Disaster disaster, String words) {
    call(
        disaster,
        Alerts.Event.DISASTER_TROUBLE,
        DisasterCards.call(Tone.WARN, words, people.leads(disaster), people.contacts(disaster)));
  }

  private void askLeads(Disaster disaster, ApprovalRequest request) {
    call(
        disaster,
        Alerts.Event.APPROVAL_NEEDED,
        DisasterCards.call(
            Tone.WARN,
            asking(request.binding().kind(), disaster)
                + " needed from "
                + Counts.of(request.needed(), "on-call lead")
                + ". "
                + WHERE,
            people.leads(disaster),
            List.of()));
  }

  private static String asking(String kind, Disaster disaster) {
    return switch (kind) {
      case "rollback" -> "Rollback: approval";
      case "deletion" ->
          LeftStorage.isWayBack(disaster)
              ? "Deletion of the old storage: approval"
              : "Deletion of the restored storage: approval";
      default -> "Approval";
    };
  }

  private void call(Disaster disaster, Alerts.Event event, Card card) {
    reply(disaster, card);
    alert(disaster, event, card);
  }

  private void alert(Disaster disaster, Alerts.Event event, Card card) {
    alerts.send(event, "disaster-" + disaster.id(), card);
  }

  /** Shows a state in the headline; false when a newer one was shown already. */
  private boolean headline(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Optional<Progress> progress,
      boolean keep) {
    if (older(disaster, request)) {
      return false;
    }
    Card card = DisasterCards.headline(disaster, request, progress, people.contacts(disaster));
    delivery.headline(Origin.read(disaster.origin()), () -> card, keep);
    return true;
  }

  /** Two people may act at once, and the later state may then be reported first. */
  private boolean older(Disaster disaster, Optional<ApprovalRequest> request) {
    Shown now = new Shown(disaster.version(), request.map(ApprovalRequest::version).orElse(-1L));
    Shown newest = shown.merge(disaster.id(), now, Shown::newer);
    return newest.disaster() > now.disaster()
        || (request.isPresent()
            && newest.disaster() == now.disaster()
            && newest.request() > now.request());
  }

  /** The versions of what a headline shows. */
  private record Shown(long disaster, long request) {
    Shown newer(Shown other) {
      return disaster != other.disaster
          ? (disaster > other.disaster ? this : other)
          : (request > other.request ? this : other);
    }
  }

  private void replies(
      Disaster disaster, Optional<ApprovalRequest> request, Optional<DisasterState> before) {
    results(disaster, before);
    Card headline =
        DisasterCards.headline(disaster, request, Optional.empty(), people.contacts(disaster));
    if (disaster.state() == DisasterState.AWAITING_GO) {
      alert(disaster, Alerts.Event.GO_NEEDED, headline);
      reply(
          disaster,
          DisasterCards.call(
              Tone.WARN,
              "Go or no-go: a lead decides."
                  + (disaster.progress().ran().isEmpty() ? " " : " The services are stopped. ")
                  + WHERE,
              people.leads(disaster),
              List.of()));
    } else if (disaster.state() == DisasterState.AWAITING_SERVICES) {
      alert(disaster, Alerts.Event.GO_NEEDED, headline);
      String what = disaster.progress().handWork().map(HandWork::words).orElse("");
      reply(
          disaster,
          DisasterCards.call(
              Tone.WARN,
              what + " Then a lead confirms it. " + WHERE,
              people.leads(disaster),
              List.of()));
    } else if (disaster.state() == DisasterState.AWAITING_KEEP) {
      call(
          disaster,
          Alerts.Event.GO_NEEDED,
          DisasterCards.call(
              Tone.BAD,
              (disaster.plan().target().hasWayBack()
                      ? "A check failed: a lead decides whether the restored data stays. "
                      : "A check failed, and there is no rollback: the restored data stays. ")
                  + WHERE,
              people.leads(disaster),
              people.contacts(disaster)));
    } else if (disaster.state() == DisasterState.DONE || disaster.state().ended()) {
      Origin thread = Origin.read(disaster.origin());
      List<String> called = new ArrayList<>(Mentions.of(disaster.requestedBy(), thread));
      Alerts.Event event = Alerts.Event.DISASTER_ENDED;
      if (headline.tone() != Tone.GOOD && headline.tone() != Tone.INFO) {
        called.addAll(people.leads(disaster));
        event = Alerts.Event.DISASTER_FAILED;
      }
      reply(disaster, DisasterCards.call(headline.tone(), headline.title(), called, List.of()));
      alert(disaster, event, headline);
    } else if (before.filter(WAITING::contains).isPresent()) {
      alert(disaster, Alerts.Event.DISASTER_RUNNING, headline);
    }
  }

  private static String verification(Disaster disaster) {
    return "Verification of the new " + disaster.plan().target().volume().noun();
  }

  private void results(Disaster disaster, Optional<DisasterState> before) {
    switch (disaster.state()) {
      case AWAITING_GO -> {
        reply(disaster, DisasterCards.checks(verification(disaster), disaster.checks()));
        if (disaster.plan().options().swap() == PlanOptions.Swap.MANUAL) {
          reply(disaster, DisasterCards.byHand(disaster.plan()));
        }
      }
      case SWAPPING -> {
        if (disaster.plan().options().swap() == PlanOptions.Swap.AUTOMATIC) {
          reply(disaster, DisasterCards.checks(verification(disaster), disaster.checks()));
        }
      }
      case AWAITING_KEEP ->
          reply(disaster, DisasterCards.checks("Checklist after the swap", disaster.checks()));
      case DONE -> {
        if (before.filter(DisasterState.AWAITING_KEEP::equals).isEmpty()) {
          reply(disaster, DisasterCards.checks("Checklist after the swap", disaster.checks()));
        }
        List<String> byHand = people.handChecks(disaster);
        if (!byHand.isEmpty()) {
          reply(disaster, DisasterCards.handChecks(disaster, byHand));
        }
      }
      case ROLLING_BACK -> {
        disaster.problem().ifPresent(why -> trouble(disaster, "Rolling back: " + why.message()));
        if (!disaster.checks().isEmpty()) {
          reply(disaster, DisasterCards.checks("Results of the checks", disaster.checks()));
        }
      }
      default -> {
        // The headline says it.
      }
    }
  }

  private void reply(Disaster disaster, Card card) {
    delivery.reply(Origin.read(disaster.origin()), card.about(Topics.of(disaster)));
  }
}
