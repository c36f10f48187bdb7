package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.evidence.Reports;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.evidence.Subject;
import dev.restorebot.engine.job.Report;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandTest {
  @TempDir Path temp;
  private Map<String, String> environment;
  private Path state;

  @BeforeEach
  void stateFolder() {
    state = temp.resolve("state");
    environment = Map.of("RESTORE_BOT_STATE_DIR", state.toString());
  }

  private CliRun run(String... arguments) {
    return CliRun.of(environment, arguments);
  }

  /** A report signed with the key of the state folder. */
  private Path report() throws Exception {
    run("evidence", "keygen").ends(0);
    try (AuditLog audit = JdbcAuditLog.open(state.resolve("state.db"))) {
      SigningKey key = SigningKey.read(state.resolve("evidence.key"));
      return Reports.evidence(state.resolve("reports"), Optional.of(key), audit)
          .write(Reports.passed("abc234"))
          .folder();
    }
  }

  @Test
  void aKeyIsMadeOnceAndOnlyItsPublicPartIsPrinted() throws Exception {
    CliRun made = run("evidence", "keygen").ends(0);
    assertThat(made.out())
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .isEqualTo(Files.readString(state.resolve("evidence.key.pub")))
        .doesNotContain("PRIVATE");
    byte[] before = Files.readAllBytes(state.resolve("evidence.key"));
    assertThat(run("evidence", "keygen").ends(2).err())
        .contains("already exists and was not changed");
    assertThat(Files.readAllBytes(state.resolve("evidence.key"))).isEqualTo(before);
  }

  @Test
  void verifyEndsWith0Or1AndSaysWhere() throws Exception {
    Path folder = report();
    String key = state.resolve("evidence.key.pub").toString();
    assertThat(run("evidence", "verify", folder.toString(), "--key", key).ends(0).out())
        .contains(
            "Signed: test-restore abc234, revision 1: PASSED", "unchanged since it was signed.");
    Path json = folder.resolve("report.json");
    Files.writeString(json, Files.readString(json).replace("\"rows\" : 3", "\"rows\" : 4"));
    assertThat(run("evidence", "verify", folder.toString(), "--key", key).ends(1).out())
        .contains("WRONG: ", "field /report/tables/0/rows", "Do not rely on");
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                run("evidence", "verify", folder.toString(), "--key", key, "--json").ends(1).out());
    assertThat(answer.path("whole").asBoolean(true)).isFalse();
    assertThat(answer.path("problems").toString()).contains("field /report/tables/0/rows");
    assertThat(answer.path("about").toString()).contains("test-restore abc234, revision 1: PASSED");
  }

  @Test
  void listAndExport() throws Exception {
    report();
    assertThat(run("evidence", "list").ends(0).out())
        .contains("abc234", "PASSED", "revision 1, signed", "zenops.dump");
    Path to = temp.resolve("for the auditor");
    run("evidence", "export", "abc234", to.toString()).ends(0);
    String key = state.resolve("evidence.key.pub").toString();
    run("evidence", "verify", to.toString(), "--key", key).ends(0);
    assertThat(run("evidence", "export", "abc234", to.toString()).ends(2).err())
        .contains("already exists");
    assertThat(run("evidence", "export", "nobody", to.toString()).ends(2).err())
        .contains("no report of nobody");
  }

  @Test
  void aLogThatWasRewrittenLacksTheEndThatAThreadRecorded() throws Exception {
    Path unused = report();
    String end;
    try (AuditLog audit = JdbcAuditLog.open(state.resolve("state.db"))) {
      end = audit.head().text();
    }
    run("audit", "verify", "--head", end).ends(0);
    String other = end.substring(0, end.length() - 8) + "00000000";
    assertThat(run("audit", "verify", "--head", other).ends(1).out())
        .contains("does not contain the remembered entry");
    assertThat(run("audit", "verify", "--head", "7").ends(2).err()).contains("NUMBER:HASH");
  }

  @Test
  void theAuditLogIsExportedWithoutTheTokensOfTheChats() throws Exception {
    Path unused = report();
    Map<String, String> chats = new HashMap<>(environment);
    chats.put("RESTORE_BOT_SLACK_ENABLED", "true");
    chats.put("RESTORE_BOT_SLACK_BOT_TOKEN_FILE", temp.resolve("gone").toString());
    chats.put("RESTORE_BOT_DISCORD_ENABLED", "true");
    assertThat(CliRun.of(chats, "audit", "export").ends(0).out()).contains("evidence.written");
    CliRun.of(chats, "audit", "verify").ends(0);
    CliRun.of(chats, "doctor").ends(2);
  }

  @Test
  void theAuditLogIsComparedWithTheReports() throws Exception {
    Path folder = report();
    String reports = state.resolve("reports").toString();
    assertThat(run("audit", "verify", "--evidence", reports).ends(0).out())
        .contains("The reports and the log agree.");
    Files.delete(folder.resolve("report.json"));
    assertThat(run("audit", "verify", "--evidence", reports).ends(1).out())
        .contains("WRONG: ", "is missing");
  }

  @Test
  void aReportIsAsItsSchemaSays() throws Exception {
    Path folder = report();
    Schema schema = schema();
    ObjectMapper mapper = new ObjectMapper();
    String json = Files.readString(folder.resolve("report.json"));
    assertThat(schema.validate(mapper.readTree(json))).isEmpty();
    assertThat(schema.validate(mapper.readTree(json.replace("\"PASSED\"", "\"GOOD\""))))
        .isNotEmpty();
    try (AuditLog audit = JdbcAuditLog.open(state.resolve("state.db"))) {
      Subject drill =
          Reports.passed("abc234")
              .with("drill", List.of(), List.of(new Subject.Annex("Record", "Issues found: none")));
      Path second =
          Reports.evidence(state.resolve("reports"), Optional.empty(), audit).write(drill).folder();
      assertThat(schema.validate(mapper.readTree(second.resolve("report.json").toFile())))
          .isEmpty();
    }
  }

  private static Schema schema() throws Exception {
    Map<String, String> known =
        Map.of(
            "urn:restore-bot:report:1", resource("report.schema.json"),
            "urn:restore-bot:evidence:1", resource("../evidence/evidence.schema.json"));
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(known))
        .getSchema(known.get("urn:restore-bot:evidence:1"));
  }

  private static String resource(String name) throws Exception {
    String path = "/dev/restorebot/engine/job/" + name;
    try (InputStream in = Report.class.getResourceAsStream(path.replace("job/../", ""))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
