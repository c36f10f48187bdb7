package dev.restorebot.bot.cli;

import picocli.CommandLine.Option;

/** The option that asks for an answer that programs read. */
final class JsonOption {
  @Option(
      names = "--json",
      description =
          "Print one JSON value and nothing else on standard output (docs/command-line.md).")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }
}
