package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.Shell;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.testing.RequiresDocker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole bot, as a person at the console meets it: real page, real restore. */
@RequiresDocker
@Tag("docker")
@Tag("browser")
class ConsoleStoryIT {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  private static final double RESTORE_MILLIS = 240_000;

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes("docker");
  private App app;
  private Page page;

  @BeforeEach
  void start() throws Exception {
    Path backups = folder.resolve("backups");
    SampleBackups.unpack(backups);
    app =
        new App(
            SampleBackups.settings(own.environment(), folder.resolve("state"), backups),
            List.of(
                new ConsolePerson("asha", "Asha", "on-call"),
                new ConsolePerson("ben", "Ben", "lead")));
    page = BROWSER.open();
    BrowserExtension.visit(page, app.consoleAddress().orElseThrow());
    assertThat(page.locator("#channel")).containsText("# ops-restore", soon());
  }

  @AfterEach
  void stop() throws Exception {
    BROWSER.expect("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET");
    app.close();
    own.clear();
  }

  @Test
  void fromTheCommandToTheCleanUp() throws Exception {
    page.keyboard().type("te");
    assertThat(page.locator("#options li")).hasText(new String[] {"test"});
    page.keyboard().press("Tab");
    page.keyboard().type("11-01_02-30-00.d");
    assertThat(page.locator("#options li"))
        .hasText(new String[] {"test sampleapp_db_2026-11-01_02-30-00.dump"});
    shot("completion");
    page.keyboard().press("Tab");
    assertThat(page.locator("#text")).hasValue("test sampleapp_db_2026-11-01_02-30-00.dump");
    page.keyboard().press("Enter");
    verdict("GOOD", "PASSED: sampleapp_db_2026-11-01_02-30-00.dump restores");

    assertThat(page.locator("#replies")).containsText("Verification: PASSED");
    assertThat(row("public.users")).containsText("25");
    assertThat(row("public.assignment_documents")).containsText("900");
    assertThat(row("alembic")).containsText("0007_add_notifications");
    assertThat(page.locator("#replies")).containsText("Inspect the restored database");
    shot("passed");
    String command = page.locator("#replies .code code").last().textContent().strip();
    if (Shell.canRun("docker")) {
      String psql = command.replace("docker exec -it", "docker exec -i");
      assertThat(Shell.run(psql + " -Atc 'SELECT count(*) FROM notifications'")).isEqualTo("600");
    }

    button("Keep 24 h longer").click();
    assertThat(page.locator("#replies")).containsText("Asha extended the sandbox");
    page.locator("#person").selectOption("ben");
    button("Clean up").click();
    assertThat(page.locator("#question")).containsText("Remove the sandbox of sampleapp_db");
    shot("confirm");
    page.locator("#yes").click();
    assertThat(page.locator("#replies")).containsText("By Ben.", soon());
    assertThat(page.locator("#replies")).containsText("Cleaned up");
    assertThat(button("Clean up")).hasCount(0);
    shot("cleaned-up");
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void aLongerRestoreShowsHowFarItIs() throws Exception {
    SlowBackup.write(folder.resolve("backups"), 4);
    page.evaluate(
        "window.seen = new Set(); setInterval(() => document"
            + ".querySelectorAll('#headline [role=progressbar]')"
            + ".forEach(bar => window.seen.add(bar.ariaValueNow)), 20)");
    type("test sampleapp"); // its newest backup
    assertThat(page.locator("#headline .card.RUNNING .title")).containsText("restoring", soon());
    shot("running");
    verdict("GOOD", "PASSED: " + SlowBackup.NAME);
    assertThat((Integer) page.evaluate("window.seen.size")).isGreaterThan(1);
    cleanUpAll();
    assertThat(page.locator("#replies")).containsText("Cleaned up", soon());
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void aBackupThatIsCutOff() throws Exception {
    type("test sampleapp_db_2026-11-08_02-30-00.cut-off.dump");
    verdict("BAD", "FAILED: sampleapp_db_2026-11-08_02-30-00.cut-off.dump cannot be restored");

    assertThat(page.locator("#messages")).containsText("is cut off");
    assertThat(page.locator("#replies")).containsText("This backup cannot be restored");
    assertThat(page.locator("#replies")).containsText("Nothing is left running.");
    shot("cut-off");
    assertThat(own.existing()).isEmpty();
  }

  @Test
  void noBackupNamed() {
    type("test");
    assertThat(page.locator(".own")).containsText("Which backup do you want to test?");
    shot("offer");
  }

  /** Removes every sandbox, which the bot asks back. */
  private void cleanUpAll() {
    type("cleanup all");
    page.locator(".own button:text('Remove 1 sandbox')").last().click();
    // The answer would take the place of the thread.
    assertThat(page.locator(".own").last()).containsText("1 of 1 sandboxes removed");
    page.goBack();
  }

  /** Types a whole command. */
  private void type(String command) {
    page.locator("#text").fill(command);
    page.locator("#send").click();
  }

  /** Waits for the newest headline to say how it ended. */
  private void verdict(String tone, String title) {
    assertThat(page.locator("#messages .card." + tone + " .title").last())
        .containsText(title, soon());
  }

  private static LocatorAssertions.ContainsTextOptions soon() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(RESTORE_MILLIS);
  }

  private Locator row(String start) {
    return page.locator("#replies tbody tr:has(td:text-is('" + start + "'))").last();
  }

  private Locator button(String label) {
    return page.locator("#headline button:text('" + label + "')");
  }

  private void shot(String name) {
    BrowserExtension.screenshot(page, "story-" + name);
  }
}
