package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.restorebot.bot.testing.BrowserExtension.screenshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.restorebot.bot.oidc.FakeProvider;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** People sign in to the console in a browser, request a disaster restore and approve it there. */
@Tag("browser")
@Tag("docker")
@Tag("compose")
@Tag("slow")
@RequiresDocker
@RequiresCompose
class ConsoleSignInIT {
  private static final String BACKUP = "zenops_db_2026-02-09_14-30-00.dump";
  private static final double PATIENCE = 120_000;

  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  @TempDir Path folder;

  private Map<String, String> environment(FakeProvider provider, Path backups, String project) {
    Map<String, String> environment = new HashMap<>();
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups.toString());
    environment.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    environment.put("RESTORE_BOT_CONSOLE_PORT", "0");
    environment.put("RESTORE_BOT_CONSOLE_SIGN_IN_ISSUER", provider.issuer().toString());
    environment.put("RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_ID", FakeProvider.CLIENT);
    environment.put("RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_SECRET", FakeProvider.SECRET);
    environment.put("RESTORE_BOT_CONSOLE_LEADS", "group:leads");
    environment.put("RESTORE_BOT_DISASTER_PROJECT", project);
    environment.put("RESTORE_BOT_DISASTER_DATABASE", "zenops");
    environment.put("RESTORE_BOT_DISASTER_STOP", "api,email-worker");
    return environment;
  }

  @Test
  void twoLeadsWhoSignedInApproveWhatAThirdRequested() throws Exception {
    try (FakeProvider provider =
            new FakeProvider()
                .with("asha", "leads")
                .with("ben", "leads")
                .with("chen", "leads")
                .with("eve", "marketing");
        ComposeUnderTest project = new ComposeUnderTest(folder.resolve("project")).up()) {
      provider.giveRefreshTokens();
      project.fill("saved");
      Path backups = Files.createDirectories(folder.resolve("backups"));
      Path unused = project.dump(backups.resolve(BACKUP));
      project.sql("INSERT INTO items (name) VALUES ('lost')");
      try (App app =
          new App(
              SettingsLoader.load(Optional.empty(), environment(provider, backups, project.name())),
              List.of())) {
        story(app.consoleAddress().orElseThrow().toString(), provider);
      }
      assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    }
    try (JdbcAuditLog audit = JdbcAuditLog.open(folder.resolve("state/state.db"))) {
      assertThat(audit.entries(0, 100))
          .extracting(AuditEntry::event)
          .filteredOn(event -> event.what().equals("approval.accepted"))
          .extracting(event -> event.by().name())
          .containsExactly("Ben", "Chen");
    }
  }

  private void story(String console, FakeProvider provider) {
    Page asha = signedIn(console, "asha");
    assertThat(asha.locator("#notice"))
        .hasText("Signed in as Asha. Your ID for the settings: " + provider.id("asha"));
    assertThat(asha.locator("#who")).isHidden();
    screenshot(asha, "signed-in");
    asha.locator("#text").fill("disaster " + BACKUP + " zenops the volume is damaged");
    asha.keyboard().press("Enter");
    headline(asha, "APPROVAL NEEDED");

    BROWSER.expect("403");
    Page eve = provided(console, "eve");
    assertThat(eve.locator("#message")).containsText("you may not use this console");
    assertThat(eve.locator("#message")).containsText(provider.id("eve"));
    screenshot(eve, "refused");

    press(asha, "Approve");
    assertThat(asha.locator(".own").last()).containsText("This is your own request");
    String permalink = URI.create(asha.url()).getFragment();
    Page ben = provided(console + "#" + permalink, "ben");
    assertThat(ben).hasURL(console + "#" + permalink);
    press(ben, "Approve");
    headline(ben, "1 of 2: Ben");
    press(ben, "Approve");
    assertThat(ben.locator(".own").last()).containsText("You have already approved this");
    Page chen = signedIn(console, "chen");
    press(chen, "Approve");
    headline(asha, "GO OR NO-GO");
    press(ben, "Abandon");
    headline(asha, "CANCELLED");

    ben.locator("#signout").click();
    assertThat(ben.getByText("Sign in", new Page.GetByTextOptions().setExact(true))).isVisible();
    List.of(asha, ben, chen, eve).forEach(Page::close); // before the bot ends
  }

  private Page provided(String console, String person) {
    Page page = BROWSER.open();
    BrowserExtension.visit(page, console);
    page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
    page.getByText(person).click();
    return page;
  }

  private Page signedIn(String console, String person) {
    Page page = provided(console, person);
    assertThat(page.locator("#channel")).hasText("# ops-restore");
    return page;
  }

  private static void headline(Page page, String text) {
    assertThat(page.locator("#messages .card").first())
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
  }

  private static void press(Page page, String label) {
    // In the channel, or in the open thread that has taken its place.
    Locator button = page.locator("button:text-is('" + label + "'):visible").first();
    assertThat(button).isEnabled();
    button.click();
    if (page.locator("#confirm").isVisible()) {
      page.locator("#yes").click();
    }
  }
}
