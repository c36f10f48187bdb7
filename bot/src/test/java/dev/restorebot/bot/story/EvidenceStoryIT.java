package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.evidence.AuditAgainstEvidence;
import dev.restorebot.engine.evidence.EvidenceCheck;
import dev.restorebot.engine.evidence.EvidenceVerdict;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.testing.RequiresDocker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a real restore, from the command to an auditor's check. */
@RequiresDocker
@Tag("docker")
@Tag("browser")
class EvidenceStoryIT {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  private static final String BACKUP = "sampleapp_db_2026-11-01_02-30-00.dump";

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private Path state;
  private SigningKey key;
  private App app;

  @BeforeEach
  void start() throws Exception {
    state = folder.resolve("state");
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_METRICS_ENABLED", "true");
    environment.put("RESTORE_BOT_METRICS_PORT", "0");
    Settings settings = SampleBackups.settings(environment, state, backups);
    key = SigningKey.generate(state.resolve("evidence.key"));
    app = new App(settings, List.of(new ConsolePerson("asha", "Asha", "on-call")));
  }

  @AfterEach
  void stop() throws Exception {
    BROWSER.expect("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET");
    app.close();
    own.clear();
  }

  @Test
  void ofARealRestoreIsSignedToldAndAgreesWithTheAuditLog() throws Exception {
    Page page = BROWSER.open();
    BrowserExtension.visit(page, app.consoleAddress().orElseThrow());
    type(page, "test " + BACKUP);
    assertThat(page.locator("#replies"))
        .containsText(
            "Evidence written and signed",
            new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
    assertThat(page.locator("#replies")).containsText("Audit log up to");
    BrowserExtension.screenshot(page, "evidence-told");
    Path report = onlyReport();
    EvidenceVerdict verdict = EvidenceCheck.verify(report, key.publicKey());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.about()).singleElement().asString().contains("PASSED", BACKUP);
    String markdown = Files.readString(report.resolve("report.md"));
    assertThat(markdown)
        .contains("requested it: Asha", "PostgreSQL server of the sandbox", "restore: ");

    type(page, "cleanup all");
    page.locator(".own button:text('Remove 1 sandbox')").click();
    // The answer would take the place of the thread.
    assertThat(page.locator(".own").last()).containsText("1 of 1 sandboxes removed");
    page.goBack();
    assertThat(page.locator("#replies"))
        .containsText("Cleaned up", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    try (AuditLog audit = JdbcAuditLog.open(state.resolve("state.db"))) {
      assertThat(audit.verify(Optional.empty()).problems()).isEmpty();
      assertThat(AuditAgainstEvidence.compare(audit, state.resolve("reports"))).isEmpty();
      assertThat(audit.entries(0, 99))
          .extracting(AuditEntry::event)
          .extracting(event -> event.what() + " " + event.by().name())
          .containsSubsequence(
              "command.given Asha",
              "test.queued Asha",
              "test.preparing restore-bot",
              "test.ready restore-bot",
              "evidence.written restore-bot",
              "command.given Asha",
              "test.cleaned-up Asha");
    }
    assertThat(metrics()).contains("outcome=\"PASSED\"} 1.0", "restorebot_sandboxes_alive 0.0");
    pictures(Files.readString(report.resolve("report.html")));
  }

  private void pictures(String html) {
    Page light = BROWSER.open();
    light.setContent(html);
    assertThat(light.locator("h1")).containsText("PASSED");
    full(light, "evidence-light");
    light.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    full(light, "evidence-print");
    Page phone =
        BROWSER.open(
            new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setColorScheme(ColorScheme.DARK));
    phone.setContent(html);
    assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
        .isFalse();
    full(phone, "evidence-dark-phone");
  }

  private static void full(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screenshots", name + ".png").toAbsolutePath()));
  }

  private Path onlyReport() throws Exception {
    try (var folders = Files.list(state.resolve("reports"))) {
      List<Path> all = folders.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.metricsAddress().orElseThrow().resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void type(Page page, String command) {
    page.locator("#text").fill(command);
    page.locator("#send").click();
  }
}
