package dev.restorebot.engine.evidence;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.ForwardedDisasterEvents;
import dev.restorebot.engine.state.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each state of a disaster restore to the audit log, and its report when it is DONE or has
 * ended. Passes every event on to another listener first.
 */
public final class DisasterEvidence extends ForwardedDisasterEvents {
  private static final Logger log = LoggerFactory.getLogger(DisasterEvidence.class);

  /** The audit log's entry of each state. */
  static final String STATE = "disaster.state";

  private final AuditLog audit;
  private final Evidence evidence;
  private final EvidenceWriter writer;
  private final List<Subject.Fact> tools;
  private final Map<String, String> noted = new ConcurrentHashMap<>();

  /**
   * Records the events that it passes on.
   *
   * @param next the listener that people read, called first
   * @param tools versions of our own programs, for the report
   */
  public DisasterEvidence(
      DisasterEvents next,
      AuditLog audit,
      Evidence evidence,
      EvidenceWriter writer,
      List<Subject.Fact> tools) {
    super(next);
    this.audit = audit;
    this.evidence = evidence;
    this.writer = writer;
    this.tools = tools;
  }

  @Override
  public void changed(Disaster disaster, Optional<ApprovalRequest> request) {
    super.changed(disaster, request);
    if (!isNew(disaster)) {
      return;
    }
    try {
      audit.append(
          new AuditEvent(
              disaster.changedAt(), Actor.BOT, "engine", STATE, disaster.id(), detail(disaster)));
    } catch (RuntimeException e) {
      log.error("a state of {} is missing in the audit log", disaster.id(), e);
    }
    if (over(disaster)) {
      write(disaster, request);
    }
  }

  /** Compares with what this process recorded, or else with the log: each command is a process. */
  private boolean isNew(Disaster disaster) {
    String state = disaster.state().name();
    String before = noted.put(disaster.id(), state);
    return !state.equals(before == null ? logged(disaster.id()) : before);
  }

  /** Returns the state that the audit log recorded last; empty without one. */
  private String logged(String id) {
    String[] last = {""};
    try {
      each(
          event -> {
            if (event.what().equals(STATE) && event.subject().equals(id)) {
              last[0] = event.detail().getOrDefault("state", "");
            }
          });
    } catch (RuntimeException e) {
      log.error("could not read the states of {} in the audit log", id, e);
    }
    return last[0];
  }

  private static Map<String, String> detail(Disaster disaster) {
    Map<String, String> detail = new HashMap<>();
    detail.put("state", disaster.state().name());
    detail.put("request", disaster.approval());
    if (!disaster.checks().isEmpty()) {
      detail.put(
          "checks",
          disaster.checks().stream()
              .map(check -> check.name() + " " + check.status())
              .collect(Collectors.joining(", ")));
    }
    return detail;
  }

  @Override
  public void stands(Disaster disaster, Optional<ApprovalRequest> request) {
    super.stands(disaster, request);
    if (over(disaster)) {
      noted.put(disaster.id(), disaster.state().name());
      if (!evidence.has(disaster.id())) {
        write(disaster, request);
      }
    }
  }

  private static boolean over(Disaster disaster) {
    return disaster.state() == DisasterState.DONE || disaster.state().ended();
  }

  private void write(Disaster disaster, Optional<ApprovalRequest> request) {
    writer.write(
        disaster.origin(),
        disaster.id(),
        () -> DisasterSubject.of(disaster, request, steps(disaster), tools));
  }

  /**
   * Lists the entries of the audit log about it: its states, and the votes on all of its requests.
   */
  private List<Subject.Step> steps(Disaster disaster) {
    Set<String> subjects = new HashSet<>(Set.of(disaster.id(), disaster.approval()));
    each(
        event -> {
          if (event.what().equals(STATE) && event.subject().equals(disaster.id())) {
            subjects.add(event.detail().getOrDefault("request", ""));
          }
        });
    List<Subject.Step> steps = new ArrayList<>();
    each(
        event -> {
          if (subjects.contains(event.subject())) {
            steps.add(new Subject.Step(event.at(), event.what(), event.by().name(), words(event)));
          }
        });
    return steps;
  }

  private void each(Consumer<AuditEvent> look) {
    long after = 0;
    for (List<AuditEntry> page = audit.entries(after, 500);
        !page.isEmpty();
        page = audit.entries(after, 500)) {
      page.forEach(entry -> look.accept(entry.event()));
      after = page.get(page.size() - 1).number();
    }
  }

  private static String words(AuditEvent event) {
    String state = event.detail().getOrDefault("state", "");
    String checks = event.detail().getOrDefault("checks", "");
    return event.detail().getOrDefault("words", checks.isEmpty() ? state : state + ": " + checks);
  }
}
