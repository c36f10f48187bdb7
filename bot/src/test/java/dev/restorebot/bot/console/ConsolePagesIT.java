package dev.restorebot.bot.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.restorebot.bot.console.ConsoleChatDriver.CHANNEL;
import static dev.restorebot.bot.console.ConsoleChatDriver.PEOPLE;
import static dev.restorebot.bot.testing.BrowserExtension.screenshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.engine.state.StateDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Addresses, search, history, reports and the layout of the console's page. */
@Tag("browser")
class ConsolePagesIT {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final long DAY = 86_400_000;
  private static final long NOVEMBER = 1_793_500_000_000L;

  @TempDir Path folder;
  private StateDatabase database;
  private ConsoleFrontEnd console;
  private final ScriptedBot bot = new ScriptedBot();

  @BeforeEach
  void start() throws Exception {
    BROWSER.expect("ERR_CONNECTION_REFUSED.*/api/events"); // the console ends before its page
    database = StateDatabase.open(folder.resolve("state.db"));
    console =
        new ConsoleFrontEnd(
            new ConsoleOptions(0, database, List.of(CHANNEL, "drills"), PEOPLE),
            text -> List.of(),
            new Told(),
            InstantSource.system());
    bot.join(console);
  }

  @AfterEach
  void stop() {
    console.close();
    database.close();
  }

  /** What the page is told beside messages. */
  private static final class Told implements ConsoleData {
    @Override
    public Optional<Card> board() {
      return Optional.empty();
    }

    @Override
    public History history() {
      return new History(
          List.of(
              run("k3m9x2", "PASSED", 3, Optional.of(161_000L)),
              run("p7q2r4", "FAILED", 2, Optional.empty()),
              run("c1d8e5", "COULD_NOT_VERIFY", 1, Optional.of(90_000L)),
              run("m4n5p6", "PASSED", 0, Optional.of(150_000L))),
          List.of(new NextDrill("zenops", NOVEMBER + 5 * DAY)));
    }

    private static Run run(String job, String outcome, long daysAgo, Optional<Long> millis) {
      return new Run(
          job,
          "zenops_db_2026-02-0" + (9 - daysAgo) + "_14-30-00.dump",
          "zenops",
          outcome,
          NOVEMBER - daysAgo * DAY,
          millis,
          Optional.of(113_000_000L + daysAgo));
    }

    @Override
    public List<BackupLine> backups(String text) {
      return "zenops_db_2026-02-07_14-30-00.dump".contains(text)
          ? List.of(
              new BackupLine(
                  "zenops_db_2026-02-07_14-30-00.dump", "2 days ago", "113 MB", "passed 1 h ago"))
          : List.of();
    }

    @Override
    public List<String> reports() {
      return List.of("k3m9x2");
    }

    @Override
    public Optional<byte[]> report(String id, String file) {
      String content = file.equals("report.html") ? "<h1>Report of " + id + "</h1>" : "{}";
      return id.equals("k3m9x2")
          ? Optional.of(content.getBytes(StandardCharsets.UTF_8))
          : Optional.empty();
    }
  }

  private Page open(int width, ColorScheme scheme) {
    return BROWSER.open(
        new Browser.NewContextOptions()
            .setViewportSize(width, 800)
            .setTimezoneId("Europe/Berlin")
            .setColorScheme(scheme));
  }

  private Page visit(String hash, int width) {
    Page page = open(width, ColorScheme.LIGHT);
    BrowserExtension.visit(page, console.url() + hash);
    assertThat(page.locator("#channel")).hasText("# " + CHANNEL);
    return page;
  }

  private static boolean wide(Page page) {
    return (boolean) page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
  }

