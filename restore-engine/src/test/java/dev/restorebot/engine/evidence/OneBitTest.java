package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.testing.Exhaustive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bit changed in any byte of a report or envelope is found, and where it is is said. */
class OneBitTest {
  /** A prime, so that the bit that changes differs too. */
  private static final int SAMPLE = 61;

  @TempDir Path temp;
  private SigningKey key;
  private Path folder;

  @BeforeEach
  void write() throws Exception {
    key = SigningKey.generate(temp.resolve("evidence.key"));
    try (AuditLog audit = JdbcAuditLog.open(temp.resolve("state.db"))) {
      folder =
          Reports.evidence(temp.resolve("reports"), Optional.of(key), audit)
              .write(Reports.passed("abc234"))
              .folder();
    }
  }

  /** Of every {@value #SAMPLE}th byte. */
  @ParameterizedTest
  @ValueSource(strings = {"report.json", "report.md", "report.html"})
  void inAReportIsFoundAtItsByte(String name) throws Exception {
    changeReport(name, SAMPLE);
  }

  @Exhaustive
  @ParameterizedTest
  @ValueSource(strings = {"report.json", "report.md", "report.html"})
  void inAReportIsFoundAtEachByte(String name) throws Exception {
    changeReport(name, 1);
  }

  private void changeReport(String name, int step) throws Exception {
    Path file = folder.resolve(name);
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += step) {
      Files.write(file, changed(good, at));
      assertThat(EvidenceCheck.verify(folder, key.publicKey()).problems())
          .as("byte %d of %s", at, name)
          .singleElement()
          .asString()
          .contains(name + " is not as it was signed: it differs at byte " + at + " ");
    }
  }

  /** Of every {@value #SAMPLE}th byte. */
  @Test
  void inAnEnvelopeIsFound() throws Exception {
    changeEnvelope(SAMPLE);
  }

  @Exhaustive
  @Test
  void inAnEnvelopeIsFoundAtEachByte() throws Exception {
    changeEnvelope(1);
  }

  private void changeEnvelope(int step) throws Exception {
    Path file = folder.resolve("report.dsse.json");
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += step) {
      Files.write(file, changed(good, at));
      assertThat(EvidenceCheck.verify(folder, key.publicKey()).problems())
          .as("byte %d of the envelope", at)
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem).contains("report.dsse.json"))
          .anyMatch(problem -> problem.contains("byte ") || problem.contains("field /"));
    }
  }

  @Test
  void inThePayloadIsTakenForThatWhenTheFilesAreAsSigned() throws Exception {
    Path file = folder.resolve("report.dsse.json");
    byte[] good = Files.readAllBytes(file);
    int middle =
        new String(good, java.nio.charset.StandardCharsets.UTF_8).indexOf("payload\"") + 40;
    byte[] other = good.clone();
    other[middle] = (byte) (other[middle] == 'A' ? 'B' : 'A');
    Files.write(file, other);
    assertThat(EvidenceCheck.verify(folder, key.publicKey()).problems())
        .singleElement()
        .asString()
        .contains("the payload was changed, at byte ", "files beside it are as they were signed");
  }

  @Test
  void inAFieldOfTheReportNamesTheField() throws Exception {
    Path file = folder.resolve("report.json");
    Files.writeString(file, Files.readString(file).replace("\"rows\" : 3", "\"rows\" : 4"));
    assertThat(EvidenceCheck.verify(folder, key.publicKey()).problems())
        .singleElement()
        .asString()
        .contains("field /report/tables/0/rows");
  }

  private static byte[] changed(byte[] good, int at) {
    byte[] bad = good.clone();
    bad[at] ^= (byte) (1 << (at % 8));
    return bad;
  }
}
