package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.verify.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HistoryChartTest {
  private static final List<Integer> COLOURS = List.of(0x1F6F78, 0xB3541E, 0x5B3E96);

  /** The file is left in target for a look. */
  @Test
  void threeLinesOnALightGround() throws Exception {
    List<HistoryCards.Tested> tests = List.of(tested("aaa111"), tested("bbb222"), tested("ccc333"));
    Card.Picture picture = HistoryChart.of(tests).orElseThrow();
    Path file = Path.of("target", "screenshots", "history.png");
    Files.createDirectories(file.getParent());
    Files.write(file, picture.bytes());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes()));

    Set<Integer> seen = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        seen.add(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
    assertThat(seen).containsAll(COLOURS).contains(0xFFFFFF);
    assertThat(picture.alt()).contains("3 tests");
  }

  @Test
  void oneTestIsNoHistory() {
    assertThat(HistoryChart.of(List.of(tested("aaa111")))).isEmpty();
  }

  private static HistoryCards.Tested tested(String id) {
    return HistoryCards.Tested.of(Facts.verified(id, JobState.READY, Outcome.PASSED)).orElseThrow();
  }
}
