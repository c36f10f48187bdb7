package dev.restorebot.engine.approval.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.approval.Authenticator;
import dev.restorebot.engine.approval.ManualClock;
import dev.restorebot.engine.approval.SecondFactor.Answer;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpSecondFactorTest {
  private static final Actor ADA = new Actor("slack:U1", "Ada L");
  private static final Actor BOB = new Actor("slack:U2", "Bob");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T03:00:05Z"));
  private Path file;
  private AuditLog audit;
  private TotpSecondFactor factor;

  @BeforeEach
  void open() {
    file = folder.resolve("totp.json");
    audit = JdbcAuditLog.open(folder.resolve("state.db"));
    factor = new TotpSecondFactor(file, audit, clock);
  }

  @AfterEach
  void close() {
    audit.close();
  }

  private Authenticator enrol(Actor actor) throws IOException {
    return new Authenticator(factor.enrol(actor).orElseThrow().secret());
  }

  private SecondFactorCode at(Authenticator app, int seconds) {
    return app.code(clock.instant().plusSeconds(seconds));
  }

  /** RFC 6238, appendix B, SHA-1; the RFC shows eight digits, of which apps show the last six. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void takesTheCodesOfTheStandard(long seconds, String code) throws IOException {
    String secret =
        new Base32().encodeToString("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        file, "{\"slack:U1\":{\"secret\":\"" + secret + "\",\"lastStep\":0,\"wrong\":[]}}");
    ManualClock then = new ManualClock(Instant.ofEpochSecond(seconds));

    TotpSecondFactor standard = new TotpSecondFactor(file, audit, then);

    assertThat(standard.check(ADA, new SecondFactorCode(code))).isEqualTo(Answer.WRONG);
    assertThat(standard.check(ADA, new SecondFactorCode(code.substring(2)))).isEqualTo(Answer.GOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void takesTheCodeBeforeAndAfter(int seconds) throws IOException {
    Authenticator app = enrol(ADA);
    assertThat(factor.check(ADA, at(app, seconds))).isEqualTo(Answer.GOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {-60, 60})
  void takesNoCodeFromFurtherAway(int seconds) throws IOException {
    Authenticator app = enrol(ADA);
    assertThat(factor.check(ADA, at(app, seconds))).isEqualTo(Answer.WRONG);
  }

  @Test
  void takesACodeAsAppsShowIt() throws IOException {
    String digits = at(enrol(ADA), 0).digits();
    SecondFactorCode spaced =
        new SecondFactorCode(" " + digits.substring(0, 3) + " " + digits.substring(3) + "\n");
    assertThat(factor.check(ADA, spaced)).isEqualTo(Answer.GOOD);
    assertThat(spaced).hasToString("***");
  }

  @Test
  void aCodeServesOnceAlsoAfterARestartAndOlderOnesNoMore() throws IOException {
    Authenticator app = enrol(ADA);
    assertThat(factor.check(ADA, at(app, 0))).isEqualTo(Answer.GOOD);
    assertThat(factor.check(ADA, at(app, 0))).isEqualTo(Answer.USED);
    TotpSecondFactor restarted = new TotpSecondFactor(file, audit, clock);
    assertThat(restarted.check(ADA, at(app, 0))).isEqualTo(Answer.USED);
    assertThat(restarted.check(ADA, at(app, -30))).isEqualTo(Answer.USED);
    assertThat(restarted.check(ADA, at(app, 30))).isEqualTo(Answer.GOOD);
  }

  @Test
  void aCodeGivenManyTimesAtOnceServesOnce() throws Exception {
    SecondFactorCode code = at(enrol(ADA), 0);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Answer> check = () -> new TotpSecondFactor(file, audit, clock).check(ADA, code);
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(8, check))) {
        answers.add(answer.get());
      }
      assertThat(answers).containsOnly(Answer.GOOD, Answer.USED).containsOnlyOnce(Answer.GOOD);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fiveWrongCodesLockForAQuarterOfAnHourAlsoAcrossARestart() throws IOException {
    Authenticator app = enrol(ADA);
    Authenticator other = enrol(BOB);
    for (int i = 0; i < TotpSecondFactor.MOST_WRONG; i++) {
      assertThat(factor.check(ADA, new SecondFactorCode("no"))).isEqualTo(Answer.WRONG);
    }
    TotpSecondFactor restarted = new TotpSecondFactor(file, audit, clock);
    assertThat(restarted.check(ADA, at(app, 0))).isEqualTo(Answer.LOCKED);
    assertThat(restarted.check(BOB, at(other, 0))).as("another person").isEqualTo(Answer.GOOD);
    clock.forward(TotpSecondFactor.WRONG_COUNTS.minusSeconds(1));
    assertThat(restarted.check(ADA, at(app, 0))).isEqualTo(Answer.LOCKED);
    clock.forward(Duration.ofSeconds(1));
    assertThat(restarted.check(ADA, at(app, 0))).isEqualTo(Answer.GOOD);
  }

  @Test
  void enrolsOnceUntilRemovedAndTheAuditLogHears() throws IOException {
    Enrolment enrolment = factor.enrol(ADA).orElseThrow();
    assertThat(enrolment.uri())
        .isEqualTo(
            "otpauth://totp/restore-bot:Ada%20L?secret="
                + enrolment.secret()
                + "&issuer=restore-bot&algorithm=SHA1&digits=6&period=30");
    assertThat(enrolment.secret()).matches("[A-Z2-7]{32}");
    assertThat(factor.enrol(ADA)).isEmpty();
    assertThat(factor.enrolled()).containsExactly("slack:U1");
    assertThat(factor.remove(ADA)).isTrue();
    assertThat(factor.remove(ADA)).isFalse();
    assertThat(factor.check(ADA, new SecondFactorCode("123456"))).isEqualTo(Answer.NOT_ENROLLED);
    assertThat(factor.enrol(ADA).orElseThrow().secret()).isNotEqualTo(enrolment.secret());
    assertThat(audit.entries(0, 10))
        .extracting(entry -> entry.event().what())
        .containsExactly("totp.enrolled", "totp.removed", "totp.enrolled");
  }

  @Test
  void nobodyElseReadsTheFileAndNothingShowsASecret() throws IOException {
    Enrolment enrolment = factor.enrol(ADA).orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(enrolment.toString()).doesNotContain(enrolment.secret());
    assertThat(new Enrolled(enrolment.secret(), 0, List.of()).toString())
        .doesNotContain(enrolment.secret());
    assertThat(audit.entries(0, 10).toString()).doesNotContain(enrolment.secret());
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .contains("totp.json", "totp.json.lock")
          .doesNotContain("totp.json.new");
    }
  }

  @Test
  void aDamagedFileRefusesEverybodyAndIsNotQuoted() throws IOException {
    String secret = factor.enrol(ADA).orElseThrow().secret();
    Files.writeString(file, "{\"slack:U1\": " + secret + "}");

    assertThat(factor.check(ADA, new SecondFactorCode("123456"))).isEqualTo(Answer.BROKEN);
    assertThatThrownBy(() -> factor.enrol(BOB))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .message()
        .contains("totp.json is damaged")
        .doesNotContain(secret);
    assertThat(Files.readString(file)).as("left as it is").contains(secret);
    assertThat(audit.verify(Optional.empty()).whole()).isTrue();
  }
}
