package dev.restorebot.engine.disaster;

import java.util.List;

/**
 * Asks people to stop or start services by hand.
 *
 * @param task what they do
 * @param services the services, in this order
 * @param then the state in which the disaster restore continues
 * @param done whether a lead has confirmed it
 */
public record HandWork(Task task, List<String> services, DisasterState then, boolean done) {
  /** The work that people do. */
  public enum Task {
    STOP("stop", "stopped"),
    START("start", "started");

    private final String verb;
    private final String participle;

    Task(String verb, String participle) {
      this.verb = verb;
      this.participle = participle;
    }

    /** Its verb, such as {@code stop}. */
    public String verb() {
      return verb;
    }

    /** Returns the participle of the work, such as {@code stopped}. */
    public String participle() {
      return participle;
    }
  }

  public HandWork {
    services = List.copyOf(services);
  }

  /** Returns true when the services are to be started, and nobody waits for it. */
  public boolean isLeftToPeople() {
    return task == Task.START && !done && !services.isEmpty();
  }

  HandWork confirmed() {
    return new HandWork(task, services, then, true);
  }

  /** Says what to do, as a sentence for people. */
  public String words() {
    String names = String.join(", ", services);
    if (task == Task.STOP) {
      return "Stop "
          + names
          + " by hand, in this order, and check that "
          + (services.size() == 1 ? "it has ended" : "they have ended")
          + ": what "
          + (services.size() == 1 ? "it writes" : "they write")
          + " to the database from now on is lost.";
    }
    return "Start "
        + names
        + " by hand. "
        + (services.size() == 1 ? "It uses" : "They use")
        + " the restored data.";
  }
}
