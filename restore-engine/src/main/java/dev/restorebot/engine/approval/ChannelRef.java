package dev.restorebot.engine.approval;

/**
 * The channel of a request. Votes on the request count only there.
 *
 * @param frontEnd such as {@code slack}, or {@code cli}
 * @param workspace the team or server; empty where there is none
 * @param channel empty where there is none
 */
public record ChannelRef(String frontEnd, String workspace, String channel) {
  /**
   * The command line. Whoever types there only says who they are, so codes are always asked for.
   */
  public static final ChannelRef COMMAND_LINE = new ChannelRef("cli", "", "");

  private static final String CONSOLE = "console";

  /**
   * Returns whether this belongs to the bot itself, which knows no people without more settings.
   */
  public boolean local() {
    return commandLine() || frontEnd.equals(CONSOLE);
  }

  boolean commandLine() {
    return frontEnd.equals(COMMAND_LINE.frontEnd);
  }

  /** As the audit log has it. */
  public String text() {
    return commandLine() ? frontEnd : String.join(":", frontEnd, workspace, channel);
  }
}
