package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.command.FollowUpCommand.Kind;
import dev.restorebot.bot.message.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisasterFormsTest {
  private static final String BACKUP = "tiers/daily_a/a b_db_2026-02-09_14-30-00.dump";

  @Test
  void whatIsFilledInIsTheCommandThatItAsksFor() {
    assertThat(
            filled(DisasterCommand.form("", BACKUP, "a b", "FAILED 2 h ago"), "zenops", "the disk"))
        .isEqualTo(
            new DisasterCommand.Disaster(
                Optional.empty(),
                Optional.of(BACKUP),
                Optional.of("zenops"),
                Optional.of("the disk")));
    assertThat(filled(DisasterCommand.form("shop", BACKUP, "a b", "PASSED"), "zenops", "the disk"))
        .isEqualTo(
            new DisasterCommand.Disaster(
                Optional.of("shop"),
                Optional.of(BACKUP),
                Optional.of("zenops"),
                Optional.of("the disk")));
    assertThat(filled(DenyCommand.form("k3m9x2", "seal"), "no need"))
        .isEqualTo(new DenyCommand.Deny("k3m9x2", "seal", Optional.of("no need")));
    assertThat(filled(FollowUpCommand.form(Kind.ROLLBACK, "k3m9x2"), "too old"))
        .isEqualTo(new FollowUpCommand.Rollback("k3m9x2", Optional.of("too old")));
  }

  @Test
  void theDialogOfADisasterSaysWhatItsLastTestSaidAndHowToOverrideIt() {
    Form form = DisasterCommand.form("", BACKUP, "a b", "FAILED 2 h ago");

    assertThat(form.lines().get(0)).contains("a b", "Last test: FAILED 2 h ago");
    assertThat(form.inputs()).extracting(Form.Input::hint).anyMatch(h -> h.contains("in spite of"));
  }

  @ParameterizedTest
  @EnumSource
  void aCodeBelongsToItsDecisionAndToTheRequestThatWasShown(ApproveCommand.Decision decision) {
    Form form = ApproveCommand.form(decision, "k3m9x2", "seal");

    ApproveCommand.Decide decide = (ApproveCommand.Decide) filled(form, "123456");
    assertThat(decide.decision()).isEqualTo(decision);
    assertThat(decide.job() + " " + decide.seal()).isEqualTo("k3m9x2 seal");
    assertThat(decide.code()).isPresent();
    assertThat(decide.toString()).doesNotContain("123456");
    assertThat(form.inputs().get(0).kind()).isEqualTo(Form.Kind.SECRET);
  }

  @Test
  void nothingIsMadeOfBlanks() {
    assertThat(filled(DenyCommand.form("k3m9x2", "seal"), "  "))
        .isEqualTo(new DenyCommand.Deny("k3m9x2", "seal", Optional.empty()));
    assertThat(Subcommands.pressed(new Press(Action.UNKNOWN, "k3m9x2", Map.of()))).isEmpty();
  }

  @Test
  void everyFormFitsIntoEveryChat() {
    List<Form> forms =
        List.of(
            DisasterCommand.form("t".repeat(40), BACKUP, BACKUP, "could not verify 2 h ago"),
            DenyCommand.form("k3m9x2", "seal"),
            FollowUpCommand.form(Kind.ROLLBACK, "k3m9x2"),
            FollowUpCommand.form(Kind.DELETE_OLD, "k3m9x2"),
            ApproveCommand.form(ApproveCommand.Decision.ABANDON, "k3m9x2", "seal"));
    for (Form form : forms) {
      assertThat(form.title().length()).isBetween(1, 24);
      assertThat(form.submit().length()).isBetween(1, 24);
      assertThat(form.inputs()).hasSizeBetween(1, 5);
      assertThat(form.inputs())
          .allSatisfy(input -> assertThat(input.label().length()).isBetween(1, 45))
          .allSatisfy(input -> assertThat(input.hint().length()).isLessThanOrEqualTo(100));
    }
  }

  private static Command filled(Form form, String... texts) {
    Map<String, String> inputs = new HashMap<>();
    for (int i = 0; i < texts.length; i++) {
      inputs.put(form.inputs().get(i).name(), texts[i]);
    }
    return Subcommands.pressed(new Press(form.action(), form.value(), inputs)).orElseThrow();
  }
}
