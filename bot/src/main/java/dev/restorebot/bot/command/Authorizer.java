package dev.restorebot.bot.command;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.state.Actor;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses commands of people who may not give them, and says what to do about it. */
final class Authorizer {
  private static final Logger log = LoggerFactory.getLogger(Authorizer.class);

  private final Supplier<ChatAccess> present;
  private final ChatFrontEnd chat;

  Authorizer(Supplier<ChatAccess> access, ChatFrontEnd chat) {
    this.present = access;
    this.chat = chat;
  }

  /** The refusal if this person may not do that here; empty if they may. */
  Optional<Card> refusal(Command command, String channel, Actor actor) {
    ChatAccess access = present.get();
    if (!access.takesCommandsIn(channel)) {
      log.info("refused {}: commands are not allowed in channel {}", actor.id(), channel);
      return Optional.of(
          Card.of(Tone.WARN, "Commands are not allowed in this channel")
              .line(
                  "Nothing was done. To allow commands here, add this channel's ID to the setting"
                      + " below.")
              .code(chat.name() + ".channels: [" + channel + "]")
              .build());
    }
    return command.access() == Access.TESTERS ? notTester(access, actor) : Optional.empty();
  }

  private Optional<Card> notTester(ChatAccess access, Actor actor) {
    try {
      if (access.mayTest(actor, chat)) {
        return Optional.empty();
      }
    } catch (DeliveryException e) {
      log.warn("could not check whether {} may test: {}", actor.id(), e.getMessage());
      return Optional.of(
          Card.of(Tone.WARN, "Could not check whether you may do this")
              .line("Nothing was done. " + e.getMessage() + ".")
              .line("Try again in a moment.")
              .build());
    }
    log.info("refused {}: not a tester", actor.id());
    return Optional.of(
        Card.of(Tone.WARN, "You may not start or stop test restores")
            .line(
                "Nothing was done. Ask an on-call lead to do it, or add your ID to the setting"
                    + " below.")
            .code(
                chat.name()
                    + ".testers: ["
                    + actor.id().substring(actor.id().indexOf(':') + 1)
                    + "]")
            .build());
  }
}
