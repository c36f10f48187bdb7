package dev.restorebot.bot.wiring;

import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks a person's own chat whether they are an on-call lead. */
final class ChatMembership implements Membership {
  private final Map<ChatFrontEnd, Supplier<ChatAccess>> chats;
  private final Optional<Supplier<Set<String>>> own;

  ChatMembership(Map<ChatFrontEnd, Supplier<ChatAccess>> chats) {
    this(chats, Optional.empty());
  }

  private ChatMembership(
      Map<ChatFrontEnd, Supplier<ChatAccess>> chats, Optional<Supplier<Set<String>>> own) {
    this.chats = Map.copyOf(chats);
    this.own = own;
  }

  @Override
  public Membership among(Supplier<Set<String>> leads) {
    return new ChatMembership(chats, Optional.of(leads));
  }

  /** The leads in that chat: those that were named for it, or else the chat's. */
  private List<String> leads(ChatFrontEnd chat, ChatAccess access) {
    String prefix = chat.name() + ":";
    return own.map(
            named ->
                named.get().stream()
                    .filter(id -> id.startsWith(prefix))
                    .map(id -> id.substring(prefix.length()))
                    .sorted()
                    .toList())
        .orElseGet(access::leads);
  }

  @Override
  public boolean isLead(Actor actor) throws MembershipUnknownException {
    return isLead(actor, false);
  }

  @Override
  public boolean isLeadNow(Actor actor) throws MembershipUnknownException {
    return isLead(actor, true);
  }

  private boolean isLead(Actor actor, boolean now) throws MembershipUnknownException {
    return in(
        chatOf(actor),
        (chat, access) -> {
          List<String> leads = leads(chat, access);
          return !leads.isEmpty() && chat.belongsAsMember(actor, leads, now);
        },
        false);
  }

  /** Allows everybody where there are no testers and no leads: such as on the console. */
  @Override
  public boolean mayRequest(Actor actor) throws MembershipUnknownException {
    return in(
        chatOf(actor),
        (chat, access) -> {
          List<String> both =
              Stream.of(access.testers(), access.leads(), leads(chat, access))
                  .flatMap(List::stream)
                  .distinct()
                  .toList();
          return both.isEmpty() || chat.belongsAsMember(actor, both, false);
        },
        false);
  }

  @Override
  public Optional<Set<String>> leads(String frontEnd) throws MembershipUnknownException {
    return in(
        frontEnd,
        (chat, access) -> {
          List<String> leads = leads(chat, access);
          return leads.isEmpty() ? Optional.of(Set.of()) : chat.people(leads);
        },
        Optional.of(Set.of()));
  }

  private static String chatOf(Actor actor) {
    return actor.id().split(":", 2)[0];
  }

  private <T> T in(String name, Question<T> question, T otherwise)
      throws MembershipUnknownException {
    for (Map.Entry<ChatFrontEnd, Supplier<ChatAccess>> each : chats.entrySet()) {
      if (each.getKey().name().equals(name)) {
        try {
          return question.ask(each.getKey(), each.getValue().get());
        } catch (DeliveryException e) {
          throw new MembershipUnknownException(e.getMessage(), e);
        }
      }
    }
    return otherwise;
  }

  private interface Question<T> {
    T ask(ChatFrontEnd chat, ChatAccess access) throws DeliveryException;
  }
}
