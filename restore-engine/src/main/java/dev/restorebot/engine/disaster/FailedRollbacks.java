package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.Approvals;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after disaster restores whose undoing failed and which a person has to end: notices when
 * somebody has started the services, and keeps the next deployment from returning to the old volume
 * while the database is on the new one.
 */
final class FailedRollbacks {
  private static final Logger log = LoggerFactory.getLogger(FailedRollbacks.class);

  private final DisasterStore store;
  private final Approvals approvals;
  private final DisasterRun.Tools tools;
  private final AuditLog audit;
  private final DisasterEvents events;
  private final InstantSource clock;

  FailedRollbacks(
      DisasterStore store,
      Approvals approvals,
      DisasterRun.Tools tools,
      AuditLog audit,
      DisasterEvents events,
      InstantSource clock) {
    this.store = store;
    this.approvals = approvals;
    this.tools = tools;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** Looks at all of them, unless a newer restore is at work on the target. */
  void look() {
    List<Disaster> current = store.current();
    List<String> busy =
        current.stream()
            .filter(each -> each.state().holdsTarget())
            .filter(each -> each.state() != DisasterState.AWAITING_APPROVAL)
            .map(Disaster::target)
            .toList();
    List<Disaster> newest = current.stream().filter(each -> !busy.contains(each.target())).toList();
    for (Disaster each : newest) {
      if (each.state() == DisasterState.FAILED) {
        boolean newestSwap =
            newest.stream()
                .filter(other -> other.target().equals(each.target()))
                .filter(other -> other.progress().swapBegan())
                .findFirst()
                .filter(each::equals)
                .isPresent();
        look(each, newestSwap);
      }
    }
  }

  private void look(Disaster failed, boolean newestSwap) {
    try {
      Disaster now = failed;
      if (now.servicesDownSince().isPresent()) {
        now = servicesThatRun(now);
      }
      if (newestSwap && now.stuck() && now.progress().leftOn().isEmpty()) {
        whereItIs(now);
      }
    } catch (ProblemException e) {
      // Such as a project that is down.
      log.debug("{} could not be checked: {}", failed.id(), e.getMessage());
    }
  }

  /** Returns it as it is stored then. */
  private Disaster servicesThatRun(Disaster failed) throws ProblemException {
    List<String> ran = failed.progress().ran();
    if (failed.plan().options().services().byHand() // then only people can see them
        || !tools.services(failed).running().containsAll(ran)) {
      return failed;
    }
    Optional<Disaster> stored = store.update(failed.with(failed.progress().withRunning()));
    stored.ifPresent(
        now -> {
          events.stands(now, approvals.find(now.approval()));
          events.note(now, "The services run again: " + String.join(", ", ran) + ".");
        });
    return stored.orElse(failed);
  }

  /** The run that failed could not see it, such as without Docker. */
  private void whereItIs(Disaster failed) throws ProblemException {
    DisasterPlan plan = failed.plan();
    String mounted = tools.probe().storage(failed);
    if (mounted.isEmpty()) {
      return; // such as without a container; the next look may find it
    }
    Optional<Disaster> stored = store.update(failed.with(failed.progress().withLeftOn(mounted)));
    if (stored.isEmpty()
        || !mounted.equals(plan.newVolume())
        || !tools.swap().nameAgain(plan, failed.progress().override(), failed.overrideContent())) {
      return;
    }
    audit.append(
        new AuditEvent(
            clock.instant(),
            Actor.BOT,
            "engine",
            "disaster.override-restored",
            failed.id(),
            Map.of("file", plan.overrideFile().toString())));
    events.trouble(
        stored.get(),
        "The rollback failed after it had removed the lines that name "
            + DataVolume.called(plan.newVolume())
            + ", on which the database is. restore-bot wrote them to "
            + plan.overrideFile()
            + " again; without them, the next deployment returns to the old "
            + plan.target().volume().noun()
            + ".\nWhat to do: follow the message of the failed rollback, then request it again.");
  }
}
