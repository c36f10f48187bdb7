package dev.restorebot.bot.slack;

import com.slack.api.model.view.View;
import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the person who did something: where Slack lets it, else the next way, else the log says
 * so.
 */
final class SlackResponder implements Inbound.Responder {
  private static final Logger LOG = LoggerFactory.getLogger(SlackResponder.class);
  private static final int USES = 5; // Slack's own limit, within 30 minutes

  private final SlackReplies answers;
  private final Origin origin;
  private final AtomicInteger uses = new AtomicInteger();

  SlackResponder(SlackReplies answers, Origin origin) {
    this.answers = answers;
    this.origin = origin;
  }

  /**
   * The origin of an event, as far as answers need it.
   *
   * @param user who
   * @param channel where; the person's own id in the App Home
   * @param thread the thread in it
   * @param responseUrl takes 5 answers within 30 minutes
   * @param trigger opens a dialog within 3 seconds
   */
  record Origin(
      String user,
      String channel,
      Optional<String> thread,
      Optional<String> responseUrl,
      Optional<String> trigger) {}

  @Override
  public void ephemeral(Card card) {
    try {
      show(answers.render(origin.thread().isPresent() ? ThreadCards.of(card) : card));
    } catch (DeliveryException | RuntimeException e) {
      LOG.warn("an answer did not reach {}: {}", origin.user(), e.getMessage());
    }
  }

  @Override
  public void choose(Choice choice) {
    String url = origin.responseUrl().orElse("");
    DialogOrigin back = new DialogOrigin(choice.action(), "", origin.channel(), url);
    if (!opened(() -> answers.choice(choice, back))) {
      ephemeral(choice.otherwise());
    }
  }

  @Override
  public void ask(Form form) {
    String url = origin.responseUrl().orElse("");
    DialogOrigin back = new DialogOrigin(form.action(), form.value(), origin.channel(), url);
    if (!opened(() -> FormView.of(form, back))) {
      Button again = Button.of(form.action(), form.value(), "Try again");
      ephemeral(
          origin.thread().isPresent() ? form.otherwise().withButton(again) : form.otherwise());
    }
  }

  private boolean opened(Supplier<View> view) {
    try {
      return origin.trigger().isPresent()
          && answers.open(view.get(), origin.trigger().get(), origin.channel());
    } catch (RuntimeException e) {
      LOG.warn("a dialog could not be made", e);
      return false;
    }
  }

  private void show(RenderedCard card) throws DeliveryException {
    if (origin.channel().equals(origin.user())) {
      answers.directly(origin.user(), card);
    } else if (origin.thread().isPresent()) {
      inThread(card); // Slack shows what comes by a response_url beside the thread
    } else if (!toResponseUrl(card)) {
      answers.inChannel(origin.channel(), Optional.empty(), origin.user(), card);
    }
  }

  private void inThread(RenderedCard card) throws DeliveryException {
    try {
      answers.inChannel(origin.channel(), origin.thread(), origin.user(), card);
    } catch (DeliveryException e) {
      if (!toResponseUrl(card)) {
        throw e;
      }
    }
  }

  private boolean toResponseUrl(RenderedCard card) {
    if (origin.responseUrl().isEmpty() || uses.incrementAndGet() > USES) {
      return false;
    }
    try {
      answers.toResponseUrl(origin.responseUrl().get(), card);
      return true;
    } catch (DeliveryException e) {
      LOG.info(
          "could not answer {} through the response URL; using another way: {}",
          origin.user(),
          e.getMessage());
      return false;
    }
  }
}
