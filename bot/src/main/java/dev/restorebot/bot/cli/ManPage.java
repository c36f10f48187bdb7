package dev.restorebot.bot.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the manual page of a command, as man(7) describes it, from what its help says. Picocli's
 * own generator writes AsciiDoc, which needs a Ruby program to become a page.
 */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** Returns the name of the page, such as {@code restore-bot-disaster-plan}. */
  static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  /** Returns the page. */
  static String of(CommandLine command) {
    ManPage page = new ManPage();
    page.write(command);
    return page.page.toString();
  }

  private void write(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<String> description = texts(spec.usageMessage().description());
    page.append(".TH \"" + name(spec).toUpperCase(java.util.Locale.ROOT) + "\" 1\n");
    section("NAME");
    line(name(spec) + " - " + (description.isEmpty() ? "" : description.get(0)));
    section("SYNOPSIS");
    String synopsis = command.getHelp().synopsis(0);
    line(String.join(" ", synopsis.strip().split("\\s+")));
    section("DESCRIPTION");
    description.forEach(this::paragraph);
    arguments(spec.positionalParameters());
    options(spec.options());
    commands(command.getSubcommands());
    Map<String, String> codes = spec.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      section("EXIT STATUS");
      codes.forEach((code, meaning) -> item(code, List.of(meaning)));
    }
  }

  private void arguments(List<PositionalParamSpec> arguments) {
    List<PositionalParamSpec> shown = arguments.stream().filter(each -> !each.hidden()).toList();
    if (!shown.isEmpty()) {
      section("ARGUMENTS");
      shown.forEach(each -> item(each.paramLabel(), about(each)));
    }
  }

  private void options(List<OptionSpec> options) {
    section("OPTIONS");
    options.stream()
        .filter(each -> !each.hidden())
        .forEach(
            each ->
                item(
                    String.join(", ", each.names())
                        + (each.arity().max() == 0 ? "" : " " + each.paramLabel()),
                    about(each)));
  }

  private void commands(Map<String, CommandLine> commands) {
    List<CommandLine> shown =
        commands.values().stream()
            .filter(each -> !each.getCommandSpec().usageMessage().hidden())
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (CommandLine each : shown) {
      CommandSpec spec = each.getCommandSpec();
      item(spec.name(), texts(spec.usageMessage().description()));
    }
    section("SEE ALSO");
    line(
        shown.stream()
            .map(each -> name(each.getCommandSpec()) + "(1)")
            .collect(Collectors.joining(", ")));
  }

  private static List<String> about(ArgSpec argument) {
    return texts(argument.description());
  }

  /** The texts of a help without its marks for colours and its line breaks. */
  private static List<String> texts(String[] texts) {
    return Arrays.stream(texts)
        .map(text -> Ansi.OFF.string(text.replace("%n", " ").replace("%%", "%")))
        .toList();
  }

  private void section(String title) {
    page.append(".SH \"").append(title).append("\"\n");
  }

  private void paragraph(String text) {
    page.append(".PP\n");
    line(text);
  }

  private void item(String term, List<String> texts) {
    page.append(".TP\n.B ").append(escaped(term)).append('\n');
    line(String.join(" ", texts));
  }

  private void line(String text) {
    String escaped = escaped(text);
    page.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
        .append(escaped)
        .append('\n');
  }

  /** Hyphens are those that are typed, so that a command can be copied from the page. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
  }
}
