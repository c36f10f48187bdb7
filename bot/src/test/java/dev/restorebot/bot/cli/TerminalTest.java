package dev.restorebot.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Tone;
import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final Map<String, String> PLAIN = Map.of("TERM", "xterm");

  @Test
  void paintsOnATerminalOnlyAndNotAgainstTheUsersWish() {
    assertThat(Terminal.of(PLAIN, true, UTF_8).paint(Tone.BAD, "FAILED"))
        .isEqualTo("\u001b[1;31mFAILED\u001b[0m");
    assertThat(Terminal.of(PLAIN, true, UTF_8).paint(Tone.INFO, "a")).isEqualTo("a");
    assertThat(Terminal.of(PLAIN, false, UTF_8).paint(Tone.BAD, "a")).isEqualTo("a");
    assertThat(Terminal.of(Map.of("NO_COLOR", "1"), true, UTF_8).paint(Tone.BAD, "a"))
        .isEqualTo("a");
    assertThat(Terminal.of(Map.of("TERM", "dumb"), true, UTF_8).paint(Tone.BAD, "a"))
        .isEqualTo("a");
  }

  @Test
  void drawsBlocksOnlyWhereTheLocaleHasThem() {
    assertThat(Terminal.of(PLAIN, true, UTF_8).blocks()).isTrue();
    assertThat(Terminal.of(PLAIN, true, US_ASCII).blocks()).isFalse();
    assertThat(Terminal.of(PLAIN, false, UTF_8).blocks()).isFalse();
    assertThat(Terminal.charset(Map.of("LANG", "de_DE.UTF-8"))).isEqualTo(UTF_8);
    assertThat(Terminal.charset(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "C"))).isEqualTo(US_ASCII);
    assertThat(Terminal.charset(Map.of("LC_CTYPE", "C.utf8"))).isEqualTo(UTF_8);
    assertThat(Terminal.charset(Map.of())).isEqualTo(US_ASCII);
  }

  @Test
  void drawsEveryModuleOfAQrCodeWithABrightBorder() {
    String text = "otpauth://totp/restore-bot:ben?secret=ABCDEFGH&issuer=restore-bot";
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    List<String> lines =
        QrText.of(text).stream().map(line -> line.replaceAll("\u001b\\[[\\d;]*m", "")).toList();

    assertThat(lines).hasSize((code.size + 4 + 1) / 2);
    for (int y = -2; y < code.size + 2; y++) {
      for (int x = -2; x < code.size + 2; x++) {
        char both = lines.get((y + 2) / 2).charAt(x + 2);
        boolean dark = both == '█' || both == (y % 2 == 0 ? '▀' : '▄');
        assertThat(dark).as("%d,%d", x, y).isEqualTo(code.getModule(x, y));
      }
    }
  }
}
