package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotpCommandTest {
  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void leads() {
    environment.put("RESTORE_BOT_STATE_DIR", temp.resolve("state").toString());
    environment.put("RESTORE_BOT_SLACK_LEADS", "U0123ABCD,U0123ABCE");
  }

  private CliRun enroll(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "totp";
    all[1] = "enroll";
    System.arraycopy(words, 0, all, 2, words.length);
    return CliRun.of(environment, all);
  }

  @Test
  void aLeadOfAChatIsEnrolledByTheirAccount() {
    assertThat(enroll("slack:U0123ABCD").ends(ExitCodes.PASSED).out())
        .contains("One person has one vote", "approval.same-person");
  }

  @Test
  void aNameThatMayBeALeadsSecondVoteIsRefused() {
    assertThat(enroll("ben").ends(ExitCodes.USAGE).err())
        .contains("\"cli:ben = slack:U0123ABCD\"", "--no-chat-account");
    environment.put("RESTORE_BOT_APPROVAL_SAME_PERSON", "cli:ben = slack:U0123ABCD");
    enroll("ben").ends(ExitCodes.PASSED);
    enroll("chen").ends(ExitCodes.USAGE);
    enroll("chen", "--no-chat-account").ends(ExitCodes.PASSED);
  }

  @Test
  void withoutLeadsInAChatANameIsEnough() {
    environment.remove("RESTORE_BOT_SLACK_LEADS");
    enroll("ben").ends(ExitCodes.PASSED);
  }
}
