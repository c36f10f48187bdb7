package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import java.time.Duration;
import java.util.Optional;

/**
 * Posts and edits messages, with long tables as files in their threads.
 *
 * <p>A failed call leaves as little behind as Slack allows, since the same message comes again: the
 * file's bytes go first and are invisible, then the message, then the file is shared. When only
 * sharing fails, the message is remembered, and the same card handed in again gets its file without
 * a second message. What can still happen: Slack takes a message and its answer is lost, or the bot
 * is killed between message and file; then the message stands there twice. Slack offers no key to
 * recognise it by, and reading the channel would need one more scope.
 */
final class SlackMessages {
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

  private record Shared(ThreadRef message, RenderedCard.Attached file) {}

  /** Posts to a channel, or to a thread of it. */
  ThreadRef post(String channel, Optional<String> thread, Card card) throws DeliveryException {
    RenderedCard rendered = blocks.message(card);
    if (rendered.file().isEmpty()) {
      return send(channel, thread, rendered);
    }
    Sent sent = new Sent(channel, thread, card);
    String file = files.upload(rendered.file().get());
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
            && shared.getIfPresent(new Shared(message, rendered.file().get())) == null;
    Optional<String> file =
        news ? Optional.of(files.upload(rendered.file().get())) : Optional.empty();
    api.call(
        SlackMethod.CHAT_UPDATE,
        message.channel(),
        slack ->
            slack.chatUpdate(
                r ->
                    r.channel(message.channel())
                        .ts(message.message())
                        .text(rendered.text())
                        .blocks(rendered.blocks())));
    if (file.isPresent()) {
      share(file.get(), rendered, message, message.message());
    }
  }

  private ThreadRef send(String channel, Optional<String> thread, RenderedCard rendered)
      throws DeliveryException {
    var response =
        api.call(
            SlackMethod.CHAT_POST_MESSAGE,
            channel,
            slack ->
                slack.chatPostMessage(
                    r ->
                        r.channel(channel)
                            .threadTs(thread.orElse(null))
                            .text(rendered.text())
                            .blocks(rendered.blocks())
                            .unfurlLinks(false)
                            .unfurlMedia(false)));
    return new ThreadRef(SlackFrontEnd.NAME, response.getChannel(), response.getTs());
  }

  private void share(String file, RenderedCard rendered, ThreadRef message, String thread)
      throws DeliveryException {
    files.share(file, rendered.file().orElseThrow().title(), message.channel(), thread);
    shared.put(new Shared(message, rendered.file().orElseThrow()), true);
  }
}
