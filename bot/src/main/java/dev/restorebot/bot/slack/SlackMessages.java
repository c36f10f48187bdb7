package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts and edits messages, with long tables as files in their threads.
 *
 * <p>A failed call leaves as little behind as Slack allows, since the same message comes again: the
 * file's bytes go first and are invisible, then the message, then the file is shared. When only
 * sharing fails, the message is remembered, and the same card handed in again gets its file without
 * a second message. A file that Slack refuses for good is left out, and the thread says so. What
 * can still happen: Slack takes a message and its answer is lost, or the bot is killed between
 * message and file; then the message stands there twice. Slack offers no key to recognise it by,
 * and reading the channel would need one more scope.
 */
final class SlackMessages {
  private static final Logger LOG = LoggerFactory.getLogger(SlackMessages.class);

  private final SlackApi api;
  private final CardBlocks blocks;
  private final SlackFiles files;
  private final Cache<Sent, ThreadRef> halfSent =
      Caffeine.newBuilder().maximumSize(500).expireAfterWrite(Duration.ofHours(6)).build();
  private final Cache<Shared, Boolean> shared = Caffeine.newBuilder().maximumSize(2_000).build();

  SlackMessages(SlackApi api, CardBlocks blocks) {
    this.api = api;
    this.blocks = blocks;
    this.files = new SlackFiles(api);
  }

  private record Sent(String channel, Optional<String> thread, Card card) {}

  /** Without the file's bytes: the report of a large database has megabytes. */
  private record Shared(ThreadRef message, String name, String sha256) {
    static Shared of(ThreadRef message, RenderedCard.Attached file) {
      return new Shared(message, file.name(), DigestUtils.sha256Hex(file.base64()));
    }
  }

  /** Posts to a channel, or to a thread of it. */
  ThreadRef post(String channel, Optional<String> thread, Card card) throws DeliveryException {
    RenderedCard rendered = blocks.message(thread.isPresent() ? ThreadCards.of(card) : card);
    if (rendered.file().isEmpty()) {
      return send(channel, thread, rendered);
    }
    Sent sent = new Sent(channel, thread, card);
    Optional<String> file = upload(rendered);
    ThreadRef message = halfSent.getIfPresent(sent);
    if (message == null) {
      message = send(channel, thread, rendered);
      halfSent.put(sent, message);
    }
    share(file, rendered, message, thread.orElse(message.message()));
    halfSent.invalidate(sent);
    return message;
  }

  /** Replaces a message; a long table that its thread does not have yet is added there. */
  void edit(ThreadRef message, Card card) throws DeliveryException {
    RenderedCard rendered = blocks.message(card);
    boolean news =
        rendered.file().isPresent()
            && shared.getIfPresent(Shared.of(message, rendered.file().get())) == null;
    Optional<String> file = news ? upload(rendered) : Optional.empty();
    var unused =
        taken(
            rendered,
            form ->
                api.call(
                    SlackMethod.CHAT_UPDATE,
                    message.channel(),
                    slack ->
                        slack.chatUpdate(
                            r ->
                                r.channel(message.channel())
                                    .ts(message.message())
                                    .text(form.text())
                                    .blocks(form.blocks()))));
    if (news) {
      share(file, rendered, message, message.message());
    }
  }

  /** Uploads the file; nothing when Slack will never take it. */
  private Optional<String> upload(RenderedCard rendered) throws DeliveryException {
    try {
      return Optional.of(files.upload(rendered.file().orElseThrow()));
    } catch (DeliveryException e) {
      if (e.retryable()) {
        throw e;
      }
      LOG.warn("a message goes without its file: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private ThreadRef send(String channel, Optional<String> thread, RenderedCard rendered)
      throws DeliveryException {
    var response =
        taken(
            rendered,
            form ->
                api.call(
                    SlackMethod.CHAT_POST_MESSAGE,
                    channel,
                    slack ->
                        slack.chatPostMessage(
                            r ->
                                r.channel(channel)
                                    .threadTs(thread.orElse(null))
                                    .text(form.text())
                                    .blocks(form.blocks())
                                    .unfurlLinks(false)
                                    .unfurlMedia(false))));
    return new ThreadRef(SlackFrontEnd.NAME, response.getChannel(), response.getTs());
  }

  /** Sends a card, without its steps where Slack does not know how to show them. */
  private <T> T taken(RenderedCard card, RenderedCard.Send<T> call) throws DeliveryException {
    if (!card.hasPlan()) {
      return card.send(call);
    }
    try {
      return call.send(card);
    } catch (DeliveryException e) {
      if (!SlackErrors.isAboutContent(e)) {
        throw e;
      }
      RenderedCard simpler = card.withoutPlan();
      return simpler.send(
          form -> {
            T sent = call.send(form);
            if (form.equals(simpler)) {
              LOG.info("Slack refuses the steps of a message, which are left out from now on");
              blocks.leavePlansOut();
            }
            return sent;
          });
    }
  }

  /** Shows the uploaded file in the thread, or says there that it is missing. */
  private void share(Optional<String> file, RenderedCard rendered, ThreadRef message, String thread)
      throws DeliveryException {
    RenderedCard.Attached attached = rendered.file().orElseThrow();
    boolean shown = false;
    if (file.isPresent()) {
      try {
        files.share(file.get(), attached.title(), message.channel(), thread);
        shown = true;
      } catch (DeliveryException e) {
        if (e.retryable()) {
          throw e;
        }
        LOG.warn("a message stays without its file: {}", e.getMessage());
      }
    }
    shared.put(Shared.of(message, attached), true);
    if (!shown) {
      missing(attached, message.channel(), thread);
    }
  }

  private void missing(RenderedCard.Attached file, String channel, String thread) {
    Card note =
        Card.of(Tone.WARN, "Slack refused the file " + file.name())
            .line(
                (file.name().equals(CardBlocks.WHOLE)
                        ? "So the message is shown only in part."
                        : "Its content is also in the report folder on restore-bot's machine.")
                    + " Run `restore-bot doctor` to check the bot's scopes.")
            .build();
    try {
      ThreadRef unused = send(channel, Optional.of(thread), blocks.message(note));
    } catch (DeliveryException e) {
      LOG.warn("a missing file could not be reported: {}", e.getMessage());
    }
  }
}
