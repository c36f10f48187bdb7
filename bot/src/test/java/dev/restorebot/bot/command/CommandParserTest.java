package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.restorebot.engine.verify.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  static Stream<Arguments> understood() {
    return Stream.of(
        arguments("", new HelpCommand.Help(Optional.empty())),
        arguments("   ", new HelpCommand.Help(Optional.empty())),
        arguments("help", new HelpCommand.Help(Optional.empty())),
        arguments("HELP", new HelpCommand.Help(Optional.empty())),
        arguments("test", test(Optional.empty())),
        arguments(
            "test a.dump DEEP",
            new TestCommand.Test(Optional.of("a.dump"), Optional.of(Level.DEEP))),
        arguments("test a.dump", test(Optional.of("a.dump"))),
        arguments("  Test \t a.dump  ", test(Optional.of("a.dump"))),
        arguments("test latest database:zenops", test(Optional.of("database:zenops"))),
        arguments("test database:zenops", test(Optional.of("database:zenops"))),
        arguments("test \"my backup.dump\"", test(Optional.of("my backup.dump"))),
        arguments("test 'my backup.dump'", test(Optional.of("my backup.dump"))),
        arguments("test `a.dump`", test(Optional.of("a.dump"))),
        arguments("test \u201cmy backup\u201d", test(Optional.of("my backup"))),
        arguments("test o'clock.dump", test(Optional.of("o'clock.dump"))),
        arguments("test daily/a.dump", test(Optional.of("daily/a.dump"))),
        arguments("test\u00a0a.dump", test(Optional.of("a.dump"))),
        arguments("backups", new BackupsCommand.Backups(BackupsCommand.What.LIST)),
        arguments("backups check", new BackupsCommand.Backups(BackupsCommand.What.CHECK)),
        arguments("backups --check", new BackupsCommand.Backups(BackupsCommand.What.CHECK)),
        arguments("backups \u2014check", new BackupsCommand.Backups(BackupsCommand.What.CHECK)),
        arguments("backups Refresh", new BackupsCommand.Backups(BackupsCommand.What.REFRESH)),
        arguments("inspect a.sql.gz", new InspectCommand.Inspect("a.sql.gz")),
        arguments("status", new StatusCommand.Status(Optional.empty())),
        arguments("status k3m9x2", new StatusCommand.Status(Optional.of("k3m9x2"))),
        arguments("cancel k3m9x2", new CancelCommand.Cancel("k3m9x2")),
        arguments("cleanup k3m9x2", new CleanupCommand.Cleanup(Optional.of("k3m9x2"))),
        arguments("cleanup all", new CleanupCommand.Cleanup(Optional.empty())),
        arguments("cleanup ALL", new CleanupCommand.Cleanup(Optional.empty())),
        arguments("extend k3m9x2 2h", extend(120)),
        arguments("extend k3m9x2 90m", extend(90)),
        arguments("extend k3m9x2 1d12h", extend(36 * 60)),
        arguments("extend k3m9x2 1d 12h", extend(36 * 60)),
        arguments("extend k3m9x2 2 hours", extend(120)),
        arguments("extend k3m9x2 1 day 30 minutes", extend(24 * 60 + 30)),
        arguments("extend k3m9x2 PT2H", extend(120)),
        arguments("extend k3m9x2 pt1h30m", extend(90)),
        arguments("extend k3m9x2 P1DT12H", extend(36 * 60)));
  }

  @ParameterizedTest
  @MethodSource
  void understood(String text, Command expected) {
    assertThat(CommandParser.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"approve k3m9x2 123456", "approve k3m9x2 123 456", "approve k3m9x2 123\u00a0456"})
  void aCodeIsTakenAsAppsShowIt(String text) {
    ApproveCommand.Decide decide = (ApproveCommand.Decide) CommandParser.parse(text);
    assertThat(decide.job()).isEqualTo("k3m9x2");
    assertThat(decide.code().orElseThrow().digits()).isEqualTo("123456");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "tset                 | There is no command `tset`. Did you mean `test`?             |"
            + " test",
        "backup               | There is no command `backup`. Did you mean `backups`?        |"
            + " backups",
        "bakcups              | There is no command `bakcups`. Did you mean `backups`?       |"
            + " backups",
        "clean k3m9x2         | There is no command `clean`. Did you mean `cleanup`?         |"
            + " cleanup",
        "stop k3m9x2          | There is no command `stop`. Did you mean `cancel`?           |"
            + " cancel",
        "list                 | There is no command `list`. Did you mean `backups`?          |"
            + " backups",
        "tes<b>               | There is no command `tes<b>`.                                |"
            + " help",
        "frobnicate           | There is no command `frobnicate`.                            |"
            + " help",
        "-h                   | There is no command `-h`.                                    |"
            + " help",
        "test a.dump b.dump   | `b.dump` is not a level. The levels are `quick`,     | test",
        "test deep            | Which backup at that level?                          | test",
        "test a.dump database:x | `database:x` means the newest backup of that      | test",
        "test latest database: | Which database? Write its name after `database:`,  | test",
        "test a.dump deep x   | `test` does not take `x`.                            | test",
        "backups now          | `backups` takes `check` or `refresh`, not `now`.     | backups",
        "test --clean         | `--clean` looks like an option                       | test",
        "test '-rf'           | `-rf` looks like an option                           | test",
        "test \u2014clean     | `\u2014clean` looks like an option                   | test",
        "cleanup --all        | `--all` looks like an option                         | cleanup",
        "test ''              | A name is empty.                                     | test",
        "test 'a.dump         | The quote that starts at `a.dump` does not end.      | help",
        "inspect              | Which backup? `/restore backups` lists them.         | inspect",
        "cancel               | Which job? `/restore status` lists them.             | cancel",
        "cleanup              | Which job? `/restore status` lists them.             | cleanup",
        "extend               | Which job? `/restore status` lists them.             | extend",
        "extend k3m9x2        | How much longer?                                     | extend",
        "extend k3m9x2 30     | `30` is not a time. Write it like `90m`, `2h`        | extend",
        "extend k3m9x2 0h     | `0h` is not a time.                                  | extend",
        "extend k3m9x2 PT-2H  | `PT-2H` is not a time.                               | extend",
        "extend k3m9x2 -2h    | `-2h` looks like an option                           | extend",
        "extend k3m9x2 99999d | `99999d` is not a time.                              | extend",
        "extend k3m9x2 1 2 3 4 5 | `extend` does not take `5`.                       | extend",
        "a.dump               | Did you mean `/restore test a.dump`?                 | test",
      })
  void wrongGetsTheLineThatFits(String text, String message, String help) {
    Command command = CommandParser.parse(text);
    assertThat(command).isInstanceOf(UsageError.class);
    UsageError error = (UsageError) command;
    assertThat(error.message()).contains(message);
    assertThat(error.helpLine()).startsWith("`/restore " + help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test a\u0000b", "test a\u202eb", "test \u200bx"})
  void charactersNobodyCanTypeAreRefused(String text) {
    assertThat(CommandParser.parse(text))
        .isInstanceOfSatisfying(
            UsageError.class, error -> assertThat(error.message()).contains("invisible"));
  }

  @Test
  void lengthIsLimited() {
    assertThat(CommandParser.parse("test " + "x".repeat(256))).isInstanceOf(UsageError.class);
    assertThat(CommandParser.parse("x".repeat(100_000))).isInstanceOf(UsageError.class);
  }

  @Test
  void anAnswerNeverRepeatsALongTextOrOpensCode() {
    UsageError error = (UsageError) CommandParser.parse("x`y" + "z".repeat(200));
    assertThat(error.message()).hasSizeLessThan(120).contains("x'yzzz");
  }

  private static Command test(Optional<String> backup) {
    return new TestCommand.Test(backup, Optional.empty());
  }

  private static Command extend(long minutes) {
    return new ExtendCommand.Extend("k3m9x2", Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.dump",
        "old one.dump",
        "\"quoted.dump",
        "it's \"both\" `here`.dump",
        "\u201cchat quotes\u201d",
        "caf\u00e9\u00a0x"
      })
  void aLineIsReadBackAsTheSameWords(String name) {
    assertThat(CommandParser.parse(CommandParser.line(Subcommands.TEST, List.of(name))))
        .isEqualTo(test(Optional.of(name)));
  }
}
