package dev.restorebot.bot.thread;

/**
 * Where a job was asked for, as the text that is stored with it: front end, channel, message, a
 * line each.
 */
public final class Origins {
  private Origins() {}

  /** The text to store. */
  public static String write(ThreadRef ref) {
    return ref.frontEnd() + "\n" + ref.channel() + "\n" + ref.message();
  }

  /** The reference that {@link #write} wrote. */
  public static ThreadRef read(String origin) {
    String[] parts = origin.split("\n", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not the origin of a job: " + origin);
    }
    return new ThreadRef(parts[0], parts[1], parts[2]);
  }
}
