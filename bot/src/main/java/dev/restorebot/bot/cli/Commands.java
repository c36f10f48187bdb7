package dev.restorebot.bot.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The commands of the first level. Picocli reads every annotation of a command that it is given,
 * which takes longer than most commands run; so it gets the one that was typed, and all of them
 * only for help, for completions and when none was recognised.
 */
final class Commands {
  /** Their names, in the order of the help. */
  static final List<String> NAMES =
      List.of(
          "demo",
          "run",
          "test",
          "restore",
          "status",
          "history",
          "drill",
          "connect",
          "cleanup",
          "inspect",
          "backups",
          "expect",
          "config",
          "doctor",
          "discord",
          "disaster",
          "rehearse",
          "audit",
          "evidence",
          "totp",
          "generate-completion",
          "generate-shell-files",
          "generate-class-archive");

  /** These read the whole command line. */
  private static final List<String> NEED_ALL =
      List.of("generate-completion", "generate-shell-files");

  private Commands() {}

  /** Adds the commands that these arguments may need. */
  static void add(CommandLine line, String... arguments) {
    boolean one =
        arguments.length > 0 && NAMES.contains(arguments[0]) && !NEED_ALL.contains(arguments[0]);
    for (String name : one ? List.of(arguments[0]) : NAMES) {
      line.addSubcommand(name, command(name));
    }
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "run" -> new RunCommand();
      case "test" -> new TestCommand();
      case "restore" -> new RestoreCommand();
      case "status" -> new StatusCommand();
      case "history" -> new HistoryCommand();
      case "drill" -> new DrillCommand();
      case "connect" -> new ConnectCommand();
      case "cleanup" -> new CleanupCommand();
      case "inspect" -> new InspectCommand();
      case "backups" -> new BackupsCommand();
      case "expect" -> new ExpectCommand();
      case "config" -> new ConfigCommand();
      case "doctor" -> new DoctorCommand();
      case "discord" -> new DiscordCommand();
      case "disaster" -> new DisasterCommand();
      case "rehearse" -> new RehearseCommand();
      case "audit" -> new AuditCommand();
      case "evidence" -> new EvidenceCommand();
      case "totp" -> new TotpCommand();
      case "generate-completion" -> new AutoComplete.GenerateCompletion();
      case "generate-shell-files" -> new ShellFilesCommand();
      case "generate-class-archive" -> new ClassArchiveCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
