package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.doctor.Finding;
import dev.restorebot.bot.doctor.Finding.Status;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.wiring.DiagnosticChecks;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set-up that is healthy, and the same with each thing broken in turn. */
@RequiresDocker
@RequiresCompose
@Tag("docker")
@Tag("compose")
class DoctorIT {
  @TempDir static Path shared;
  private static ComposeUnderTest project;
  private static SlackChatDriver slack;

  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();
  private Clock clock = Clock.systemUTC();

  @BeforeAll
  static void startSurroundings() throws Exception {
    slack = new SlackChatDriver(SlackOptions.Mode.SOCKET);
    project = new ComposeUnderTest(shared.resolve("project")).up();
  }

  @AfterAll
  static void stopSurroundings() throws Exception {
    project.close();
    slack.close();
  }

  @BeforeEach
  void setUp() throws Exception {
    Path backups = temp.resolve("backups");
    SampleBackups.unpack(backups);
    Path state = Files.createDirectories(temp.resolve("state"));
    var unused = SigningKey.generate(state.resolve("evidence.key"));
    environment.putAll(slack.environment());
    environment.put("RESTORE_BOT_STATE_DIR", state.toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups.toString());
    environment.put(
        "BACKUP_ENCRYPTION_KEY",
        SampleBackups.settings(Map.of(), state, backups).backups().key().value());
    environment.put("RESTORE_BOT_SANDBOX_RUNTIME", "docker");
    environment.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    environment.put("RESTORE_BOT_SLACK_TESTERS", "U0004");
    environment.put("RESTORE_BOT_SLACK_LEADS", "U0001,U0002,W0003");
    environment.put("RESTORE_BOT_DISASTER_PROJECT", project.name());
    environment.put("RESTORE_BOT_DISASTER_DATABASE", "zenops");
    environment.put("RESTORE_BOT_DISASTER_STOP", "api,email-worker");
  }

  private Map<String, Finding> examine() throws Exception {
    Settings settings = SettingsLoader.load(Optional.empty(), environment);
    return DiagnosticChecks.doctor(settings, EngineFactory.catalog(settings), clock)
        .examine()
        .stream()
        .collect(Collectors.toMap(Finding::name, found -> found));
  }

  @Test
  void findsNothingInAHealthySetUp() throws Exception {
    Map<String, Finding> found = examine();
    // No bot has run yet that could have written it.
    assertThat(found.get("runbook").status()).isEqualTo(Status.WARNING);
    assertThat(found.get("runbook").what()).contains("not written yet");
    assertThat(found.values())
        .filteredOn(each -> !each.name().equals("runbook"))
        .allSatisfy(each -> assertThat(each.status()).as("%s", each).isEqualTo(Status.OK))
        .hasSize(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sandbox       | RESTORE_BOT_SANDBOX_DOCKER_HOST    | unix:///nowhere.sock | Docker
          image         | RESTORE_BOT_SANDBOX_DOCKER_IMAGE   | none-such:{major}    | docker pull none-such
          backups       | RESTORE_BOT_BACKUPS_FOLDERS        | /nowhere/at/all      | backups.folders
          key           | BACKUP_ENCRYPTION_KEY              | another key          | key
          project       | RESTORE_BOT_DISASTER_PROJECT       | none-such            | none-such
          leads         | RESTORE_BOT_SLACK_LEADS            | U0001                | slack.leads
          second-factor | RESTORE_BOT_APPROVAL_SECOND_FACTOR | totp                 | totp enroll
          slack         | RESTORE_BOT_SLACK_BOT_TOKEN        | xoxb-revoked         | slack-manifest
          state         | RESTORE_BOT_STATE_DIR              | /dev/null/state      | state-dir
          """)
  void namesWhatIsBrokenAndItsCure(String name, String variable, String value, String cure)
      throws Exception {
    environment.put(variable, value);

    assertOnly(name, cure);
  }

  @Test
  void namesAnEvidenceKeyThatOthersMayRead() throws Exception {
    Files.setPosixFilePermissions(
        temp.resolve("state/evidence.key"), PosixFilePermissions.fromString("rw-r--r--"));

    assertOnly("evidence-key", "chmod 600");
  }

  @Test
  void namesAClockThatIsWrong() throws Exception {
    clock = Clock.offset(clock, Duration.ofMinutes(5));

    assertOnly("clock", "chrony");
  }

  /** What depends on the broken thing may say that it could not look, and no more. */
  private void assertOnly(String name, String cure) throws Exception {
    Map<String, Finding> found = examine();

    assertThat(found.get(name).status()).as("%s", found.get(name)).isEqualTo(Status.BROKEN);
    assertThat(found.get(name).what() + " " + found.get(name).cure()).contains(cure);
    List<String> others =
        found.values().stream()
            .filter(each -> each.status() == Status.BROKEN && !each.name().equals(name))
            .map(Finding::name)
            .toList();
    Map<String, List<String>> follow =
        Map.of("sandbox", List.of("project"), "backups", List.of("disk"));
    assertThat(others).isSubsetOf(follow.getOrDefault(name, List.of()));
  }
}
