package dev.restorebot.bot.wiring;

import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks a person's own chat whether they are an on-call lead. */
final class ChatMembership implements Membership {
  private final Map<ChatFrontEnd, Supplier<ChatAccess>> chats;

  ChatMembership(Map<ChatFrontEnd, Supplier<ChatAccess>> chats) {
    this.chats = Map.copyOf(chats);
  }

  @Override
  public boolean isLead(Actor actor) throws MembershipUnknownException {
    for (Map.Entry<ChatFrontEnd, Supplier<ChatAccess>> each : chats.entrySet()) {
      List<String> leads = each.getValue().get().leads();
      if (actor.id().startsWith(each.getKey().name() + ":") && !leads.isEmpty()) {
        try {
          return each.getKey().belongs(actor, leads);
        } catch (DeliveryException e) {
          throw new MembershipUnknownException(e.getMessage(), e);
        }
      }
    }
    return false;
  }
}