  @Test
  void aThreadHasAnAddressThatSurvivesAReloadAndBack() throws Exception {
    console.reply(console.post(CHANNEL, ScriptedBot.failed()), ScriptedBot.checks());
    console.reply(console.post(CHANNEL, ScriptedBot.passed("Asha")), ScriptedBot.checks());
    Page page = visit("", 1280);
    page.locator("#jobs button").nth(1).click();
    assertThat(page.locator("#headline")).containsText("FAILED");
    String failed = page.url();
    page.locator("#jobs button").nth(0).click();
    assertThat(page.locator("#headline")).containsText("PASSED");
    BrowserExtension.reload(page);
    assertThat(page.locator("#headline")).containsText("PASSED");
    page.goBack();
    assertThat(page.locator("#headline")).containsText("FAILED");
    assertThat(page.url()).isEqualTo(failed);
    page.goBack();
    assertThat(page.locator("#thread")).isHidden();
    page.goForward();
    assertThat(page.locator("#headline")).containsText("FAILED");
  }

  @Test
  void aJobHasAnAddressAlsoWhenItsThreadIsOlderThanThePage() throws Exception {
    ThreadRef old = console.post(CHANNEL, ScriptedBot.passed("Asha"));
    for (int i = 0; i < 201; i++) {
      console.post(CHANNEL, Card.of(Tone.INFO, "job " + i).build());
    }
    Page page = visit("#/job/k3m9x2", 1280);
    assertThat(page.locator("#headline")).containsText("PASSED");
    console.reply(old, ScriptedBot.checks());
    assertThat(page.locator("#replies .message")).hasCount(1);
    console.edit(old, ScriptedBot.unsure());
    assertThat(page.locator("#headline")).containsText("COULD NOT VERIFY");

    page.locator("#back").click();
    assertThat(page.locator("#thread")).isHidden();
    console.edit(old, ScriptedBot.passed("Asha"));
    console.post(CHANNEL, Card.of(Tone.INFO, "after the edit").build());
    assertThat(page.locator("#messages")).containsText("after the edit");

    BROWSER.expect("404");
    BrowserExtension.visit(page, console.url() + "#/job/zzzzzz");
    assertThat(page.locator("#fault")).containsText("There is no thread of the job zzzzzz here.");
    assertThat(page.locator("#thread")).isHidden();
  }

  @Test
  void aSearchFindsThreadsByTheirRepliesAndBackups() throws Exception {
    console.reply(console.post(CHANNEL, ScriptedBot.passed("Asha")), ScriptedBot.rows());
    console.post(CHANNEL, ScriptedBot.failed());
    Page page = visit("", 1280);
    page.locator("#findtext").fill("TABLE_77");
    page.keyboard().press("Enter");
    assertThat(page.locator("#view .found li")).hasCount(1);
    page.locator("#view .found a").click();
    assertThat(page.locator("#headline")).containsText("PASSED");
    page.goBack();
    assertThat(page.locator("#view h2")).hasText("Search: TABLE_77");

    page.locator("#findtext").fill("02-07");
    page.keyboard().press("Enter");
    assertThat(page.locator("#view")).containsText("2 days ago · 113 MB · tested: passed 1 h ago");
    screenshot(page, "search");
    page.waitForResponse("**/api/complete**", () -> page.locator("#view button").click());
    assertThat(page.locator("#text")).hasValue("test zenops_db_2026-02-07_14-30-00.dump");
  }

  @Test
  void theHistoryShowsEveryVerdictInTheColoursOfThePage() throws Exception {
    console.post(CHANNEL, ScriptedBot.passed("Asha"));
    Page page = visit("#/history/zenops", 1280);
    assertThat(page.locator("#view h3 .counts"))
        .hasText("2 passed · 1 failed · 1 could not verify");
    assertThat(page.locator("#view")).containsText("Next drill: ");
    Locator time = page.locator(".chart").first();
    assertThat(time.locator(".mark.GOOD circle")).hasCount(2);
    assertThat(time.locator(".mark.BAD path")).hasCount(1);
    assertThat(time.locator(".mark.UNSURE path")).hasCount(1);
    assertThat(time.locator(".next")).hasCount(1);
    assertThat(time.locator(".mark.BAD title")).containsText("CET");
    screenshot(page, "history-light");

    Page dark = open(390, ColorScheme.DARK);
    BrowserExtension.visit(dark, console.url() + "#/history");
    assertThat(dark.locator(".chart")).hasCount(2);
    assertThat(wide(dark)).isFalse();
    String colour = "mark => getComputedStyle(mark).fill";
    assertThat(dark.locator(".mark.GOOD").first().evaluate(colour))
        .isNotEqualTo(page.locator(".mark.GOOD").first().evaluate(colour));
    screenshot(dark, "history-dark-phone");
    page.locator(".mark.GOOD").first().click();
    assertThat(page.locator("#headline")).containsText("PASSED");
  }

