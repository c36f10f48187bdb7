package dev.restorebot.bot.discord.fake;

/** What Discord answers when it does not do something. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final int code;

  Refused(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static Refused unknownMessage() {
    return new Refused(404, 10008, "Unknown Message");
  }

  static Refused unknownChannel() {
    return new Refused(404, 10003, "Unknown Channel");
  }
}
