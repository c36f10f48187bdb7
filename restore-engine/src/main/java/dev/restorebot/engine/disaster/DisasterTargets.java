package dev.restorebot.engine.disaster;

import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Threads;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The disaster restores of all targets. Each target has {@link Disasters} of its own, with its own
 * thread and its own rules of approval, so that none waits for another's.
 *
 * <p>Thread-safe. What is done to one by its id goes to the target that it is of; an id that is
 * none's goes to any, which says so.
 */
public final class DisasterTargets implements AutoCloseable {
  private final Map<String, Disasters> targets;
  private final List<Disasters> others;
  private final Function<String, RunbookStatus> runbooks;

  /**
   * Brings them together, and closes them when it is closed.
   *
   * @param targets the disaster restores of each target, by its name; at least one
   * @param others those of targets that are no longer configured
   * @param runbooks tells how the runbook of a target is
   */
  public DisasterTargets(
      Map<String, Disasters> targets,
      List<Disasters> others,
      Function<String, RunbookStatus> runbooks) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("there is no target");
    }
    this.targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    this.others = List.copyOf(others);
    this.runbooks = runbooks;
  }

  /** Returns what is wrong with the daily runbooks, by the names of their targets. */
  public Map<String, RunbookStatus.Fault> runbookFaults() {
    Map<String, RunbookStatus.Fault> faults = new LinkedHashMap<>();
    targets
        .keySet()
        .forEach(name -> runbooks.apply(name).fault().ifPresent(why -> faults.put(name, why)));
    return faults;
  }

  private Stream<Disasters> all() {
    return Stream.concat(targets.values().stream(), others.stream());
  }

  /** Continues what an earlier process left, and begins to watch deadlines. */
  public void start() {
    all().forEach(Disasters::start);
  }

  /** Returns the names of the targets, in the order of the settings. */
  public List<String> names() {
    return List.copyOf(targets.keySet());
  }

  /** Returns the disaster restores of the target of that name. */
  public Optional<Disasters> of(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** Returns the name of the only target; empty when there are several. */
  public Optional<String> only() {
    return targets.size() == 1 ? targets.keySet().stream().findFirst() : Optional.empty();
  }

  /**
   * Returns what tells the backups of the targets apart.
   *
   * @param inside the database that a backup's content names; empty when it names none or cannot be
   *     read
   */
  public TargetBackups backups(Function<Backup, Optional<String>> inside) {
    Map<String, TargetSettings> settings = new LinkedHashMap<>();
    targets.forEach((name, disasters) -> settings.put(name, disasters.settings()));
    return new TargetBackups(settings, inside);
  }

  /** Returns those that the one of that id is among; any when there is none. */
  private Disasters holding(String id) {
    return all()
        .filter(each -> each.find(id).isPresent())
        .findFirst()
        .orElseGet(() -> targets.values().iterator().next());
  }

  /** Returns the one of that id. */
  public Optional<Disaster> find(String id) {
    return holding(id).find(id);
  }

  /** Returns its request in its present state. */
  public Optional<ApprovalRequest> request(Disaster disaster) {
    return holding(disaster.id()).request(disaster);
  }

  /** Returns the newest of all targets, newest first. */
  public List<Disaster> recent(int limit) {
    return all()
        .flatMap(each -> each.recent(limit).stream())
        .sorted(Comparator.comparing((Disaster each) -> each.plan().createdAt()).reversed())
        .limit(limit)
        .toList();
  }

  /** Returns what says how production is now, as {@link Disasters#current}, newest first. */
  public List<Disaster> current() {
    return all()
        .flatMap(each -> each.current().stream())
        .sorted(Comparator.comparing((Disaster each) -> each.plan().createdAt()).reversed())
        .toList();
  }

  /** Counts an approval, as {@link Disasters#approve}. */
  public Decision approve(String id, Vote vote) {
    return holding(id).approve(id, vote);
  }

  /** Ends a request, as {@link Disasters#deny}. */
  public Decision deny(String id, Vote vote, String reason) {
    return holding(id).deny(id, vote, reason);
  }

  /** Lets it be swapped in, as {@link Disasters#go}. */
  public Decision go(String id, Vote vote) {
    return holding(id).go(id, vote);
  }

  /** Undoes it before the swap, as {@link Disasters#abandon}. */
  public Decision abandon(String id, Vote vote) {
    return holding(id).abandon(id, vote);
  }

  /** Keeps the restored data in spite of a failed check, as {@link Disasters#keep}. */
  public Decision keep(String id, Vote vote) {
    return holding(id).keep(id, vote);
  }

  /** Confirms what people did by hand, as {@link Disasters#confirm}. */
  public Decision confirm(String id, Vote vote, HandWork.Task task) {
    return holding(id).confirm(id, vote, task);
  }

  /** Lets people look at the restored database, as {@link Disasters#look}. */
  public Decision look(String id, Vote vote) {
    return holding(id).look(id, vote);
  }

  /** Starts the services that were held back, as {@link Disasters#startHeld}. */
  public Decision startHeld(String id, Vote vote) {
    return holding(id).startHeld(id, vote);
  }

  /** Ends it before the swap, as {@link Disasters#cancel}. */
  public Decision cancel(String id, Vote vote) {
    return holding(id).cancel(id, vote);
  }

  /** Continues the one of that id, as {@link Disasters#resume}. */
  public boolean resume(String id) {
    return holding(id).resume(id);
  }

  /** Ends the requests whose deadline has passed, as {@link Disasters#endExpired}. */
  public void endExpired() {
    all().forEach(Disasters::endExpired);
  }

  /** Waits for all that was begun here, as {@link Disasters#settle}. */
  public void settle() throws InterruptedException {
    for (Disasters each : all().toList()) {
      each.settle();
    }
  }

  /**
   * Refuses whoever may not ask for the one of that id to be rolled back there, as {@link
   * Disasters#requireMayRequest}.
   *
   * @throws ProblemException why it would be refused, with what to do
   */
  public void requireMayRequest(String id, Actor by, ChannelRef place) throws ProblemException {
    holding(id).requireMayRequest(by, place);
  }

  /**
   * Asks to go back to the old volume, as {@link Disasters#requestRollback}.
   *
   * @throws ProblemException when there is nothing to go back to
   */
  public Disaster requestRollback(
      String id, String reason, Actor by, ChannelRef place, Optional<SecondFactorCode> code)
      throws ProblemException {
    return holding(id).requestRollback(id, reason, by, place, code);
  }

  /**
   * Asks to delete the storage that the one of that id left, as {@link Disasters#requestDeletion}.
   *
   * @throws ProblemException when there is nothing to delete, or it is in use
   */
  public Disaster requestDeletion(
      String id, String reason, Actor by, ChannelRef place, Optional<SecondFactorCode> code)
      throws ProblemException {
    return holding(id).requestDeletion(id, reason, by, place, code);
  }

  /** Records a check that only people can do, as {@link Disasters#checked}. */
  public boolean checked(String id, String mark, Actor by) {
    return holding(id).checked(id, mark, by);
  }

  /** Returns the channel beside its own in which the one of that id is approved from there. */
  public Optional<ChannelRef> approvalChannel(String id, ChannelRef place) {
    return holding(id).approvalChannel(place);
  }

  /** Returns true when a vote there comes with a code. */
  public boolean codeNeeded(ChannelRef place) {
    return holding("").codeNeeded(place);
  }

  /** Stops watching deadlines, and waits a minute for what each target has at work. */
  @Override
  public void close() {
    Threads.forAll("disasters-end", all().toList(), Disasters::close);
  }
}
