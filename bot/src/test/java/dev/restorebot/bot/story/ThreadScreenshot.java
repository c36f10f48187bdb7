package dev.restorebot.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.restorebot.bot.testing.BrowserExtension;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's picture, {@code docs/thread.png}, from the built jar's demo: two real test
 * restores, one that fails and one that passes. {@code ci/screenshot} runs it; no build does.
 */
class ThreadScreenshot {
  @RegisterExtension static final BrowserExtension BROWSER = new BrowserExtension();

  private static final Path JAR = Path.of("target", "restore-bot.jar");
  private static final Path PICTURE = Path.of("..", "docs", "thread.png");
  private static final long LARGEST = 150_000;
  private static final LocatorAssertions.ContainsTextOptions IN_TWO_MINUTES =
      new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void takesThePictureOfAThread() throws Exception {
    Process demo = start();
    try (BufferedReader output = demo.inputReader()) {
      Page page = BROWSER.open(screen());
      page.navigate(address(output));
      assertThat(page.locator("#channel")).hasText("# ops-restore");
      type(page, "test sampleapp_db_2026-11-15_02-30-00.no-users.dump");
      verdict(page, "BAD", "FAILED");
      type(page, "test sampleapp_db_2026-11-01_02-30-00.dump");
      verdict(page, "GOOD", "PASSED");
      assertThat(page.locator("#replies")).containsText("PASSED", IN_TWO_MINUTES);
      page.locator("#replies figure:has-text('Checks')")
          .evaluate("table => table.closest('.card').scrollIntoView()");
      page.locator("#log").evaluate("log => log.scrollTop = 0");
      save(page.screenshot());
      type(page, "cleanup all");
      page.locator(".own button:text('Remove 2 sandboxes')").click();
      page.goBack();
      assertThat(page.locator("#replies")).containsText("Cleaned up", IN_TWO_MINUTES);
    } finally {
      BROWSER.expect("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET");
      demo.destroy();
      assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(Files.size(PICTURE)).isLessThan(LARGEST);
  }

  private Process start() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder demo =
        new ProcessBuilder(java, "-jar", JAR.toAbsolutePath().toString(), "demo", "--port", "0");
    demo.environment().put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    demo.redirectError(folder.resolve("log").toFile());
    return demo.start();
  }

  /** The console's address, as the demo prints it. */
  private static String address(BufferedReader output) throws Exception {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf("http://127.0.0.1:");
      if (at >= 0) {
        return line.substring(at).strip();
      }
    }
    throw new AssertionError("the demo ended without printing an address");
  }

  /** Writes the picture with 32 levels a colour, which looks the same and makes a smaller file. */
  private static void save(byte[] png) throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    WritableRaster pixels = picture.getRaster();
    int[] levels = pixels.getPixels(0, 0, pixels.getWidth(), pixels.getHeight(), (int[]) null);
    Arrays.setAll(levels, at -> Math.round(Math.round(levels[at] * 31 / 255f) * 255 / 31f));
    pixels.setPixels(0, 0, pixels.getWidth(), pixels.getHeight(), levels);
    ImageIO.write(picture, "png", PICTURE.toFile());
  }

  private static Browser.NewContextOptions screen() {
    return new Browser.NewContextOptions()
        .setViewportSize(1440, 900)
        .setColorScheme(ColorScheme.LIGHT)
        .setReducedMotion(ReducedMotion.REDUCE);
  }

  private static void type(Page page, String command) {
    page.locator("#text").fill(command);
    page.locator("#send").click();
  }

  private static void verdict(Page page, String tone, String title) {
    assertThat(page.locator("#messages .card." + tone + " .title").last())
        .containsText(title, IN_TWO_MINUTES);
  }
}
