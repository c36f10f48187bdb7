package dev.restorebot.bot;

import dev.restorebot.bot.command.Access;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.job.Actor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks a person's own chat whether they are an on-call lead. */
final class ChatMembership implements Membership {
  private final Map<ChatFrontEnd, Supplier<Access>> chats;

  ChatMembership(Map<ChatFrontEnd, Supplier<Access>> chats) {
    this.chats = Map.copyOf(chats);
  }

  @Override
  public boolean isLead(Actor actor) throws MembershipUnknownException {
    for (Map.Entry<ChatFrontEnd, Supplier<Access>> each : chats.entrySet()) {
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
