package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import java.time.Duration;
import java.util.List;

/**
 * Selects who stops and starts the application's services.
 *
 * @param kind who does it
 * @param commands how, for {@link Kind#COMMANDS}: one for each service; empty for the others
 */
public record ServiceSettings(Kind kind, List<Commands> commands) {
  /** Services of the database's Compose project. */
  public static final ServiceSettings COMPOSE = new ServiceSettings(Kind.COMPOSE, List.of());

  /** Who stops and starts the services. */
  public enum Kind {
    /** The bot, with Docker Compose. */
    COMPOSE,
    /** The bot, with programs of this machine. */
    COMMANDS,
    /** People, who confirm each time that it is done. */
    CHECKLIST
  }

  /**
   * The programs for one service, each with its arguments. No shell reads them.
   *
   * @param service its name
   * @param stop stops it, and ends when it has stopped
   * @param start starts it
   * @param running asks whether it runs: exit code 0 for yes, 1 to 3 for no
   * @param timeLimit how long each may take, and stopping and starting in all
   */
  public record Commands(
      String service,
      List<String> stop,
      List<String> start,
      List<String> running,
      Duration timeLimit) {
    public Commands {
      stop = List.copyOf(stop);
      start = List.copyOf(start);
      running = List.copyOf(running);
    }
  }

  public ServiceSettings {
    commands = List.copyOf(commands);
  }

  /** Returns true when people stop and start the services. */
  public boolean byHand() {
    return kind == Kind.CHECKLIST;
  }

  /** Returns true when the services are those of the Compose project. */
  public boolean inProject() {
    return kind == Kind.COMPOSE;
  }

  void addTo(CanonicalHash hash) {
    hash.add("services " + kind);
    for (Commands each : commands) {
      hash.add(each.service()).add(each.stop()).add(each.start()).add(each.running());
      hash.add(each.timeLimit().toString());
    }
  }
}
