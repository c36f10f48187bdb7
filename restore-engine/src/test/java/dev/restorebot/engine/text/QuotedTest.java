package dev.restorebot.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {
  @Test
  void eachLineIsAQuoteHoweverItIsBroken() {
    assertThat(Quoted.lines("disk\r\n\n1. stop api\u2028Undo: start\u0085x\u202ey"))
        .containsExactly("> disk", "> 1. stop api", "> Undo: start", "> xy");
  }

  @Test
  void inOneLineNothingIsHidden() {
    assertThat(Quoted.inLine(" disk\nis\tgone\u200b ")).isEqualTo("disk is gone");
  }

  @ParameterizedTest
  @CsvSource({
    "Ben, ben",
    "Ben, B\u0435n",
    "Ben, B\u00e9 n",
    "Bill, BilI",
    "Bill, Bi1l",
    "Arno, Amo"
  })
  void namesThatLookTheSameAreAlike(String one, String other) {
    assertThat(LookAlikes.alike(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Ben, Bea", "Ada, Adam", "\u0411\u043e\u0440\u0438\u0441, \u041e\u043b\u0435\u0433"})
  void otherNamesAreNot(String one, String other) {
    assertThat(LookAlikes.alike(one, other)).isFalse();
  }
}
