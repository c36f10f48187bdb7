package dev.restorebot.bot.discord;

import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Card;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that one person sees. Discord takes them for 15 minutes; later ones are only logged. */
final class DiscordReplies implements Inbound.Responder {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordReplies.class);

  private final InteractionHook hook;
  private final DiscordMessages messages;

  private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);

  /** True while "thinking …" is shown, which the first answer replaces. */
  private boolean thinking;

  /**
   * Answers to one interaction.
   *
   * @param thinking whether it was deferred with a reply
   */
  DiscordReplies(InteractionHook hook, DiscordMessages messages, boolean thinking) {
    this.hook = hook;
    this.messages = messages;
    this.thinking = thinking;
  }

  @Override
  public void ephemeral(Card card) {
    boolean first = starts();
    send(
        () -> answer(first, messages.card(card)), Optional.of(() -> answer(first, simplest(card))));
  }

  @Override
  public void choose(Choice choice) {
    show(() -> messages.menu(choice));
  }

  @Override
  public void ask(Form form) {
    show(() -> messages.form(form));
  }

  @Override
  public synchronized void done() {
    if (thinking) {
      thinking = false;
      send(hook::deleteOriginal);
    }
  }

  /** Shows a message to the person. Never throws. */
  synchronized void show(Supplier<MessageCreateData> message) {
    boolean first = starts();
    send(() -> answer(first, message.get()));
  }

  private synchronized boolean starts() {
    boolean first = thinking;
    thinking = false;
    return first;
  }

  private RestAction<?> answer(boolean first, MessageCreateData message) {
    return first
        ? hook.editOriginal(MessageEditData.fromCreateData(message))
        : hook.sendMessage(message).setEphemeral(true);
  }

  private MessageCreateData simplest(Card card) {
    List<MessageCreateData> forms = messages.forms(card);
    return forms.get(forms.size() - 1);
  }

  /** Takes away the question or the menu that was answered. */
  void takeAway() {
    send(hook::deleteOriginal);
  }

  /** Each waits for the one before: a second answer that came first would take its place. */
  private void send(Supplier<RestAction<?>> answer) {
    send(answer, Optional.empty());
  }

  /**
   * Sends an answer.
   *
   * @param simpler the same in a simpler form, for when Discord refuses what it holds
   */
  private synchronized void send(
      Supplier<RestAction<?>> answer, Optional<Supplier<RestAction<?>>> simpler) {
    if (hook.isExpired()) {
      LOG.info("an answer to one person came after 15 minutes, when Discord no longer accepts it");
      return;
    }
    try {
      RestAction<?> action = answer.get();
      last =
          last.thenCompose(before -> action.submit().handle((taken, failure) -> failure))
              .thenCompose(
                  failure ->
                      failure != null
                              && simpler.isPresent()
                              && DiscordErrors.isAboutContent(DiscordErrors.of(failure), true)
                          ? simpler.get().get().submit().handle(DiscordReplies::told)
                          : CompletableFuture.completedFuture(told(null, failure)));
    } catch (RuntimeException e) {
      LOG.warn("an answer could not be sent: {}", why(e));
    }
  }

  private static boolean told(Object taken, Throwable failure) {
    if (failure != null) {
      LOG.warn("Discord did not accept an answer: {}", why(failure));
    }
    return failure == null;
  }

  private static String why(Throwable failure) {
    return DiscordErrors.of(failure).getMessage();
  }
}
