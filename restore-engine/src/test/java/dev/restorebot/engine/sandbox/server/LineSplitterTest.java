package dev.restorebot.engine.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void doesNotMindHowOutputIsCut(int piece) {
    byte[] bytes = "eins\r\n\nzwölf €\nletzte".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      splitter.accept(bytes, at, Math.min(piece, bytes.length - at));
    }
    splitter.finish();
    assertThat(lines).containsExactly("eins", "", "zwölf €", "letzte");
  }

  @Test
  void cutsALineThatIsTooLongAndGoesOn() {
    byte[] bytes = ("x".repeat(200_000) + "\nnext\n").getBytes(StandardCharsets.UTF_8);
    splitter.accept(bytes, 0, 100_000);
    splitter.accept(bytes, 100_000, bytes.length - 100_000);
    splitter.finish();
    assertThat(lines).containsExactly("x".repeat(LineSplitter.LONGEST) + " … (line cut)", "next");
  }
}
