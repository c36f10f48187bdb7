package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.engine.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's first minutes: {@code restore-bot demo}, and its tour from the first test to a
 * disaster restore that is approved, swapped in and rolled back (docs/demo.md).
 */
abstract class DemoStoryContract {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  private static final Pattern CONSOLE = Pattern.compile("Open (http://127\\.0\\.0\\.1:\\d+/)");
  private static final Pattern SITE = Pattern.compile("is at (http://127\\.0\\.0\\.1:\\d+/)");
  private static final double RESTORE_MILLIS = 240_000;

  @TempDir Path folder;
  private final OwnSandboxes own = new OwnSandboxes(runtime());
  private BotProcess demo;
  private Page page;
  private Page site;
  private String siteAddress;

  /** Where PostgreSQL servers run. */
  abstract String runtime();

  /** The width of the screen, in pixels. */
  abstract int width();

  /** The colours of the screen. */
  abstract ColorScheme colours();

  private BotProcess launch() throws Exception {
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("XDG_STATE_HOME", folder.toString());
    return BotProcess.start(environment, "demo", "--port", "0", "--runtime", runtime());
  }

  private String ready(BotProcess process) {
    return Eventually.get(
        "the demo", process::toString, said -> said.contains("Ctrl-C"), Duration.ofMinutes(2));
  }

  @AfterEach
  void end() throws Exception {
    if (demo != null) {
      demo.close();
    }
    own.clear();
  }

  @Test
  void theTourFromTheFirstTestToTheRollback() throws Exception {
    BROWSER.expect(
        "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET"
            + "|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|503");
    try (BotProcess killed = launch()) {
      ready(killed);
      assertThat(own.existing()).isNotEmpty();
      assertThat(killed.kill().exitCode()).isEqualTo(137);
    }
    demo = launch();
    String said = ready(demo);
    assertThat(demo.err()).isEmpty();
    page = open(address(CONSOLE, said));
    siteAddress = address(SITE, said);
    site = open(siteAddress);
    assertThat(site.locator("h2")).hasText("No assignments");

    assertThat(card("is due")).containsText("Restore drill of sampleapp is due");
    shot("1-tour");
    press("Test the newest backup");
    verdict("PASSED: sampleapp_db_2026-11-22");
    shotOfVerdict("2-passed");
    back();
    press("Test the backup without users");
    verdict("FAILED: do not rely on sampleapp_db_2026-11-15_02-30-00.no-users.dump");
    Locator checks = page.locator("#replies figure:has-text('Checks') tbody tr");
    assertThat(checks.nth(0)).containsText("FAILED");
    assertThat(page.locator("#replies")).containsText("0005_add_document_categories");
    assertThat(page.locator("#replies")).containsText("What to do: ");
    shotOfVerdict("3-failed");
    back();
    press("Run the drill");
    assertThat(headline()).containsText("PASSED", soon());
    back();
    assertThat(tour(3)).containsText("choose Ben", soon());
    as("ben");
    press("Sign off the drill");
    assertThat(tour(3)).containsText("is signed off", soon());
    shot("4-drill");
    disaster();
    leavesNothing();
  }

  private void disaster() {
    assertThat(tour(4)).containsText("choose Asha", soon());
    as("asha");
    press("Request a disaster restore");
    assertThat(headline()).containsText("APPROVAL NEEDED", soon());
    assertThat(page.locator("#boardtitle")).containsText("WAITING: the disaster restore");
    shotOfHeadline("5-approval");
    as("ben");
    approve();
    assertThat(headline()).containsText("1 of 2", soon());
    as("chen");
    approve();
    assertThat(headline()).containsText("GO OR NO-GO", soon());
    assertThat(headline()).containsText("public.assignments");
    shotOfHeadline("6-go");
    BrowserExtension.visit(site, siteAddress);
    assertThat(site.locator("h2")).hasText("The site is down");
    decide("Look at it");
    assertThat(page.locator("#replies")).containsText("-d sampleapp_restored_", soon());
    decide("Swap in");
    assertThat(headline()).containsText("DONE:", soon());
    BrowserExtension.visit(site, siteAddress);
    assertThat(site.locator("h2")).hasText("400 assignments");
    assertThat(page.locator("#boardtitle")).not().containsText("SERVICES DOWN");
    shotOfHeadline("7-done");

    as("asha");
    decide("Roll back");
    page.locator("form textarea, form input[type=text]").last().fill("only to try it out");
    shot("8-why");
    page.locator("form button.primary, form button[type=submit]").last().click();
    assertThat(headline()).containsText("Rollback requested", soon());
    as("ben");
    approve();
    assertThat(headline()).containsText("1 of 2", soon());
    as("chen");
    approve();
    assertThat(headline()).containsText("ROLLED BACK", soon());
    BrowserExtension.visit(site, siteAddress);
    assertThat(site.locator("h2")).hasText("No assignments");
    back();
    assertThat(tour(4)).containsText("is done: production was restored and rolled back", soon());
    shot("9-end");
  }

  private void leavesNothing() throws Exception {
    assertThat(demo.terminate().exitCode()).isEqualTo(143);
    assertThat(demo.err()).isEmpty();
    assertThat(own.existing()).isEmpty();
    try (Stream<Path> left = Files.walk(folder.resolve("restore-bot-demo"))) {
      assertThat(left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("restore-bot.lock");
    }
  }

  private Page open(String address) {
    Page opened =
        BROWSER.open(
            new Browser.NewContextOptions()
                .setViewportSize(width(), 800)
                .setColorScheme(colours()));
    BrowserExtension.visit(opened, address);
    return opened;
  }

  private static String address(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group(1);
  }

  private Locator card(String title) {
    return page.locator("#messages .card:has(.title:has-text('" + title + "'))").last();
  }

  private Locator tour(int step) {
    return card("Tour, step " + step + " of 4");
  }

  private void press(String label) {
    page.locator("#messages button:text-is('" + label + "')").click();
  }

  private Locator headline() {
    return page.locator("#headline");
  }

  private void verdict(String title) {
    assertThat(headline()).containsText(title, soon());
    assertThat(page.locator("#replies")).containsText("Verification: ", soon());
  }

  private void back() {
    page.keyboard().press("Escape");
    assertThat(page.locator("#thread")).isHidden();
  }

  /** On a phone, an open thread hides who one is. */
  private void as(String person) {
    boolean hidden = !page.locator("#person").isVisible();
    String thread = page.url();
    if (hidden) {
      back();
    }
    var unused = page.locator("#person").selectOption(person);
    if (hidden) {
      page.navigate(thread);
      assertThat(page.locator("#thread")).isVisible();
    }
  }

  private void approve() {
    decide("Approve");
  }

  /** Presses a button of the disaster restore by keyboard, and confirms what it asks. */
  private void decide(String label) {
    headline().locator("button:text-is('" + label + "')").press("Enter");
    if (!List.of("Look at it", "Roll back").contains(label)) {
      assertThat(page.locator("#confirm")).isVisible();
      page.locator("#yes").press("Enter");
    }
  }

  private static LocatorAssertions.ContainsTextOptions soon() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(RESTORE_MILLIS);
  }

  private void shotOfHeadline(String name) {
    Object unused = page.locator("#threadlog").evaluate("log => log.scrollTop = 0");
    shot(name);
  }

  private void shotOfVerdict(String name) {
    Object unused =
        page.locator("#replies .card:has-text('Verification:')")
            .first()
            .evaluate("card => card.scrollIntoView()");
    shot(name);
  }

  private void shot(String name) {
    BrowserExtension.screenshot(page, "demo-" + runtime() + "-" + name);
  }
}
