package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.task.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Posts the progress of each disaster restore to its thread. Returns at once. */
public final class DisasterThreads implements DisasterEvents {
  private final Delivery delivery;
  private final Supplier<List<String>> contacts;
  private final Supplier<List<String>> handChecks;
  private final Map<String, DisasterState> told = new ConcurrentHashMap<>();
  private final Map<String, Shown> shown = new ConcurrentHashMap<>();

  /**
   * Posts through that delivery.
   *
   * @param contacts whom to call, at the moment
   * @param handChecks what only people can check, at the moment
   */
  public DisasterThreads(
      Delivery delivery, Supplier<List<String>> contacts, Supplier<List<String>> handChecks) {
    this.delivery = delivery;
    this.contacts = contacts;
    this.handChecks = handChecks;
  }

  @Override
  public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
    headline(disaster, request, Optional.empty(), true);
    if (told.put(disaster.id(), disaster.state()) != disaster.state()) {
      replies(disaster);
    }
    if (disaster.state().ended()) {
      told.remove(disaster.id());
    }
  }

  @Override
  public void stands(Disaster disaster, Optional<ApprovalRequest> request) {
    headline(disaster, request, Optional.empty(), true);
  }

  @Override
  public void progress(Disaster disaster, Progress progress) {
    headline(disaster, Optional.empty(), Optional.of(progress), false);
  }

  @Override
  public void note(Disaster disaster, String words) {
    reply(disaster, DisasterCards.note(words));
  }

  @Override
  public void trouble(Disaster disaster, String words) {
    reply(disaster, DisasterCards.trouble(words, contacts.get()));
  }

  private void headline(
      Disaster disaster,
      Optional<ApprovalRequest> request,
      Optional<Progress> progress,
      boolean keep) {
    if (older(disaster, request)) {
      return;
    }
    Card card = DisasterCards.headline(disaster, request, progress, contacts.get());
    delivery.headline(Origin.read(disaster.origin()), () -> card, keep);
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

  private void replies(Disaster disaster) {
    switch (disaster.state()) {
      case AWAITING_GO -> {
        reply(disaster, DisasterCards.checks("Verification of the new volume", disaster.checks()));
        if (disaster.plan().options().swap() == PlanOptions.Swap.MANUAL) {
          reply(disaster, DisasterCards.byHand(disaster.plan()));
        }
      }
      case SWAPPING -> {
        if (disaster.plan().options().swap() == PlanOptions.Swap.AUTOMATIC) {
          reply(
              disaster, DisasterCards.checks("Verification of the new volume", disaster.checks()));
        }
      }
      case DONE -> {
        reply(disaster, DisasterCards.checks("Checklist after the swap", disaster.checks()));
        List<String> byHand = handChecks.get();
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
    delivery.reply(Origin.read(disaster.origin()), card);
  }
}
