package dev.restorebot.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPagesTest {
  private static final String BAD =
      "<script>alert(1)</script>|[x](http://evil)`\u202e\u0007 ${{{x}}}";

  @TempDir Path temp;

  @Test
  void namesFromABackupMeanNothingInAPage() throws Exception {
    Path folder = write(Reports.subject("abc234", BAD, BAD));
    String html = Files.readString(folder.resolve("report.html"));
    assertThat(html).doesNotContain("<script", "\u202e", "\u0007");
    assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "\\u{202e}");
    String markdown = Files.readString(folder.resolve("report.md"));
    assertThat(markdown).doesNotContain("://", "\u202e").doesNotContainPattern("(?<!\\\\)<");
    assertThat(markdown).contains("\\<script\\>", "\\|\\[x\\](");
  }

  @Test
  void anAnnexStaysTextOfItsOwnLines() throws Exception {
    Path folder =
        write(
            Reports.passed("abc234")
                .with(
                    "drill", List.of(), List.of(new Subject.Annex("Record", "# one\n</pre>two"))));
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("    # one\n    </pre>two\n");
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<div># one</div><div>&lt;/pre&gt;two</div>");
  }

  @Test
  void aPageNeedsNothingFromElsewhereAndRunsNothing() throws Exception {
    String html = Files.readString(write(Reports.passed("abc234")).resolve("report.html"));
    assertThat(html).contains("default-src 'none'", "prefers-color-scheme:dark", "@media print");
    assertThat(html).doesNotContain("src=", "href=", "@import", "url(");
  }

  @Test
  void theSummaryComesFirstWithSizesAndTimesForPeople() throws Exception {
    Path folder = write(Reports.passed("abc234"));
    String html = Files.readString(folder.resolve("report.html"));
    assertThat(html.indexOf("<section class=\"summary passed\">"))
        .isPositive()
        .isLessThan(html.indexOf("<dl>"));
    assertThat(html)
        .contains("1.2 kB backup, ", "took 1 min 1 s", "3 rows in ", "<dd>1.2 kB (1234 bytes)</dd>")
        .doesNotContain(" ms<");
  }

  @Test
  void timesAreInTheZoneOfTheReportWhichStillVerifies() throws Exception {
    SigningKey key = SigningKey.generate(temp.resolve("evidence.key"));
    Path folder;
    try (AuditLog audit = JdbcAuditLog.open(temp.resolve("state.db"))) {
      folder =
          new Evidence(
                  temp.resolve("reports"),
                  Optional.of(key),
                  ZoneId.of("Asia/Kolkata"),
                  audit,
                  InstantSource.fixed(Reports.NOON))
              .write(Reports.passed("abc234"))
              .folder();
    }
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<dt>Requested</dt><dd>2026-11-24 17:30:00 UTC+05:30</dd>");
    assertThat(Files.readString(folder.resolve("report.json")))
        .contains("\"timeZone\" : \"Asia/Kolkata\"", "\"requestedAt\" : \"2026-11-24T12:00:00Z\"");
    assertThat(EvidenceCheck.verify(folder, key.publicKey()).problems()).isEmpty();
    assertThat(Files.readString(write(Reports.passed("utc234")).resolve("report.html")))
        .contains("<dd>2026-11-24 12:00:00 UTC</dd>");
  }

  @Test
  void backquotesMarkCodeInThePageAndNothingElse() throws Exception {
    Path folder = write(Reports.subject("abc234", "Run `restore-bot doctor` <b>", "x"));
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<code>restore-bot doctor</code> &lt;b&gt;")
        .doesNotContain("`");
  }

  @Test
  void thePagesSayWhatTheTestProvesAndWhatItDoesNot() throws Exception {
    Path folder = write(Reports.passed("abc234"));
    String doesNot = "That the backup has everything that production has";
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("<dt>Proves</dt>", "<dt>Does not prove</dt><dd>" + doesNot);
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("- Proves: The whole file was read", "- Does not prove: " + doesNot);
  }

  @Test
  void aRequirementIsNeverSaidToBeMet() throws Exception {
    String markdown = Files.readString(write(Reports.passed("abc234")).resolve("report.md"));
    assertThat(markdown).contains("A 8.13", "A1.2", "A1.3", "Art. 12", "serves as evidence");
    assertThat(markdown.toLowerCase(java.util.Locale.ROOT)).doesNotContain("complian", "complies");
  }

  private Path write(Subject subject) throws Exception {
    try (AuditLog audit = JdbcAuditLog.open(temp.resolve("state.db"))) {
      return Reports.evidence(temp.resolve("reports"), Optional.empty(), audit)
          .write(subject)
          .folder();
    }
  }
}
