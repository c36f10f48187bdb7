package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubcommandsTest {
  @ParameterizedTest
  @CsvSource({
    "test, a.dump, 'Test[backup=Optional[a.dump], level=Optional.empty]'",
    "inspect, a.dump, Inspect[backup=a.dump]",
    "cancel, k3m9x2, Cancel[job=k3m9x2]",
    "cleanup, k3m9x2, 'Cleanup[job=Optional[k3m9x2], confirmed=false]'",
    "cleanup, all, 'Cleanup[job=Optional.empty, confirmed=true]'",
    "extend, k3m9x2, 'Extend[job=k3m9x2, by=PT24H]'",
    "connect, k3m9x2, Connect[job=k3m9x2]",
    "disaster, a b.dump, 'Disaster[target=Optional.empty, backup=Optional[a b.dump],"
        + " database=Optional.empty, reason=Optional.empty]'",
    "disaster, target:shop a b.dump, 'Disaster[target=Optional[shop], backup=Optional[a b.dump],"
        + " database=Optional.empty, reason=Optional.empty]'",
    "disaster, 'target:shop ', 'Disaster[target=Optional[shop], backup=Optional.empty,"
        + " database=Optional.empty, reason=Optional.empty]'",
    "checked, k3m9x2 0123abcd, 'Checked[job=k3m9x2, mark=0123abcd]'",
    "approve, k3m9x2 s, 'Decide[decision=APPROVE, job=k3m9x2, seal=s, code=Optional.empty]'",
    "go, k3m9x2 s, 'Decide[decision=GO, job=k3m9x2, seal=s, code=Optional.empty]'",
    "abandon, k3m9x2 s, 'Decide[decision=ABANDON, job=k3m9x2, seal=s, code=Optional.empty]'",
    "keep, k3m9x2 s, 'Decide[decision=KEEP, job=k3m9x2, seal=s, code=Optional.empty]'",
    "start-held, k3m9x2 s, 'Decide[decision=START_HELD, job=k3m9x2, seal=s, code=Optional.empty]'",
    "deny, k3m9x2 s, 'Deny[job=k3m9x2, seal=s, reason=Optional.empty]'",
    "deny, k3m9x2, 'Deny[job=k3m9x2, seal=-, reason=Optional.empty]'",
    "rollback, k3m9x2, 'Rollback[job=k3m9x2, reason=Optional.empty]'",
    "delete-old, k3m9x2, 'DeleteOld[job=k3m9x2, reason=Optional.empty]'",
    "drill-run, d1, 'OfDrill[what=RUN, drill=d1, text=Optional.empty]'",
    "drill-pick, d1, 'OfDrill[what=PICK, drill=d1, text=Optional.empty]'",
    "drill-picked, d1 a b.dump, 'OfDrill[what=RUN, drill=d1, text=Optional[a b.dump]]'",
    "drill-snooze, d1, 'OfDrill[what=SNOOZE, drill=d1, text=Optional.empty]'",
    "drill-issue, d1, 'OfDrill[what=ISSUE, drill=d1, text=Optional.empty]'",
    "drill-action, d1, 'OfDrill[what=ACTION, drill=d1, text=Optional.empty]'",
    "drill-sign, d1, 'OfDrill[what=SIGN, drill=d1, text=Optional.empty]'",
  })
  void aButtonOfAnyVersionGivesItsCommandAsTheAuditLogHasIt(
      String action, String value, String command) {
    assertThat(pressed(Action.of(action), value).map(Command::toString)).hasValue(command);
  }

  @Test
  void everyActionBelongsToOneSubcommand() {
    for (Action action : Action.values()) {
      Press press = new Press(action, "k3m9x2 0123abcd", Map.of());
      assertThat(Subcommands.all().stream().filter(each -> each.pressed(press).isPresent()))
          .as(action.word())
          // COMMAND is the typed line itself: the dispatcher parses it.
          .hasSize(action == Action.UNKNOWN || action == Action.COMMAND ? 0 : 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"checked, k3m9x2", "checked, k3m9x2 else", "drill-picked, d1", "unknown, k3m9x2"})
  void aValueThatIsNotOfItsActionGivesNoCommand(String action, String value) {
    assertThat(pressed(Action.of(action), value)).isEmpty();
  }

  @Test
  void onlyCommandsThatOnlyReadAreOpenToEverybodyAndNotAudited() {
    assertThat(allowed(Access.READ)).containsExactly("backups", "inspect", "status", "help");
    assertThat(allowed(Access.EVERYBODY)).containsExactly("approve", "deny", "history");
    assertThat(allowed(Access.TESTERS))
        .containsExactly(
            "test",
            "cancel",
            "cleanup",
            "extend",
            "connect",
            "disaster",
            "rehearse",
            "rollback",
            "delete-old",
            "drill");
    assertThat(pressed(Action.CHECKED, "k3m9x2 0123abcd").map(Command::access))
        .hasValue(Access.EVERYBODY);
    assertThat(
            Arrays.stream(Action.values())
                .filter(action -> action.word().startsWith("drill-"))
                .map(action -> pressed(action, "d1 a.dump").orElseThrow().access()))
        .containsOnly(Access.TESTERS);
  }

  @Test
  void aRequiredArgumentIsNeverAfterAnOptionalOne() {
    for (Subcommand subcommand : Subcommands.all()) {
      List<Boolean> required = subcommand.parameters().stream().map(Parameter::required).toList();
      assertThat(required.lastIndexOf(true))
          .as(subcommand.word())
          .isLessThan(required.contains(false) ? required.indexOf(false) : required.size());
    }
  }

  private static List<String> allowed(Access access) {
    return HelpText.lines().stream()
        .map(line -> line.replaceFirst("(?:.*Example: )?`/restore ([^`]+)`.*", "$1"))
        .filter(example -> CommandParser.parse(example).access() == access)
        .map(example -> example.split(" ", 2)[0])
        .toList();
  }

  private static Optional<Command> pressed(Action action, String value) {
    return Subcommands.pressed(new Press(action, value, Map.of()));
  }
}
