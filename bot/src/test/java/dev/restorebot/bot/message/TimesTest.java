package dev.restorebot.bot.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void splitsATextAtItsTimes() {
    List<String> parts =
        Times.split(
            "from 2026-11-29 08:21 UTC to 2026-11-29 09:00 UTC.",
            text -> text,
            (at, utc) -> "<" + at.getEpochSecond() + " " + utc + ">");
    assertThat(parts)
        .containsExactly("from ", "<1795940460 08:21 UTC>", " to ", "<1795942800 09:00 UTC>", ".");
  }

  @Test
  void leavesWhatIsNoTime() {
    for (String text : List.of("2026-11-29 25:61 UTC", "2026-13-40 08:21 UTC", "2026-11-29", "")) {
      assertThat(Times.in(ZoneId.of("Europe/Berlin"), text)).isEqualTo(text);
    }
    assertThat(Instant.ofEpochSecond(1795940460L)).hasToString("2026-11-29T08:21:00Z");
  }

  @Test
  void showsTimesInAnotherZoneAndNamesIt() {
    String text = "Until 2026-11-29 23:21 UTC, then gone.";
    assertThat(Times.in(ZoneId.of("Europe/Berlin"), text))
        .isEqualTo("Until 2026-11-30 00:21 CET, then gone.");
    assertThat(Times.in(ZoneId.of("+05:30"), text))
        .isEqualTo("Until 2026-11-30 04:51 +05:30, then gone.");
    assertThat(Times.in(ZoneOffset.UTC, text)).isEqualTo(text);
  }
}
