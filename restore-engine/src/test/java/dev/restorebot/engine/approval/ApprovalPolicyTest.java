package dev.restorebot.engine.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalPolicyTest {
  private static final Duration HALF = Duration.ofMinutes(30);
  private static final Duration TEN = Duration.ofMinutes(10);
  private static final List<Duration> NONE = List.of();

  private static ApprovalPolicy policy(
      int needed,
      Duration approve,
      Duration run,
      List<Duration> reminders,
      SecondFactorKind factor,
      Set<String> leads,
      SamePersonRules people) {
    return new ApprovalPolicy(
        needed, approve, run, reminders, factor, leads, people, Optional.empty());
  }

  private static ApprovalPolicy usual(int needed) {
    return policy(
        needed, HALF, TEN, NONE, SecondFactorKind.NONE, Set.of("a", "b"), SamePersonRules.DISTINCT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0, -1, Integer.MIN_VALUE})
  void noSettingMakesFewerThanTwoEnough(int needed) {
    assertThatThrownBy(() -> usual(needed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 leads");
  }

  @Test
  void timesMustLastAndRemindersComeBeforeTheEnd() {
    assertThatThrownBy(() -> with(Duration.ZERO, TEN, NONE)).hasMessageContaining("approve");
    assertThatThrownBy(() -> with(HALF, Duration.ofMinutes(-1), NONE)).hasMessageContaining("run");
    assertThatThrownBy(() -> with(HALF, TEN, List.of(HALF))).hasMessageContaining("reminder");
    assertThatThrownBy(() -> with(HALF, TEN, List.of(Duration.ZERO)))
        .hasMessageContaining("reminder");
  }

  private static ApprovalPolicy with(Duration approve, Duration run, List<Duration> reminders) {
    return policy(
        2, approve, run, reminders, SecondFactorKind.NONE, Set.of("a"), SamePersonRules.DISTINCT);
  }

  @Test
  void theFingerprintChangesWithEveryRuleAndWithNothingElse() {
    Set<String> leads = Set.of("a", "b");
    SamePersonRules two = new SamePersonRules(List.of(Set.of("x", "y")));
    SecondFactorKind no = SecondFactorKind.NONE;
    List<String> fingerprints =
        Stream.of(
                usual(2),
                usual(3),
                policy(2, TEN, TEN, NONE, no, leads, SamePersonRules.DISTINCT),
                policy(2, HALF, HALF, NONE, no, leads, SamePersonRules.DISTINCT),
                policy(2, HALF, TEN, List.of(TEN), no, leads, SamePersonRules.DISTINCT),
                policy(2, HALF, TEN, NONE, SecondFactorKind.TOTP, leads, SamePersonRules.DISTINCT),
                policy(2, HALF, TEN, NONE, no, Set.of("a"), SamePersonRules.DISTINCT),
                policy(2, HALF, TEN, NONE, no, leads, two))
            .map(ApprovalPolicy::fingerprint)
            .toList();
    assertThat(fingerprints).doesNotHaveDuplicates();
    assertThat(usual(2).fingerprint()).isEqualTo(fingerprints.get(0));
    assertThat(
            policy(2, HALF, TEN, NONE, no, Set.of("b", "a"), new SamePersonRules(List.of()))
                .fingerprint())
        .isEqualTo(fingerprints.get(0));
  }

  @Test
  void idsThatShareOneAreOnePerson() {
    SamePersonRules people =
        new SamePersonRules(
            List.of(Set.of("slack:1", "discord:1"), Set.of("discord:1", "cli:ada")));
    assertThat(people.one(actor("slack:1"), actor("cli:ada"))).isTrue();
    assertThat(people.one(actor("slack:1"), actor("slack:1"))).isTrue();
    assertThat(people.one(actor("slack:1"), actor("slack:2"))).isFalse();
    assertThat(people.canonical())
        .isEqualTo(
            new SamePersonRules(List.of(Set.of("cli:ada", "slack:1", "discord:1"))).canonical());
  }

  private static Actor actor(String id) {
    return new Actor(id, "whoever");
  }

  @Test
  void aBindingSaysWhatChanged() {
    Binding was = Binding.of("disaster", "ab".repeat(32), "zenops/db", "1. stop api");
    assertThat(
            was.differenceFrom(Binding.of("disaster", "ab".repeat(32), "zenops/db", "1. stop api")))
        .isEmpty();
    assertThat(Binding.of("rollback", "", "zenops/db", "1. stop api").differenceFrom(was))
        .contains(
            "it is a rollback now, not a disaster; the backup's content changed (SHA-256 was"
                + " abababababab, is none)");
    assertThat(Binding.of("disaster", "ab".repeat(32), "zenops/db2", "1. stop").differenceFrom(was))
        .contains("the target changed (was zenops/db, is zenops/db2); the plan changed");
  }
}
