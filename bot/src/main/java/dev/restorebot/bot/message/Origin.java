package dev.restorebot.bot.message;

import java.util.UUID;

/**
 * The channel and thread in which a job was requested, as stored with the job. Names the job's
 * thread before there is a message, so that a job can begin while its chat is away.
 *
 * @param frontEnd name of the front end, such as {@code slack}
 * @param channel channel id
 * @param thread our own name for the thread; the outbox knows its message once it is posted
 */
public record Origin(String frontEnd, String channel, String thread) {
  /** A thread that has no message yet. */
  public static Origin fresh(String frontEnd, String channel) {
    return new Origin(frontEnd, channel, UUID.randomUUID().toString());
  }

  /** The text to store: a line each. */
  public String write() {
    return frontEnd + "\n" + channel + "\n" + thread;
  }

  /** The origin that {@link #write} wrote. */
  public static Origin read(String origin) {
    String[] parts = origin.split("\n", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not the origin of a job: " + origin);
    }
    return new Origin(parts[0], parts[1], parts[2]);
  }

  /** The thread's headline, once it is posted. */
  public ThreadRef headline(String message) {
    return new ThreadRef(frontEnd, channel, message);
  }
}
