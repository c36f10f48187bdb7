package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
  private static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new RestoreBotCommand(Map.of(), System.out, System.err));
    Commands.add(line, arguments);
    return line;
  }

  @Test
  void addsOnlyTheCommandThatWasTyped() {
    assertThat(line("inspect", "a.dump").getSubcommands()).containsOnlyKeys("inspect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "tset", "-q", "generate-completion", "generate-shell-files"})
  void addsAllWhereAllMayBeNeeded(String first) {
    assertThat(line(first).getSubcommands().keySet()).containsExactlyElementsOf(Commands.NAMES);
  }

  @Test
  void eachCommandHasTheNameOfItsAnnotation() {
    line("--help")
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(
                        command
                            .getCommandSpec()
                            .userObject()
                            .getClass()
                            .getAnnotation(Command.class)
                            .name())
                    .isEqualTo(name));
  }
}
