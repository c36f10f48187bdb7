package dev.restorebot.engine.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpEncodingTest {
  /** Bytes as PostgreSQL 15 converts them ({@code convert_to}). */
  @ParameterizedTest
  @CsvSource({
    "WIN1251, e7e0eae0e7fb, заказы",
    "WIN866, a7a0aaa0a7eb, заказы",
    "KOI8R, dac1cbc1dad9, заказы",
    "KOI8U, dac1cbc1dad9, заказы",
    "ISO_8859_5, d7d0dad0d7eb, заказы",
    "WIN1252, 7072697880, prix€",
    "LATIN1, fc, ü",
    "LATIN2, b3, ł",
    "LATIN9, a4, €",
    "LATIN10, aa, Ș",
    "WIN874, a1, ก",
    "EUC_JP, c9bdada1, 表①",
    "SJIS, 955c8160, 表～",
    "SHIFT_JIS_2004, 955c, 表",
    "EUC_KR, c7d1, 한",
    "UHC, c7d1, 한",
    "JOHAB, d065, 한",
    "GBK, b1ed, 表",
    "GB18030, b1ed, 表",
    "EUC_CN, b1ed, 表",
    "BIG5, aaed, 表",
    "EUC_TW, cfd0, 表",
    "UTF8, c3bc, ü",
    "UNICODE, c3bc, ü",
    "SQL_ASCII, c3bc, ü"
  })
  void decodesNamesAsPostgresqlDoes(String encoding, String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(DumpEncoding.of(encoding).orElseThrow().read(bytes, 0, bytes.length))
        .isEqualTo(text);
  }

  @Test
  void doesNotKnowWhatJavaCannotDecode() {
    assertThat(DumpEncoding.of("MULE_INTERNAL")).isEmpty();
    assertThat(DumpEncoding.of("LATIN8")).isEmpty();
  }

  @Test
  void readsTextThatIsInAnotherEncodingAsUtf8OrByteForByte() {
    DumpEncoding ascii = DumpEncoding.of("SQL_ASCII").orElseThrow();
    assertThat(ascii.read(new byte[] {(byte) 0xfc}, 0, 1)).isEqualTo("ü");
    byte[] utf8 = "xИ".getBytes(UTF_8);
    assertThat(DumpEncoding.of("WIN1251").orElseThrow().read(utf8, 0, utf8.length))
        .as("0x98 is nothing in WIN1251")
        .isEqualTo("xИ");
  }

  @Test
  void rolesAndDatabasesKeepTheServersEncoding() {
    DumpEncoding cyrillic = DumpEncoding.of("WIN1251").orElseThrow();
    byte[] utf8 = "вася".getBytes(UTF_8);
    assertThat(cyrillic.shared(cyrillic.read(utf8, 0, utf8.length))).isEqualTo("вася");
    assertThat(cyrillic.shared("вася")).isEqualTo("вася");
    assertThat(cyrillic.shared("表")).as("not in WIN1251").isEqualTo("表");
    assertThat(DumpEncoding.UTF8.shared("вася")).isEqualTo("вася");
  }

  @ParameterizedTest
  @CsvSource({"SJIS, UTF8", "gbk, UTF8", "WIN1251, WIN1251", "SQL_ASCII, SQL_ASCII"})
  void aDatabaseHasNoEncodingThatOnlyClientsHave(String dump, String database) {
    assertThat(DumpEncoding.ofDatabase(dump)).isEqualTo(database);
  }
}