  @Test
  void aReportIsOpenedAndKeptFromItsThread() throws Exception {
    ThreadRef job = console.post(CHANNEL, ScriptedBot.passed("Asha"));
    console.reply(job, Card.of(Tone.INFO, "Evidence written").report("k3m9x2").build());
    Page page = visit("#/job/k3m9x2", 1280);
    Download json =
        page.waitForDownload(() -> page.locator("#replies a:text('Download JSON')").click());
    assertThat(json.suggestedFilename()).isEqualTo("restore-bot-k3m9x2.json");
    assertThat(Files.readString(json.path())).isEqualTo("{}");
    page.locator("#headline a:text('Report')").click();
    assertThat(page.locator("h1")).hasText("Report of k3m9x2");
    assertThat(page.url()).endsWith("/report/k3m9x2/report.html");
    page.goBack();
    BrowserExtension.reload(page); // what was loaded may be broken off as in any visit
    assertThat(page.locator("#headline")).containsText("PASSED");
  }

  @Test
  void anOpenThreadTakesTheChannelsPlaceOnlyOnASmallerScreen() throws Exception {
    console.post(CHANNEL, ScriptedBot.passed("Asha"));
    Page page = visit("#/job/k3m9x2", 1280);
    assertThat(page.locator("#thread")).isVisible();
    assertThat(page.locator("#log")).isHidden();
    assertThat(page.locator("#text")).isVisible();
    assertThat(page.locator("#person")).isVisible();
    page.setViewportSize(1500, 800);
    assertThat(page.locator("#log")).isVisible();
    page.setViewportSize(390, 800);
    assertThat(page.locator("#log")).isHidden();
    assertThat(wide(page)).isFalse();
  }

  @Test
  void aThreadOpensAtItsVerdictAndItsFirstStepsAreOneTimeline() throws Exception {
    ThreadRef job =
        console.post(
            CHANNEL,
            Card.of(Tone.GOOD, "PASSED: a.dump restores")
                .field("Job", "k3m9x2")
                .field("Checks", "17 passed · 11 skipped")
                .field("Sandbox kept until", "2026-11-30 08:21 UTC")
                .build());
    for (String step : List.of("Read", "Sandbox", "Restore")) {
      console.reply(
          job, Card.of(Tone.INFO, step + " is done").stage(step).field("Took", "2 s").build());
    }
    console.reply(job, ScriptedBot.rows());
    console.reply(job, Card.of(Tone.INFO, "Inspect it").code("psql").build());
    for (int width : List.of(1280, 390)) {
      Page page = visit("#/job/k3m9x2", width);
      assertThat(page.locator("#replies .message")).hasCount(5);
      assertThat(page.locator("#headline .verdict")).isInViewport();
      assertThat(page.locator("#headline .counts")).hasText("17 passed · 11 skipped");
      assertThat(page.locator("#replies .stage summary")).hasCount(3);
      assertThat(page.locator("#replies .stage dl").first()).isHidden();
      page.locator("#replies .stage summary").first().click();
      assertThat(page.locator("#replies .stage dl").first()).isVisible();
      screenshot(page, "timeline-" + width);
      page.locator("#headline button:text('Connect')").click();
      assertThat(page.locator("#replies .code")).isInViewport();
    }
  }

