package dev.restorebot.bot.slack;

import com.slack.api.app_backend.interactive_components.ActionResponseSender;
import com.slack.api.app_backend.interactive_components.response.ActionResponse;
import com.slack.api.model.view.View;
import com.slack.api.webhook.WebhookResponse;
import dev.restorebot.bot.command.Choice;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to one person, in the ways that Slack has. */
final class SlackReplies {
  private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);

  private final SlackApi api;
  private final CardBlocks blocks;
  private final LongValues values;

  SlackReplies(SlackApi api, CardBlocks blocks, LongValues values) {
    this.api = api;
    this.blocks = blocks;
    this.values = values;
  }

  RenderedCard render(Card card) {
    return blocks.withoutFile(card);
  }

  /** To the URL that came with what the person did. */
  void toResponseUrl(String url, RenderedCard card) throws DeliveryException {
    ActionResponse answer =
        ActionResponse.builder()
            .responseType("ephemeral")
            .replaceOriginal(false)
            .text(card.text())
            .blocks(card.blocks())
            .build();
    try {
      WebhookResponse response = new ActionResponseSender(api.slack()).send(url, answer);
      if (response.getCode() != 200) {
        throw new DeliveryException(
            "Slack did not accept the answer (status " + response.getCode() + ")", false, null);
      }
    } catch (IOException e) {
      throw SlackApi.away("response_url", e);
    }
  }

  /** In a channel or a thread of it. */
  void inChannel(String channel, Optional<String> thread, String user, RenderedCard card)
      throws DeliveryException {
    var unused =
        card.send(
            form ->
                api.call(
                    SlackMethod.CHAT_POST_EPHEMERAL,
                    channel,
                    slack ->
                        slack.chatPostEphemeral(
                            r ->
                                r.channel(channel)
                                    .user(user)
                                    .threadTs(thread.orElse(null))
                                    .text(form.text())
                                    .blocks(form.blocks()))));
  }

  /** As a message between the person and the bot: in the App Home nothing else can be seen. */
  void directly(String user, RenderedCard card) throws DeliveryException {
    var unused =
        card.send(
            form ->
                api.call(
                    SlackMethod.CHAT_POST_MESSAGE,
                    user,
                    slack ->
                        slack.chatPostMessage(
                            r -> r.channel(user).text(form.text()).blocks(form.blocks()))));
  }

  View choice(Choice choice, DialogOrigin origin) {
    return ChoiceView.of(choice, origin, values);
  }

  /** Opens a dialog; Slack lets it within 3 s after what the person did. */
  boolean open(View view, String trigger, String channel) {
    try {
      api.call(
          SlackMethod.VIEWS_OPEN,
          channel,
          slack -> slack.viewsOpen(r -> r.triggerId(trigger).view(view)));
      return true;
    } catch (DeliveryException e) {
      LOG.warn("a dialog could not be opened, a message is shown instead: {}", e.getMessage());
      return false;
    }
  }
}
