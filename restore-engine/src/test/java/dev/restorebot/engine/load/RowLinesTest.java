package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.sandbox.server.ServerError;
import org.junit.jupiter.api.Test;

class RowLinesTest {
  private static RowLines lines(long... firstAndCount) {
    RowLines lines = new RowLines();
    for (int i = 0; i < firstAndCount.length; i += 2) {
      lines.add(firstAndCount[i], firstAndCount[i + 1]);
    }
    return lines;
  }

  @Test
  void aLineOfAPartIsFoundInTheWhole() {
    RowLines lines = lines(1, 10, 31, 5, 36, 0, 36, 2, 100, 7);
    assertThat(lines.ofCopy(1)).isEqualTo(1);
    assertThat(lines.ofCopy(10)).isEqualTo(10);
    assertThat(lines.ofCopy(11)).isEqualTo(31);
    assertThat(lines.ofCopy(15)).isEqualTo(35);
    assertThat(lines.ofCopy(16)).isEqualTo(36);
    assertThat(lines.ofCopy(18)).isEqualTo(100);
    assertThat(lines.ofCopy(24)).isEqualTo(106);
  }

  @Test
  void theErrorOfTheFirstRowCounts() {
    RowCopy copy = new RowCopy("COPY public.\"A \"\"b\" (x) FROM stdin;");
    assertThat(copy.table()).isEqualTo("public.\"A \"\"b\"");
    copy.refused(error("COPY A \"b, line 2, column x: \"COPY A \"b, line 9\""), lines(50, 10));
    copy.refused(error("COPY A \"b, line 1"), lines(20, 10));
    copy.refused(error("COPY A \"b, line 3"), lines(70, 10));
    assertThat(copy.error.orElseThrow().text())
        .isEqualTo("wrong\nDETAIL:  it\nCONTEXT:  COPY A \"b, line 20");
  }

  private static ServerError error(String context) {
    return new ServerError("wrong\nDETAIL:  it\nCONTEXT:  " + context, false);
  }
}
