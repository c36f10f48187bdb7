package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.restorebot.engine.testing.RequiresDocker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RequiresDocker
@Tag("docker")
@Tag("browser")
class ConsoleStoryIT extends ConsoleStoryContract {
  @Override
  String runtime() {
    return "docker";
  }

  @Test
  void aBackupWhoseContentIsWrong() throws Exception {
    type("test sampleapp_db_2026-11-15_02-30-00.no-users.dump");
    verdict("BAD", "FAILED: do not rely on sampleapp_db_2026-11-15_02-30-00.no-users.dump");

    assertThat(page().locator("#replies")).containsText("Verification: FAILED");
    Locator checks = page().locator("#replies figure:has-text('Checks') tbody tr");
    assertThat(checks.nth(0)).containsText("FAILED");
    assertThat(checks.nth(1)).containsText("FAILED");
    assertThat(checks.nth(2)).containsText("passed");
    assertThat(row("alembic")).containsText("0005_add_document_categories");
    assertThat(page().locator("#replies")).containsText("What to do: ");
    shot("failed");

    page().locator("#replies figure:has-text('Checks')").scrollIntoViewIfNeeded();
    shot("failed-checks");
    cleanUpAll();
    assertThat(page().locator("#replies")).containsText("Cleaned up");
    assertThat(own().existing()).isEmpty();
  }

  @Test
  void aBackupThatIsCutOff() throws Exception {
    type("test sampleapp_db_2026-11-08_02-30-00.cut-off.dump");
    verdict("BAD", "FAILED: sampleapp_db_2026-11-08_02-30-00.cut-off.dump cannot be restored");

    assertThat(page().locator("#messages")).containsText("is cut off");
    assertThat(page().locator("#replies")).containsText("This backup cannot be restored");
    assertThat(page().locator("#replies")).containsText("Nothing is left running.");
    shot("cut-off");
    assertThat(own().existing()).isEmpty();
  }

  @Test
  void noBackupNamed() {
    type("test");
    assertThat(page().locator(".own")).containsText("Which backup do you want to test?");
    shot("offer");
  }
}
