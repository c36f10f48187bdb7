package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodesTest {
  private static final List<Integer> WORST_FIRST =
      List.of(
          ExitCodes.CHECK_FAILED,
          ExitCodes.BACKUP_UNUSABLE,
          ExitCodes.COULD_NOT_VERIFY,
          ExitCodes.NOT_READ,
          ExitCodes.PASSED);

  @Test
  void theWorseOfTwoDatabasesIsTheResultInAnyOrder() {
    for (int worse = 0; worse < WORST_FIRST.size(); worse++) {
      for (int better = worse; better < WORST_FIRST.size(); better++) {
        int one = WORST_FIRST.get(worse);
        int other = WORST_FIRST.get(better);
        assertThat(ExitCodes.worse(one, other)).isEqualTo(one);
        assertThat(ExitCodes.worse(other, one)).isEqualTo(one);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProblemCode.class,
      names = {
        "BACKUP_MISSING",
        "BACKUP_UNREADABLE",
        "BACKUP_IS_A_DIRECTORY",
        "BAD_DECRYPT",
        "KEY_MISSING"
      })
  void anInputThatIsNotReadIsNotTheBackupsFault(ProblemCode code) {
    assertThat(ExitCodes.of(new Problem(code, "", ""))).isEqualTo(ExitCodes.NOT_READ);
  }

  @Test
  void theReadmeAndTheHelpListTheSameCodes() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    String help = CliRun.of("--help").out();
    for (int code = 0; code <= ExitCodes.NOT_READ; code++) {
      assertThat(readme).contains("\n| " + code + " | ");
      assertThat(help).containsPattern("\n +" + code + " +\\w");
    }
  }

  @Test
  void thePlanOfABackupThatDoesNotExistEndsLikeItsTest() {
    CliRun run =
        CliRun.of(
            Map.of("RESTORE_BOT_DISASTER_PROJECT", "none"), "disaster", "plan", "no-such.dump");
    assertThat(run.ends(ExitCodes.NOT_READ).err()).contains("There is no backup no-such.dump");
  }
}
