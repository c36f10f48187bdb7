package dev.restorebot.bot.command;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules for who may do what in one chat. IDs are those of the chat.
 *
 * @param channels where commands are taken; empty for everywhere
 * @param testers people and groups who may start and end test restores; none for everybody in those
 *     channels
 * @param leads people and groups who are on-call leads; they may do what testers may
 */
public record ChatAccess(Optional<Set<String>> channels, List<String> testers, List<String> leads) {
  /** Everybody everywhere: for a chat that only its owner can reach. */
  public static final ChatAccess EVERYBODY = new ChatAccess(Optional.empty(), List.of(), List.of());

  public ChatAccess {
    channels = channels.map(Set::copyOf);
    testers = List.copyOf(testers);
    leads = List.copyOf(leads);
  }

  boolean takesCommandsIn(String channel) {
    return channels.isEmpty() || channels.get().contains(channel);
  }

  /**
   * Returns true if a person may start and end test restores.
   *
   * @throws DeliveryException when the chat could not be asked
   */
  boolean mayTest(Actor actor, ChatFrontEnd chat) throws DeliveryException {
    if (testers.isEmpty()) {
      return true;
    }
    return isTesterOrLead(actor, chat);
  }

  /**
   * Returns true if a person is named as a tester or lead.
   *
   * @throws DeliveryException when the chat could not be asked
   */
  boolean isTesterOrLead(Actor actor, ChatFrontEnd chat) throws DeliveryException {
    Collection<String> both = Stream.concat(testers.stream(), leads.stream()).toList();
    return !both.isEmpty() && chat.belongs(actor, both);
  }
}
