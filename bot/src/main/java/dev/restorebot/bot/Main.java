package dev.restorebot.bot;

import dev.restorebot.bot.cli.RestoreBotCommand;
import dev.restorebot.bot.cli.Version;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] arguments) {
    if (Version.wanted(arguments)) {
      Version.print(utf8(FileDescriptor.out));
      return;
    }
    System.exit(
        RestoreBotCommand.execute(
            System.getenv(), utf8(FileDescriptor.out), utf8(FileDescriptor.err), arguments));
  }

  /** Output is UTF-8 whatever LC_ALL says: an empty environment would turn it into ASCII. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        true,
        StandardCharsets.UTF_8);
  }
}
