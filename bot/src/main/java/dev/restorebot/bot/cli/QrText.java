package dev.restorebot.bot.cli;

import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;

/** Draws a QR code with half blocks, two rows of it in one line of a terminal. */
final class QrText {
  /** The bright border that readers need, in modules. */
  private static final int BORDER = 2;

  /** Dark on bright whatever the colours of the terminal are, which may be the other way round. */
  private static final String DARK_ON_BRIGHT = "\u001b[30;107m";

  private static final String RESET = "\u001b[0m";

  private QrText() {}

  /** Returns the lines of the code of that text. */
  static List<String> of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    List<String> lines = new ArrayList<>();
    for (int y = -BORDER; y < code.size + BORDER; y += 2) {
      StringBuilder line = new StringBuilder(DARK_ON_BRIGHT);
      for (int x = -BORDER; x < code.size + BORDER; x++) {
        boolean upper = code.getModule(x, y);
        boolean lower = code.getModule(x, y + 1);
        line.append(upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ');
      }
      lines.add(line + RESET);
    }
    return lines;
  }
}
