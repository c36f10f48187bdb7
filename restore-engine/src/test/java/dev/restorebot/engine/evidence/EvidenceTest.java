package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  private static final Path EARLIER = Path.of("src/test/resources/evidence-1");

  @TempDir Path temp;
  private AuditLog audit;
  private SigningKey key;
  private Evidence evidence;

  @BeforeEach
  void open() throws Exception {
    audit = JdbcAuditLog.open(temp.resolve("state.db"));
    key = SigningKey.generate(temp.resolve("evidence.key"));
    evidence = Reports.evidence(temp.resolve("reports"), Optional.of(key), audit);
  }

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void whatWasWrittenVerifies() throws Exception {
    WrittenReport written = evidence.write(Reports.passed("abc234"));
    EvidenceVerdict verdict = EvidenceCheck.verify(written.folder(), key.publicKey());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.about())
        .singleElement()
        .asString()
        .contains("abc234", "PASSED", "zenops.dump", Reports.SHA);
    assertThat(Files.getPosixFilePermissions(written.folder().resolve("report.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theAuditLogAndTheReportNameEachOther() throws Exception {
    evidence.write(Reports.passed("first1"));
    WrittenReport second = evidence.write(Reports.passed("second"));
    JsonNode report = json(second);
    assertThat(report.at("/audit/number").asLong()).isEqualTo(1);
    assertThat(report.at("/audit/hash").asText()).isEqualTo(audit.entries(0, 1).get(0).hash());
    assertThat(audit.entries(1, 9))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.event().what()).isEqualTo(Evidence.WRITTEN);
              assertThat(entry.event().subject()).isEqualTo("second");
              assertThat(entry.event().detail())
                  .containsEntry("report-sha256", second.reportSha256());
            });
  }

  @Test
  void whatWasNotCheckedStandsApart() throws Exception {
    JsonNode report = json(evidence.write(Reports.passed("abc234")));
    assertThat(report.at("/checked/0/name").asText()).isEqualTo("structure");
    assertThat(report.path("checked")).hasSize(1);
    assertThat(report.at("/notChecked/0/detail").asText()).isEqualTo("no head is configured");
  }

  @Test
  void aLaterRevisionNamesTheOneBeforeAndOverwritesNothing() throws Exception {
    WrittenReport first = evidence.write(Reports.passed("abc234"));
    byte[] before = Files.readAllBytes(first.folder().resolve("report.html"));
    WrittenReport second =
        evidence.write(
            Reports.passed("abc234")
                .with(
                    "drill",
                    List.of(new Subject.Person("signed it off", Reports.ANNA, Reports.NOON)),
                    List.of(new Subject.Annex("Drill record", "Issues found: none"))));
    assertThat(second.revision()).isEqualTo(2);
    assertThat(Files.readAllBytes(first.folder().resolve("report.html"))).isEqualTo(before);
    assertThat(json(second).at("/previous/reportSha256").asText()).isEqualTo(first.reportSha256());
    assertThat(text(second, "report.md")).contains("signed it off: Anna", "Issues found: none");
    EvidenceVerdict verdict = EvidenceCheck.verify(first.folder(), key.publicKey());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.about()).hasSize(2);
  }

  @Test
  void aFirstRevisionThatWasReplacedIsNoticed() throws Exception {
    WrittenReport first = evidence.write(Reports.passed("abc234"));
    evidence.write(Reports.passed("abc234"));
    WrittenReport forged =
        Reports.evidence(temp.resolve("other"), Optional.of(key), audit)
            .write(Reports.subject("abc234", "other.dump", "t"));
    for (String file : List.of("report.json", "report.md", "report.html", "report.dsse.json")) {
      Files.write(first.folder().resolve(file), Files.readAllBytes(forged.folder().resolve(file)));
    }
    assertThat(EvidenceCheck.verify(first.folder(), key.publicKey()).problems())
        .singleElement()
        .asString()
        .contains("revision-2", "/previous");
  }

  @Test
  void withoutAKeyTheReportSaysThatItIsUnsignedAndDoesNotVerify() throws Exception {
    WrittenReport written =
        Reports.evidence(temp.resolve("plain"), Optional.empty(), audit)
            .write(Reports.passed("abc234"));
    assertThat(written.signed()).isFalse();
    assertThat(text(written, "report.html")).contains("Not signed.");
    assertThat(text(written, "report.md")).contains("Signed: **NO.**");
    assertThat(EvidenceCheck.verify(written.folder(), key.publicKey()).problems())
        .singleElement()
        .asString()
        .contains("report.dsse.json is missing");
  }

  @Test
  void anotherKeyDoesNotVerify() throws Exception {
    WrittenReport written = evidence.write(Reports.passed("abc234"));
    SigningKey other = SigningKey.generate(temp.resolve("other.key"));
    assertThat(EvidenceCheck.verify(written.folder(), other.publicKey()).problems())
        .anyMatch(problem -> problem.contains("/signatures/0/keyid"))
        .anyMatch(problem -> problem.contains("another key"));
  }

  @Test
  void anEnvelopeAloneIsVerifiedAndSaysWhatWasNotCompared() throws Exception {
    WrittenReport written = evidence.write(Reports.passed("abc234"));
    Path alone = Files.createDirectory(temp.resolve("mail")).resolve("report.dsse.json");
    Files.copy(written.folder().resolve("report.dsse.json"), alone);
    EvidenceVerdict verdict = EvidenceCheck.verify(alone, key.publicKey());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.notes()).hasSize(3);
  }

  @Test
  void theEnvelopeIsDsseOverAnInTotoStatement() throws Exception {
    WrittenReport written = evidence.write(Reports.passed("abc234"));
    JsonNode envelope =
        EvidenceJson.read(Files.readAllBytes(written.folder().resolve("report.dsse.json")));
    byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
    JsonNode statement = EvidenceJson.read(payload);
    assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("subject").findValuesAsText("name"))
        .containsExactly("zenops.dump", "report.json", "report.md", "report.html");
    assertThat(statement.path("subject").findValuesAsText("sha256"))
        .startsWith(Reports.SHA, written.reportSha256());
    // By hand, as the specification says it, with nothing of Envelope
    String head = "DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ";
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(PublicKeyFile.read(temp.resolve("evidence.key.pub")));
    check.update(head.getBytes(StandardCharsets.US_ASCII));
    check.update(payload);
    assertThat(check.verify(Base64.getDecoder().decode(envelope.at("/signatures/0/sig").asText())))
        .isTrue();
  }

  /** The folder evidence-1 was written and signed before the report contained its subject. */
  @Test
  void verifiesEvidenceThatAnEarlierVersionSigned() throws Exception {
    EvidenceVerdict verdict =
        EvidenceCheck.verify(
            EARLIER.resolve("report.dsse.json"),
            PublicKeyFile.read(EARLIER.resolve("evidence.key.pub")));
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.notes()).isEmpty();
  }

  @Test
  void writesTheFieldsThatAnEarlierVersionWrote() throws Exception {
    ObjectNode earlier =
        (ObjectNode) EvidenceJson.read(Files.readAllBytes(EARLIER.resolve("report.json")));
    ObjectNode now = (ObjectNode) json(evidence.write(Reports.passed("test-1")));
    assertThat(now.remove("report").fieldNames())
        .toIterable()
        .containsAll(() -> earlier.get("report").fieldNames());
    earlier.remove("report");
    ((ObjectNode) now.get("signing")).remove(List.of("keyId", "note"));
    ((ObjectNode) earlier.get("signing")).remove(List.of("keyId", "note"));
    assertThat(now).isEqualTo(earlier);
  }

  @Test
  void theEncodingIsThatOfTheSpecificationsExample() {
    assertThat(
            Envelope.encoding(
                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void aKeyIsNeverOverwrittenAndIsReadOnlyWhenPrivate() throws Exception {
    Path file = temp.resolve("evidence.key");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> SigningKey.generate(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(SigningKey.read(file).publicKey()).isEqualTo(key.publicKey());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SigningKey.read(file)).hasMessageContaining("chmod 600");
  }

  @Test
  void reportsThatNobodyNotedAreNotedAtStart() throws Exception {
    evidence.write(Reports.passed("abc234"));
    try (AuditLog other = JdbcAuditLog.open(temp.resolve("other.db"))) {
      Evidence again = Reports.evidence(temp.resolve("reports"), Optional.of(key), other);
      again.noteForgotten();
      again.noteForgotten();
      assertThat(other.entries(0, 9))
          .singleElement()
          .satisfies(entry -> assertThat(entry.event().detail()).containsKey("late"));
    }
  }

  private static JsonNode json(WrittenReport written) throws Exception {
    return EvidenceJson.read(Files.readAllBytes(written.folder().resolve("report.json")));
  }

  private static String text(WrittenReport written, String file) throws Exception {
    return Files.readString(written.folder().resolve(file));
  }
}
