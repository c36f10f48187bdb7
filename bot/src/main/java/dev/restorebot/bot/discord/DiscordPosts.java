package dev.restorebot.bot.discord;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.ThreadRef;
import java.util.List;
import java.util.UUID;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts, edits and threads. Thread-safe. */
final class DiscordPosts {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordPosts.class);
  private static final int THREAD_NAME = 100;
  private static final int WEEK_MINUTES = 7 * 24 * 60;

  private final DiscordMessages messages;

  /** Threads that are known to be there, by headline. */
  private final Cache<String, Boolean> threads = Caffeine.newBuilder().maximumSize(1000).build();

  DiscordPosts(DiscordMessages messages) {
    this.messages = messages;
  }

  ThreadRef post(DiscordRest rest, String channel, Card card) throws DeliveryException {
    if (!channel.matches("\\d{1,20}")) {
      throw new DeliveryException(
          "`" + channel + "` is not the id of a Discord channel: ids are numbers.", false, null);
    }
    return new ThreadRef(DiscordFrontEnd.NAME, channel, create(rest, channel, card));
  }

  ThreadRef reply(DiscordRest rest, ThreadRef headline, Card card) throws DeliveryException {
    MessageLocation place = MessageLocation.of(headline);
    if (place.headline() && threads.getIfPresent(place.thread()) == null) {
      open(rest, place, card.topic().orElse(card.title()));
      threads.put(place.thread(), true);
    }
    String id = create(rest, place.thread(), card);
    return new ThreadRef(DiscordFrontEnd.NAME, headline.channel(), place.thread() + "/" + id);
  }

  void edit(DiscordRest rest, ThreadRef message, Card card) throws DeliveryException {
    MessageLocation place = MessageLocation.of(message);
    try {
      change(rest, place, card);
    } catch (DeliveryException e) {
      if (!DiscordErrors.is(e, ErrorResponse.ILLEGAL_OPERATION_ARCHIVED_THREAD)) {
        throw e;
      }
      rest.send(
          Route.Channels.MODIFY_CHANNEL.compile(place.thread()),
          DataObject.empty().put("archived", false));
      change(rest, place, card);
    }
  }

  /** Sends the first form of a card that Discord takes. */
  private <T> T taken(Card card, Send<T> send) throws DeliveryException {
    List<MessageCreateData> forms = messages.forms(card);
    for (int i = 0; ; i++) {
      MessageCreateData form = forms.get(i);
      try {
        return send.send(form);
      } catch (DeliveryException e) {
        if (i + 1 == forms.size() || !DiscordErrors.isAboutContent(e, !form.getFiles().isEmpty())) {
          throw e;
        }
        LOG.warn("a message is sent in a simpler form: {}", e.getMessage());
      }
    }
  }

  @FunctionalInterface
  private interface Send<T> {
    T send(MessageCreateData form) throws DeliveryException;
  }

  private String create(DiscordRest rest, String channel, Card card) throws DeliveryException {
    return taken(card, message -> create(rest, channel, message));
  }

  private static String create(DiscordRest rest, String channel, MessageCreateData message)
      throws DeliveryException {
    // JDA tries again by itself after some failures: with this Discord takes the message once.
    String once = UUID.randomUUID().toString().replace("-", "").substring(0, 25);
    DataObject body = message.toData().put("nonce", once).put("enforce_nonce", true);
    return rest.send(Route.Messages.SEND_MESSAGE.compile(channel), body, message.getFiles())
        .getString("id");
  }

  private void change(DiscordRest rest, MessageLocation place, Card card) throws DeliveryException {
    DataObject unused =
        taken(
            card,
            form -> {
              MessageEditData message = MessageEditData.fromCreateData(form);
              return rest.send(
                  Route.Messages.EDIT_MESSAGE.compile(place.channel(), place.message()),
                  message.toData(),
                  message.getFiles());
            });
  }

  /** The first reply opens the thread; who comes second is told that it is there. */
  private static void open(DiscordRest rest, MessageLocation place, String name)
      throws DeliveryException {
    String shown = Markdown.cut(Markdown.straight(name.isBlank() ? "Restore" : name), THREAD_NAME);
    try {
      rest.send(
          Route.Channels.CREATE_THREAD_FROM_MESSAGE.compile(place.channel(), place.message()),
          DataObject.empty().put("name", shown).put("auto_archive_duration", WEEK_MINUTES));
    } catch (DeliveryException e) {
      if (!DiscordErrors.is(e, ErrorResponse.THREAD_WITH_THIS_MESSAGE_ALREADY_EXISTS)) {
        throw e;
      }
    }
  }
}
