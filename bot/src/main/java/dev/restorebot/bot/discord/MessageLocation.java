package dev.restorebot.bot.discord;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.ThreadRef;

/**
 * The location of a message. A headline's thread has the headline's own id, which is how Discord
 * names a thread that was made from a message; so a headline is all that has to be remembered.
 *
 * @param channel the channel or thread that holds the message
 * @param thread the thread that replies go to
 * @param message the message's id
 */
record MessageLocation(String channel, String thread, String message) {
  static MessageLocation of(ThreadRef ref) throws DeliveryException {
    if (!ref.channel().matches("\\d{1,20}") || !ref.message().matches("\\d{1,20}(/\\d{1,20})?")) {
      throw new DeliveryException(
          "This is not the ID of a Discord message: " + ref + ".", false, null);
    }
    int slash = ref.message().indexOf('/');
    if (slash < 0) {
      return new MessageLocation(ref.channel(), ref.message(), ref.message());
    }
    String thread = ref.message().substring(0, slash);
    return new MessageLocation(thread, thread, ref.message().substring(slash + 1));
  }

  /** Returns true if it is a headline. */
  boolean headline() {
    return thread.equals(message);
  }
}
