package dev.restorebot.bot.cards;

import dev.restorebot.engine.disaster.Disaster;
import java.util.List;

/** The same people for every target. */
public record SamePeople(List<String> leads, List<String> contacts, List<String> handChecks)
    implements DisasterPeople {
  /** Nobody, and nothing to check. */
  public static final SamePeople NONE = new SamePeople(List.of(), List.of(), List.of());

  @Override
  public List<String> leads(Disaster disaster) {
    return leads;
  }

  @Override
  public List<String> contacts(Disaster disaster) {
    return contacts;
  }

  @Override
  public List<String> handChecks(Disaster disaster) {
    return handChecks;
  }
}
