package dev.restorebot.bot.command;

import static dev.restorebot.bot.testing.Facts.ASHA;
import static dev.restorebot.bot.testing.Facts.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.job.JobState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatAccessTest {
  @TempDir Path folder;
  private DeskUnderTest desk;

  @BeforeEach
  void backups() throws Exception {
    SampleBackups.unpack(folder);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void elsewhereNothingIsDoneAndItSaysWhatToAdd() {
    with(Optional.of(Set.of("other")), List.of(), List.of());
    for (String text : List.of("test latest", "backups", "help", "cleanup all")) {
      Card card = desk.answer(ASHA, text);
      assertThat(card.title()).isEqualTo("Commands are not allowed in this channel");
      assertThat(card.code()).containsExactly("fake.channels: [ops]");
    }
    assertThat(desk.press(ASHA, Action.TEST, "latest").first().title()).contains("not allowed");
    assertThat(desk.engine.recentJobs(1).toList()).isEmpty();
  }

  @Test
  void whoIsNoTesterMayLookOnly() {
    with(Optional.empty(), List.of(BEN.id()), List.of());
    for (String text : List.of("test latest", "test", "cancel k3m9x2", "cleanup all")) {
      Card card = desk.answer(ASHA, text);
      assertThat(card.title()).isEqualTo("You may not start or stop test restores");
      assertThat(card.code()).containsExactly("fake.testers: [asha]");
    }
    assertThat(desk.press(ASHA, Action.EXTEND, "k3m9x2").first().title())
        .contains("You may not start");
    assertThat(desk.answer(ASHA, "backups").title()).isEqualTo("5 backups, newest first");
    assertThat(desk.engine.recentJobs(1).toList()).isEmpty();
  }

  @Test
  void testersAndLeadsMay() {
    with(Optional.of(Set.of("ops")), List.of("console:chen"), List.of(BEN.id()));
    var unused = desk.type(BEN, "test latest");
    assertThat(desk.newest(JobState.READY).requestedBy()).isEqualTo(BEN);
  }

  @Test
  void namesAreShownInTheBotsChannelsAndResultsElsewhereToTestersAndLeads() {
    with(Optional.of(Set.of("ops")), List.of("console:chen"), List.of(BEN.id()));
    assertThat(desk.desk.maySee("ops")).isTrue();
    assertThat(desk.desk.maySee("random")).isFalse();
    assertThat(desk.desk.maySee(BEN)).isTrue();
    assertThat(desk.desk.maySee(ASHA)).isFalse();
    desk.chat.refuse("belongs", true);
    assertThat(desk.desk.maySee(BEN)).as("when it cannot be found out").isFalse();
  }

  @Test
  void withoutTestersAndLeadsNobodySeesResultsElsewhere() {
    with(Optional.of(Set.of("ops")), List.of(), List.of());
    assertThat(desk.desk.maySee(ASHA)).isFalse();
  }

  @Test
  void whenItCannotBeFoundOutNothingIsDone() {
    with(Optional.empty(), List.of(ASHA.id()), List.of());
    desk.chat.refuse("belongs", true);
    Card card = desk.answer(ASHA, "test latest");
    assertThat(card.title()).isEqualTo("Could not check whether you may do this");
    assertThat(desk.engine.recentJobs(1).toList()).isEmpty();
  }

  private void with(Optional<Set<String>> channels, List<String> testers, List<String> leads) {
    desk = new DeskUnderTest(folder, new ChatAccess(channels, testers, leads), Optional.empty());
  }
}
