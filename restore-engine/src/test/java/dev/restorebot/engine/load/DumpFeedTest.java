package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DumpFeedTest {
  private static final String DUMP =
      "--\n\\restrict Abc123\n\nSELECT '\n\\restrict not its own';\n\\! rm -rf /\n"
          + "\\connect zenops\n\\unrestrict Abc123\n";

  @Test
  void passesEverythingOnAndKnowsPgDumpsOwnDirectives() throws IOException {
    AtomicLong line = new AtomicLong();
    DumpFeed feed =
        new DumpFeed(new ByteArrayInputStream(DUMP.getBytes(StandardCharsets.UTF_8)), line::set);

    assertThat(new String(feed.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(DUMP);

    assertThat(line.get()).isEqualTo(9);
    assertThat(feed.isDirective(2)).isTrue();
    assertThat(feed.isDirective(5)).as("has more words than a key").isFalse();
    assertThat(feed.isDirective(6)).isFalse();
    assertThat(feed.isDirective(7)).isTrue();
    assertThat(feed.isDirective(8)).isTrue();
  }

  @Test
  void readsTheSameByteByByte() throws IOException {
    DumpFeed feed =
        new DumpFeed(
            new ByteArrayInputStream("\\restrict x\nö".getBytes(StandardCharsets.UTF_8)), n -> {});
    int count = 0;
    while (feed.read() >= 0) {
      count++;
    }
    assertThat(count).isEqualTo(14);
    assertThat(feed.isDirective(1)).isTrue();
  }
}
