package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.doctor.DiagnosticCheck;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.doctor.LeadsDiagnostic;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.EngineSettings;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leads, the contacts and the channel of each target. */
class TargetPeopleTest {
  private static final Actor ASHA = new Actor("fake:asha", "Asha");
  private static final Actor BEN = new Actor("fake:ben", "Ben");

  @TempDir Path folder;

  private Settings settings;
  private TargetPeople people;

  @BeforeEach
  void load() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("restore-bot.yaml"),
            """
            slack: {enabled: true, leads: [U0001, U0002, U0003], testers: [U0009],
              channels: [C0001, C0002]}
            approval: {channel: "slack:C0001"}
            disaster: {contacts: [Nora], hand-checks: [Log in]}
            targets:
              - name: shop
                project: shop
                database: orders
                leads: ["slack:U0004", "slack:S0005", "discord:119000000000000000"]
                contacts: [Omar]
                approval-channel: slack:C0002
              - {name: billing, project: billing, hand-checks: [An invoice opens]}
            """);
    settings =
        SettingsLoader.load(
            Optional.of(file),
            Map.of(
                "RESTORE_BOT_SLACK_BOT_TOKEN", "xoxb-1", "RESTORE_BOT_SLACK_APP_TOKEN", "xapp-1"));
    people = new TargetPeople(() -> settings);
  }

  @Test
  void theLeadsOfATargetAreMentionedAndNoOthers() {
    assertThat(people.leads(SampleDisasters.asked("a", "shop"))).containsExactly("S0005", "U0004");
    assertThat(people.leads(SampleDisasters.asked("b", "billing")))
        .containsExactly("U0001", "U0002", "U0003");
    assertThat(people.leads(SampleDisasters.asked("c", "gone")))
        .containsExactly("U0001", "U0002", "U0003");
  }

  @Test
  void contactsAndChecksAreTheTargets() {
    assertThat(people.contacts(SampleDisasters.asked("a", "shop"))).containsExactly("Omar");
    assertThat(people.contacts(SampleDisasters.asked("b", "billing"))).containsExactly("Nora");
    assertThat(people.contacts("orders")).containsExactly("Omar");
    assertThat(people.contacts("other")).containsExactly("Nora");
    assertThat(people.handChecks(SampleDisasters.asked("a", "shop"))).containsExactly("Log in");
    assertThat(people.handChecks(SampleDisasters.asked("b", "billing")))
        .containsExactly("An invoice opens");
  }

  @Test
  void theRulesOfApprovalAreTheTargets() {
    List<EngineSettings.Disaster> targets = EngineFactory.settings(settings).disasters();

    assertThat(targets)
        .extracting(EngineSettings.Disaster::name)
        .containsExactly("shop", "billing");
    assertThat(targets.get(0).approval().leads())
        .containsExactlyInAnyOrder("slack:U0004", "slack:S0005", "discord:119000000000000000");
    assertThat(targets.get(0).approval().channel()).contains(new ChannelRef("slack", "", "C0002"));
    assertThat(targets.get(1).approval()).isEqualTo(EngineFactory.settings(settings).approval());
  }

  @Test
  void theLeadsOfATargetMayStartTestsLikeTesters() {
    assertThat(Chats.slackAccess(settings).testers()).containsExactly("U0009", "U0004", "S0005");
    assertThat(Chats.slackAccess(settings).leads()).doesNotContain("U0004");
  }

  @Test
  void membershipAmongOtherLeadsKnowsOnlyThose() throws Exception {
    ChatAccess access = new ChatAccess(Optional.empty(), List.of(), List.of(ASHA.id()));
    Membership general = new ChatMembership(Map.of(new FakeChat(), () -> access));
    Membership target = general.among(() -> Set.of("fake:" + BEN.id(), "other:" + ASHA.id()));

    assertThat(general.isLead(ASHA)).isTrue();
    assertThat(general.isLead(BEN)).isFalse();
    assertThat(target.isLead(ASHA)).isFalse();
    assertThat(target.isLeadNow(BEN)).isTrue();
    assertThat(target.leads("fake")).contains(Set.of(BEN.id()));
    assertThat(target.mayRequest(ASHA)).isTrue();
    assertThat(target.mayRequest(BEN)).isTrue();
    assertThat(general.mayRequest(BEN)).isFalse();
    assertThat(general.among(Set::of).isLead(ASHA)).isFalse();
  }

  @Test
  void theDoctorLooksAtTheLeadsOfEachTarget() throws Exception {
    List<Finding> findings = new ArrayList<>();
    for (DiagnosticCheck check : LeadsDiagnostic.of(settings.with(Map.of("approval.needed", 4)))) {
      findings.add(check.examine());
    }

    assertThat(findings).extracting(Finding::name).containsExactly("leads shop", "leads billing");
    assertThat(findings.get(0).status()).isEqualTo(Finding.Status.OK);
    assertThat(findings.get(1).status()).isEqualTo(Finding.Status.BROKEN);
    assertThat(findings.get(1).cure()).contains("slack.leads, discord.leads or console.leads");
  }
}
