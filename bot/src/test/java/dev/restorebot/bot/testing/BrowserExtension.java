package dev.restorebot.bot.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real browser for tests: register it in a static field. Opens pages, closes them when the test
 * method ends (before any {@code @AfterEach}, which may stop the server that a page still asks),
 * and fails the test when a page wrote an error to its console or asked another host.
 *
 * <p>Chromium breaks off what it is loading whenever an address appears on the machine, which
 * Docker causes with each container that another test starts ({@code ERR_NETWORK_CHANGED}). That is
 * no failure, and {@link #visit} and {@link #reload} load such a page again.
 *
 * <p>Without a Chromium the tests are skipped by name with that reason; with {@code
 * RESTORE_BOT_TEST_BROWSER=required} they fail. {@code RESTORE_BOT_TEST_CHROMIUM} names another
 * browser.
 */
public final class BrowserExtension
    implements ExecutionCondition,
        BeforeAllCallback,
        AfterTestExecutionCallback,
        AfterEachCallback,
        AfterAllCallback {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";
  private static final Pattern BROKEN_OFF =
      Pattern.compile(NETWORK_CHANGED + "|net::ERR_ABORTED|interrupted by another navigation");
  private static final int MOST_VISITS = 10;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Pattern> expected = new CopyOnWriteArrayList<>();
  private Playwright playwright;
  private Browser browser;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean required = "required".equals(System.getenv("RESTORE_BOT_TEST_BROWSER"));
    if (required || chromium().isPresent()) {
      return ConditionEvaluationResult.enabled("a browser is here, or must be");
    }
    return ConditionEvaluationResult.disabled(
        "no Chromium here: apt-get install chromium, or name one in RESTORE_BOT_TEST_CHROMIUM");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Path chromium =
        chromium()
            .orElseThrow(
                () -> new IllegalStateException("a browser is required and there is none"));
    // Playwright's own 5 s are short on a machine that restores two databases meanwhile.
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setHeadless(true)
                    .setArgs(ARGUMENTS));
  }

  /** A page of its own, with nothing remembered, on a wide screen. */
  public Page open() {
    return open(new Browser.NewContextOptions().setViewportSize(1360, 860));
  }

  /** A page of its own. */
  public Page open(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options.setLocale("en-GB"));
    context.setDefaultTimeout(60_000);
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains(NETWORK_CHANGED)) {
            errors.add("console: " + message.text() + " (" + message.location() + ")");
          }
        });
    page.onPageError(error -> errors.add("page: " + error));
    page.onRequest(
        request -> {
          if (!request.url().matches("(http://127\\.0\\.0\\.1[:/]|data:|about:).*")) {
            errors.add("asked another host: " + request.url());
          }
        });
    return page;
  }

  /**
   * Opens an address, and once more when something else broke that off: a change of the machine's
   * network, or the page before, which was loading itself again ({@code http-equiv="refresh"}).
   */
  public static void visit(Page page, Object url) {
    load(
        page,
        () -> page.navigate(url.toString()),
        // Otherwise an address that differs only after its # would load nothing.
        () -> page.navigate("about:blank"));
  }

  /** The same for the page that is open; the way back from it stays. */
  public static void reload(Page page) {
    load(page, page::reload, () -> {});
  }

  private static void load(Page page, Runnable load, Runnable beforeTheNext) {
    AtomicBoolean broken = new AtomicBoolean();
    Consumer<Request> failed =
        request -> broken.compareAndSet(false, NETWORK_CHANGED.equals(request.failure()));
    page.onRequestFailed(failed);
    for (int i = 0; i < MOST_VISITS; i++) {
      broken.set(false);
      try {
        load.run();
      } catch (PlaywrightException e) {
        if (!BROKEN_OFF.matcher(e.getMessage()).find()) {
          throw e;
        }
        broken.set(true);
      }
      if (!broken.get()) {
        break;
      }
      beforeTheNext.run();
    }
    page.offRequestFailed(failed);
  }

  /** From now on in this test such an error is no failure. */
  public void expect(String regex) {
    expected.add(Pattern.compile(regex, Pattern.DOTALL));
  }

  /**
   * Saves what the page shows as {@code target/screenshots/name.png}, with 32 levels a colour,
   * which look the same and make a smaller file.
   */
  public static void screenshot(Page page, String name) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
      WritableRaster pixels = picture.getRaster();
      int[] levels = pixels.getPixels(0, 0, pixels.getWidth(), pixels.getHeight(), (int[]) null);
      Arrays.setAll(levels, at -> Math.round(Math.round(levels[at] * 31 / 255f) * 255 / 31f));
      pixels.setPixels(0, 0, pixels.getWidth(), pixels.getHeight(), levels);
      Files.createDirectories(SCREENSHOTS);
      ImageIO.write(picture, "png", SCREENSHOTS.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    end(context);
  }

  /** For a test whose {@code @BeforeEach} failed: it has no execution that ends. */
  @Override
  public void afterEach(ExtensionContext context) {
    end(context);
  }

  private void end(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      String name = "failed-" + context.getRequiredTestMethod().getName();
      contexts.stream()
          .flatMap(each -> each.pages().stream())
          .forEach(page -> screenshot(page, name));
    }
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> unexpected =
        errors.stream()
            .filter(error -> expected.stream().noneMatch(each -> each.matcher(error).find()))
            .toList();
    errors.clear();
    expected.clear();
    if (!unexpected.isEmpty()) {
      throw new AssertionError("the page had errors: " + unexpected);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      browser.close();
      playwright.close();
    }
  }

  private static Optional<Path> chromium() {
    String named = System.getenv("RESTORE_BOT_TEST_CHROMIUM");
    Stream<String> paths =
        named == null
            ? Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            : Stream.of(named);
    return paths.map(Path::of).filter(Files::isExecutable).findFirst();
  }
}
