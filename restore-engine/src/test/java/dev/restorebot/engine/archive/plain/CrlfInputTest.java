package dev.restorebot.engine.archive.plain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.PeekInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrlfInputTest {
  private static final String DUMP =
      "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.\"line\nbreak\" ();\n\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1 << 16, 1 << 20})
  void aConvertedDumpIsReadAsItWas(int chunk) throws IOException {
    String dump = DUMP + "SELECT 'a\r';\n".repeat(20_000) + "-- \r";
    assertThat(read(dump.replace("\n", "\r\n"), chunk)).isEqualTo(dump);
    String afterText = "pg_dump: hint\n" + dump;
    assertThat(read("pg_dump: hint\n" + dump.replace("\n", "\r\n"), chunk)).isEqualTo(afterText);
  }

  @Test
  void whatWasNotConvertedIsLeftAlone() throws IOException {
    for (String sql :
        new String[] {
          DUMP + "SELECT 'a\r\nb';\n",
          DUMP.replace("\n", "\r\n") + "SELECT 1;\n",
          "SELECT 1;\r\n",
          ""
        }) {
      assertThat(read(sql, 64)).isEqualTo(sql);
    }
  }

  private static String read(String sql, int chunk) throws IOException {
    InputStream stored = new ByteArrayInputStream(sql.getBytes(US_ASCII));
    StringBuilder text = new StringBuilder();
    byte[] block = new byte[chunk];
    try (InputStream in = CrlfInput.asLf(new PeekInput(stored))) {
      for (int n = in.read(block, 0, chunk); n >= 0; n = in.read(block, 0, chunk)) {
        text.append(new String(block, 0, n, US_ASCII));
      }
    }
    return text.toString();
  }
}
