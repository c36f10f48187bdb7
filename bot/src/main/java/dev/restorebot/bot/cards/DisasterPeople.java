package dev.restorebot.bot.cards;

import dev.restorebot.engine.disaster.Disaster;
import java.util.List;

/** The people that a disaster restore concerns, by its target, at the moment. */
public interface DisasterPeople {
  /** Returns the ids of the on-call leads in the chat in which it is reported. */
  List<String> leads(Disaster disaster);

  /** Returns whom to call. */
  List<String> contacts(Disaster disaster);

  /** Returns what only people can check. */
  List<String> handChecks(Disaster disaster);
}
