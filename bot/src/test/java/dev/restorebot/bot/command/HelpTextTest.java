package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HelpTextTest {
  private static final Pattern EXAMPLE = Pattern.compile("Example: `/restore ([^`]+)`");

  @Test
  void oneLineACommand() {
    assertThat(HelpText.lines())
        .hasSameSizeAs(Subcommands.all())
        .allSatisfy(line -> assertThat(line).startsWith("`/restore ").doesNotContain("\n"));
  }

  @Test
  void everyExampleWorks() {
    for (String line : HelpText.lines()) {
      Matcher example = EXAMPLE.matcher(line);
      if (example.find()) {
        assertThat(CommandParser.parse(example.group(1)))
            .isNotInstanceOf(UsageError.class)
            .isNotEqualTo(new HelpCommand.Help(Optional.empty()));
      }
    }
  }

  @Test
  void anErrorSaysThatNothingWasStarted() {
    assertThat(HelpText.card(new UsageError("What?", "`/restore help`")).title())
        .isEqualTo("Nothing was started");
  }
}