  @Test
  void timesAreInTheReadersZoneAndLongWordsAreShort() throws Exception {
    String name = "a_very_long_name_of_an_application_database_2026-02-09_14-30-00.dump";
    console.post(
        CHANNEL,
        Card.of(Tone.INFO, "Facts")
            .line("Until 2026-11-29 08:21 UTC.")
            .field("SHA-256", HASH)
            .field("Backup", name)
            .build());
    Page page = visit("", 1280);
    Locator card = page.locator("#messages .card");
    assertThat(card.locator("time")).hasText("29 Nov 2026, 09:21 CET");
    assertThat(card.locator("time")).hasAttribute("title", "2026-11-29 08:21 UTC");
    assertThat(card.locator(".hash code")).hasText("0123456789ab…");
    assertThat(card.locator(".hash code")).hasAttribute("title", HASH);
    assertThat(card.locator(".hashcopy")).hasText("Copy");
    assertThat(card.locator(".cut")).hasText(Pattern.compile("a_very_long_.*….*14-30-00\\.dump"));
    assertThat(card.locator(".cut")).hasAttribute("title", name);
    card.locator(".cut").click();
    assertThat(card).containsText(name);
  }

  @Test
  void aTableIsCardsOnAPhone() throws Exception {
    console.post(CHANNEL, ScriptedBot.checks());
    Page page = visit("", 390);
    Locator cell = page.locator("#messages td").nth(1);
    assertThat(cell).hasCSS("display", "block");
    assertThat(cell.evaluate("td => getComputedStyle(td, '::before').content").toString())
        .contains("Check");
    assertThat(wide(page)).isFalse();
    screenshot(page, "table-phone");
    page.setViewportSize(1280, 800);
    assertThat(cell).hasCSS("display", "table-cell");
  }

  @Test
  void anApprovalIsGivenByKeyboardWithItsButtonsAlwaysInView() throws Exception {
    console.post(CHANNEL, approval());
    for (int width : List.of(390, 1280)) {
      Page page = visit("", width);
      Locator card = page.locator("#messages .card");
      assertThat(card.locator(".figures dt"))
          .hasText(new String[] {"Data loss", "Downtime", "Last test"});
      for (int top : List.of(0, 300, 100_000)) {
        page.locator("#log").evaluate("(log, top) => { log.scrollTop = top; }", top);
        assertThat(card.locator("button:text('Approve')")).isInViewport();
        assertThat(card.locator("button:text('Deny')")).isInViewport();
      }
      page.locator("#log").evaluate("log => { log.scrollTop = 0; }");
      screenshot(page, "approval-" + width);
      for (int i = 0;
          i < 30 && !(boolean) page.evaluate("document.activeElement.textContent === 'Approve'");
          i++) {
        page.keyboard().press("Shift+Tab");
      }
      page.keyboard().press("Enter");
      assertThat(page.locator("#question")).containsText("shop/shop");
      assertThat(page.locator("#question")).containsText("Data loss: ");
      page.keyboard().press("Enter");
      assertThat(bot.clicked()).isEqualTo("approve d1 seal by console:asha");
    }
  }

  private static Card approval() {
    Card.Builder card =
        Card.of(Tone.WARN, "APPROVAL NEEDED: disaster restore of a.dump to shop/shop")
            .figure("Data loss", "3 h 20 min")
            .figure("Downtime", "about 2 min")
            .figure("Last test", "passed 2 h ago");
    IntStream.range(0, 12).forEach(i -> card.line("Warning " + i + ": " + "words ".repeat(20)));
    return card.table(
            new TableView(
                "Steps",
                List.of("Step", "What happens", "Undo"),
                IntStream.rangeClosed(1, 9)
                    .mapToObj(i -> List.of(String.valueOf(i), "Stop it", "Start it"))
                    .toList()))
        .button(
            new Button(
                Action.APPROVE,
                "d1 seal",
                "Approve",
                Button.Style.PRIMARY,
                Optional.of("Replace shop/shop?\nData loss: 3 h 20 min.")))
        .button(new Button(Action.DENY, "d1 seal", "Deny", Button.Style.DANGER, Optional.empty()))
        .build();
  }

  @Test
  void whatWasProbablyMeantIsAButton() throws Exception {
    Page page = visit("", 390);
    page.locator("#text").fill("tset a.dump");
    page.keyboard().press("Enter");
    page.locator(".own button:text('test a.dump')").click();
    assertThat(bot.clicked()).isEqualTo("command test a.dump by console:asha");
  }
}
