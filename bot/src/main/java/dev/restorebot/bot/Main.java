package dev.restorebot.bot;

import dev.restorebot.bot.cli.RestoreBotCommand;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(RestoreBotCommand.execute(System.getenv(), System.out, System.err, arguments));
  }
}
