package dev.restorebot.bot.cli;

import dev.restorebot.bot.message.Times;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Prints texts with their times in the zone of whoever reads them: {@code 2026-11-29 09:21 CET}
 * instead of {@code 2026-11-29 08:21 UTC}. What is appended, such as JSON or a script, stays as it
 * is.
 */
@SuppressWarnings("AnnotateFormatMethod") // as the methods that it overrides
final class ZonedOutput extends PrintStream {
  private final PrintStream to;
  private volatile ZoneId zone = ZoneOffset.UTC;

  /** Prints to that stream, in UTC until there is another zone. */
  ZonedOutput(PrintStream to) {
    super(to);
    this.to = to;
  }

  /** Shows times in that zone from now on. */
  void show(ZoneId reader) {
    zone = reader;
  }

  private String zoned(String text) {
    return text == null ? "null" : Times.in(zone, text);
  }

  @Override
  public void print(String text) {
    to.print(zoned(text));
  }

  @Override
  public void println() {
    to.println();
  }

  @Override
  public void println(String text) {
    to.println(zoned(text));
  }

  @Override
  public void println(Object value) {
    to.println(zoned(String.valueOf(value)));
  }

  @Override
  @SuppressWarnings("AnnotateFormatMethod") // an override of the JDK's own, which has no annotation
  public PrintStream format(String format, Object... values) {
    to.print(zoned(String.format(format, values)));
    return this;
  }

  @Override
  public PrintStream format(Locale locale, String format, Object... values) {
    to.print(zoned(String.format(locale, format, values)));
    return this;
  }

  @Override
  public PrintStream append(CharSequence text) {
    to.append(text);
    return this;
  }

  @Override
  public void flush() {
    to.flush();
  }
}
