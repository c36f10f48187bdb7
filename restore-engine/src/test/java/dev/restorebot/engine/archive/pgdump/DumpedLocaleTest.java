package dev.restorebot.engine.archive.pgdump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DumpedLocaleTest {
  @Test
  void oneLocaleForBoth() {
    DumpedLocale locale =
        DumpedLocale.ofCreateDatabase(
            "CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER ="
                + " libc LOCALE = 'en_US.UTF-8';");
    assertThat(locale.encoding()).contains("UTF8");
    assertThat(locale.collate()).contains("en_US.UTF-8");
    assertThat(locale.ctype()).contains("en_US.UTF-8");
  }

  @Test
  void twoLocalesAndIcu() {
    DumpedLocale locale =
        DumpedLocale.ofCreateDatabase(
            "CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'LATIN1' LOCALE_PROVIDER ="
                + " icu LC_COLLATE = 'C' LC_CTYPE = 'de_DE' ICU_LOCALE = 'sv';");
    assertThat(locale.encoding()).contains("LATIN1");
    assertThat(locale.collate()).contains("C");
    assertThat(locale.ctype()).contains("de_DE");
  }

  @Test
  void aNameDoesNotDeceive() {
    DumpedLocale locale =
        DumpedLocale.ofCreateDatabase(
            "CREATE DATABASE \"ENCODING = 'EVIL'\" WITH TEMPLATE = template0 ENCODING = 'UTF8';");
    assertThat(locale.encoding()).contains("UTF8");
    assertThat(locale.collate()).isEmpty();
  }

  @Test
  void quotesAndNothing() {
    assertThat(DumpedLocale.ofCreateDatabase("x ENCODING = 'a''b'").encoding()).contains("a'b");
    assertThat(DumpedLocale.ofCreateDatabase("CREATE DATABASE shop;"))
        .isEqualTo(DumpedLocale.unknown());
  }

  @Test
  void theClientsEncodingCountsWhereNothingElseIsKnown() {
    DumpedLocale client = DumpedLocale.ofClientEncoding("SET client_encoding = 'WIN1252';");
    DumpedLocale database = DumpedLocale.ofCreateDatabase("x ENCODING = 'UTF8'");
    assertThat(database.or(client).encoding()).contains("UTF8");
    assertThat(DumpedLocale.unknown().or(client).encoding()).contains("WIN1252");
  }
}
