package dev.restorebot.bot.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.restorebot.bot.console.ConsoleChatDriver.CHANNEL;
import static dev.restorebot.bot.console.ConsoleChatDriver.PEOPLE;
import static dev.restorebot.bot.testing.BrowserExtension.screenshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.restorebot.bot.command.Completer;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.testing.BrowserExtension;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.FreePort;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class ConsoleBrowserIT {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  @TempDir Path folder;
  private StateDatabase database;
  private final ScriptedBot bot = new ScriptedBot();
  private ConsoleFrontEnd console;

  private volatile Card board;

  @BeforeEach
  void start() throws Exception {
    database = StateDatabase.open(folder.resolve("state.db"));
    console = join(0);
  }

  @AfterEach
  void stop() {
    console.close();
    database.close();
  }

  private ConsoleFrontEnd join(int port) throws DeliveryException {
    Completer completer =
        new Completer(
            new Completer.Names(
                () -> List.of(ScriptedBot.BACKUP, "zenops_db_2026-02-08_14-30-00.dump"),
                () -> List.of("k3m9x2"),
                List::of,
                target -> List.of()));
    ConsoleFrontEnd front =
        new ConsoleFrontEnd(
            new ConsoleOptions(port, database, List.of(CHANNEL, "drills"), PEOPLE),
            completer::complete,
            () -> Optional.ofNullable(board),
            InstantSource.system());
    bot.join(front);
    return front;
  }

  private Page visit() {
    return visit(BROWSER.open());
  }

  private Page visit(Page page) {
    BrowserExtension.visit(page, console.url());
    assertThat(page.locator("#channel")).hasText("# " + CHANNEL);
    return page;
  }

  @Test
  void aRestoreFromTheCommandToTheVerdict() throws Exception {
    Page page = visit();
    assertThat(page.locator("#empty")).isVisible();
    screenshot(page, "empty");

    page.keyboard().type("te");
    assertThat(page.locator("#options li")).hasText(new String[] {"test"});
    page.keyboard().press("Tab");
    assertThat(page.locator("#options li")).hasCount(2);
    page.keyboard().press("ArrowDown");
    screenshot(page, "completion");
    page.keyboard().press("Enter");
    assertThat(page.locator("#text")).hasValue("test " + ScriptedBot.BACKUP);
    page.keyboard().press("Enter");
    ThreadRef job = bot.started();

    assertThat(page.locator("#text")).hasValue("");
    assertThat(page.locator("#thread")).isVisible();
    Locator bar = page.locator("#messages [role=progressbar]");
    assertThat(bar).hasAttribute("aria-valuenow", "8");
    console.edit(job, ScriptedBot.running("Asha", 0.62, "Restoring table 70 of 112"));
    assertThat(bar).hasAttribute("aria-valuenow", "62");
    for (int i = 1; i <= 3; i++) {
      console.reply(job, Card.of(Tone.INFO, "Step " + i + " of 3 is done").build());
    }
    assertThat(page.locator("#replies .message")).hasCount(3);
    screenshot(page, "running");

    console.edit(job, ScriptedBot.passed("Asha"));
    console.reply(job, ScriptedBot.checks());
    console.reply(job, ScriptedBot.rows());
    assertThat(page.locator("#messages .card.GOOD .title")).containsText("PASSED");
    assertThat(page.locator("#messages .card.GOOD .sign"))
        .hasAttribute("aria-label", "Passed or done");
    assertThat(page.locator("#replies tbody tr")).hasCount(504);
    assertThat(page.locator("#replies tr:has-text('public.table_3') td.number").first())
        .isVisible();
    assertThat(page.locator("#replies th.number")).hasText(new String[] {"Rows", "Drift", "Size"});
    assertThat(page.locator("#replies .message").last()).isInViewport();
    screenshot(page, "passed");

    Locator scroll = page.locator("#replies .scroll").last();
    scroll.evaluate("box => { box.scrollTop = 2000; }");
    double head =
        (double) scroll.evaluate("b => b.querySelector('th').getBoundingClientRect().top + 0.5");
    double top = (double) scroll.evaluate("b => b.getBoundingClientRect().top + 0.5");
    assertThat(head - top).isBetween(-2.0, 3.0);
  }

  @Test
  void aButtonAsksBeforeItCounts() throws Exception {
    console.post(CHANNEL, ScriptedBot.passed("Ben"));
    Page page = visit();
    Locator button = page.locator("#messages button:text('Clean up')");
    button.click();
    assertThat(page.locator("#confirm")).isVisible();
    assertThat(page.locator("#question")).containsText("Remove the sandbox of k3m9x2?");
    assertThat(page.locator("#no")).isFocused();
    screenshot(page, "confirm");
    page.keyboard().press("Escape");
    assertThat(page.locator("#confirm")).isHidden();

    page.locator("#person").selectOption("ben");
    assertThat(page.locator("#face")).hasText("B");
    button.click();
    page.locator("#yes").click();
    assertThat(bot.clicked()).isEqualTo("cleanup k3m9x2 by console:ben");
    assertThat(page.locator(".own")).containsText("Only visible to you");
    assertThat(page.locator(".own")).containsText("Removing the sandbox");
  }

  @Test
  void cancelAsksWhetherToKeepRunningOrToStop() throws Exception {
    console.post(CHANNEL, ScriptedBot.running("Asha", 0.3, "Restoring"));
    Page page = visit();
    page.locator("#messages .card button").first().click();
    assertThat(page.locator("#no")).hasText("Keep running");
    assertThat(page.locator("#yes")).hasText("Stop the test");
  }

  @Test
  void aVerdictWithAHyphenIsSetInOneSize() throws Exception {
    console.post(CHANNEL, Card.of(Tone.WARN, "GO OR NO-GO: a.dump is restored").build());
    Page page = visit();
    assertThat(page.locator("#messages .verdict")).hasText("GO OR NO-GO");
  }

  @Test
  void onAPhoneAnAnswerIsShownWhereTheButtonWasPressed() throws Exception {
    ThreadRef job = console.post(CHANNEL, ScriptedBot.passed("Ben"));
    console.reply(job, Card.of(Tone.INFO, "A reply").build());
    Page page = visit();
    page.setViewportSize(390, 800);
    page.locator("#messages button:text('Clean up')").click();
    page.locator("#yes").click();
    assertThat(page.locator("#messages .own")).containsText("Removing the sandbox");
    assertThat(page.locator("#messages .own")).isInViewport();
    page.locator("#messages .own .dismiss").click();

    page.locator("#messages .replies").click();
    page.locator("#headline button:text('Clean up')").click();
    page.locator("#yes").click();
    assertThat(page.locator("#replies .own")).containsText("Removing the sandbox");
    assertThat(page.locator("#replies .own")).isInViewport();
    screenshot(page, "answer-phone");
  }

  @Test
  void aFormIsFilledInByKeyboardAndItsSecretIsHidden() throws Exception {
    Page page = visit();
    page.keyboard().type("disaster " + ScriptedBot.BACKUP);
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Database, its name typed out")).isFocused();
    page.keyboard().type("zenops");
    page.keyboard().press("Tab");
    page.keyboard().type("  ");
    page.keyboard().press("Tab");
    page.keyboard().type("123456");
    assertThat(page.locator(".ask input[name=code]")).hasAttribute("type", "password");
    page.keyboard().press("Enter");
    assertThat(page.locator(".ask .error")).containsText("this field is required");
    screenshot(page, "form");

    page.getByLabel("Why is it needed?").fill("the disk died");
    page.locator(".ask button").click();
    assertThat(page.locator(".ask")).hasCount(0);
    org.assertj.core.api.Assertions.assertThat(bot.clicked())
        .contains("disaster " + ScriptedBot.BACKUP, "reason=the disk died", "by console:asha");
  }

  @Test
  void anAnswerIsShownToOnePersonOnly() {
    Page page = visit();
    page.keyboard().type("tset");
    page.keyboard().press("Enter");
    assertThat(page.locator(".own")).containsText("Did you mean test?");
    screenshot(page, "usage");

    page.locator("#person").selectOption("dana");
    assertThat(page.locator(".own")).hasCount(0);
    page.locator("#person").selectOption("asha");
    assertThat(page.locator(".own")).hasCount(1);
    BrowserExtension.reload(page);
    assertThat(page.locator(".own")).hasCount(1);
    page.locator(".dismiss").click();
    assertThat(page.locator(".own")).hasCount(0);
    BrowserExtension.reload(page);
    assertThat(page.locator("#banner")).isHidden();
    assertThat(page.locator("#empty")).isVisible();
    assertThat(page.locator(".own")).hasCount(0);
  }

  @Test
  void aReloadKeepsTheHistoryAndNewRepliesAreCounted() throws Exception {
    ThreadRef old = console.post(CHANNEL, ScriptedBot.failed());
    console.reply(old, ScriptedBot.checks());
    Page page = visit();
    assertThat(page.locator("#messages .replies")).hasText("1 reply");
    console.reply(old, ScriptedBot.checks());
    assertThat(page.locator("#messages .replies")).containsText("1 new");
    assertThat(page.locator("#jobs .badge")).hasText("1");

    BrowserExtension.reload(page);
    assertThat(page.locator("#messages .card.BAD")).containsText("FAILED");
    page.locator("#messages .replies").click();
    assertThat(page.locator("#replies .message")).hasCount(2);
    assertThat(page.locator("#messages .badge")).hasCount(0);
    page.keyboard().press("Escape");
    assertThat(page.locator("#thread")).isHidden();
    assertThat(page.locator("#messages .replies")).isFocused();
  }

  @Test
  void whoeverReadsUpIsNotPulledDown() throws Exception {
    for (int i = 1; i <= 230; i++) {
      console.post(CHANNEL, Card.of(Tone.INFO, "job " + i + " of many").build());
    }
    Page page = visit();
    assertThat(page.locator("#messages .message")).hasCount(200);
    assertThat(page.locator("#messages .message").last()).isInViewport();
    page.locator("#older").click();
    assertThat(page.locator("#messages .message")).hasCount(230);
    assertThat(page.locator("#older")).isHidden();
    assertThat(page.locator("text=job 31 of many").last()).isInViewport();

    console.post(CHANNEL, Card.of(Tone.INFO, "the newest").build());
    assertThat(page.locator("#newest")).isVisible();
    assertThat(page.locator("text=job 31 of many").last()).isInViewport();
    page.locator("#newest").click();
    assertThat(page.locator("#messages .message").last()).isInViewport();
    assertThat(page.locator("#newest")).isHidden();
  }

  @Test
  void anEditKeepsTheFocus() throws Exception {
    ThreadRef job = console.post(CHANNEL, ScriptedBot.running("Asha", 0.1, "Reading"));
    Page page = visit();
    page.locator("#messages button:text('Stop the test')").focus();
    console.edit(job, ScriptedBot.running("Asha", 0.5, "Restoring"));
    assertThat(page.locator("#messages [role=progressbar]")).hasAttribute("aria-valuenow", "50");
    assertThat(page.locator("#messages button:text('Stop the test')")).isFocused();
  }

  @Test
  void aRestartOfTheBotIsShownAndGotOver() throws Exception {
    console.close();
    int port = FreePort.find();
    console = join(port);
    ThreadRef job = console.post(CHANNEL, ScriptedBot.running("Asha", 0.3, "Restoring"));
    Page page = visit();
    BROWSER.expect(
        "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_SOCKET_NOT");
    console.close();
    assertThat(page.locator("#banner")).containsText("Connection to the bot lost");
    assertThat(page.locator("#send")).isDisabled();
    screenshot(page, "lost");

    console = join(port);
    console.edit(job, ScriptedBot.unsure());
    assertThat(page.locator("#banner")).isHidden();
    assertThat(page.locator("#messages .card.UNSURE")).containsText("COULD NOT VERIFY");
    page.locator("#text").fill("/restore help");
    page.locator("#send").click();
    assertThat(page.locator(".own")).containsText("/restore backups");
  }

  @Test
  void hostileTextIsOnlyText() throws Exception {
    String hostile =
        "<img src=x onerror=alert(1)> <script>alert(2)</script> *b* @channel \u202egnp";
    page(
        Card.of(Tone.WARN, hostile)
            .line(hostile)
            .line("one ` quote and `code <b>`")
            .line("0123456789".repeat(1000))
            .field(hostile, hostile)
            .table(new TableView(hostile, List.of(hostile), List.of(List.of(hostile))))
            .code(hostile)
            .build());
  }

  @Test
  void theStatusBoardIsAboveTheMessagesOnAScreenAndOnAPhone() throws Exception {
    board =
        Card.of(Tone.BAD, "SERVICES DOWN: shop/shop for 25 min, waiting for a lead")
            .field("Services down", "api, since 11:35 UTC")
            .build();
    Page page = visit();
    Locator shown = page.locator("#board");
    assertThat(shown).containsText("SERVICES DOWN: shop/shop for 25 min");
    assertThat(shown.getByText("api, since 11:35 UTC")).isVisible();
    page.setViewportSize(390, 800);
    assertThat(shown.getByText("api, since 11:35 UTC")).isVisible();
    screenshot(page, "board-phone");
  }

  private void page(Card card) throws Exception {
    console.post(CHANNEL, card);
    Page page = visit();
    page.onDialog(dialog -> org.junit.jupiter.api.Assertions.fail("a script ran"));
    Locator body = page.locator("#messages .card");
    assertThat(body).containsText("<img src=x onerror=alert(1)>");
    assertThat(body).containsText("[U+202E]gnp");
    assertThat(page.locator("#messages .card img, #messages .card script")).hasCount(0);
    boolean wide =
        (boolean) page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
    assertThat(wide).isFalse();
    screenshot(page, "hostile");
  }

  @Test
  void darkNarrowAndStill() throws Exception {
    ThreadRef job = console.post(CHANNEL, ScriptedBot.running("Asha", 0.44, "Restoring table 49"));
    console.post(CHANNEL, ScriptedBot.failed());
    console.post(CHANNEL, ScriptedBot.unsure());
    console.post(CHANNEL, ScriptedBot.passed("Asha"));
    console.reply(job, ScriptedBot.checks());
    console.reply(job, ScriptedBot.rows());

    Page light = visit();
    screenshot(light, "channel-light");
    Page dark =
        visit(
            BROWSER.open(
                new Browser.NewContextOptions()
                    .setViewportSize(1360, 860)
                    .setColorScheme(ColorScheme.DARK)));
    dark.locator("#messages .replies").first().click();
    assertThat(dark.locator("#replies .message")).hasCount(2);
    screenshot(dark, "thread-dark");

    Page phone =
        visit(
            BROWSER.open(
                new Browser.NewContextOptions()
                    .setViewportSize(390, 780)
                    .setColorScheme(ColorScheme.DARK)
                    .setReducedMotion(ReducedMotion.REDUCE)));
    screenshot(phone, "phone");
    assertThat(phone.locator("#messages .fill")).hasCSS("transition-duration", "0s");
    assertThat(phone.locator("#messages .sign.RUNNING"))
        .hasCSS("animation-name", Pattern.compile("none"));
    phone.locator("#messages .replies").first().click();
    assertThat(phone.locator("#replies .message")).hasCount(2);
    screenshot(phone, "phone-thread");
    phone.locator("#back").click();
    phone.locator("#menu").click();
    assertThat(phone.locator("#jobs li")).hasCount(4);
    screenshot(phone, "phone-menu");
    phone.keyboard().press("Escape");
    assertThat(phone.locator("#jobs")).isHidden();
    assertThat(phone.locator("#text")).isVisible();
    boolean wide =
        (boolean) phone.evaluate("document.documentElement.scrollWidth > window.innerWidth");
    assertThat(wide).isFalse();
  }
}
