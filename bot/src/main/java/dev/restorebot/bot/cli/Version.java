package dev.restorebot.bot.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar says. */
final class Version implements IVersionProvider {
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(built from source)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"restore-bot " + text(), "Java " + Runtime.version()};
  }
}
