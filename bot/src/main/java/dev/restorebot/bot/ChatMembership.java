package dev.restorebot.bot;

import dev.restorebot.bot.command.Access;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.thread.DeliveryException;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.job.Actor;
import java.util.Map;

/** Asks a person's own chat whether they are an on-call lead. */
final class ChatMembership implements Membership {
  private final Map<ChatFrontEnd, Access> chats;

  ChatMembership(Map<ChatFrontEnd, Access> chats) {
    this.chats = Map.copyOf(chats);
  }

  @Override
  public boolean isLead(Actor actor) throws MembershipUnknownException {
    for (Map.Entry<ChatFrontEnd, Access> each : chats.entrySet()) {
      if (actor.id().startsWith(each.getKey().name() + ":") && !each.getValue().leads().isEmpty()) {
        try {
          return each.getKey().belongs(actor, each.getValue().leads());
        } catch (DeliveryException e) {
          throw new MembershipUnknownException(e.getMessage(), e);
        }
      }
    }
    return false;
  }
}
