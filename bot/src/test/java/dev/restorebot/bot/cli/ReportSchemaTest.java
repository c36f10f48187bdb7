package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.SampleTable;
import dev.restorebot.engine.verify.Schema;
import dev.restorebot.engine.verify.TableRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportSchemaTest {
  @Test
  void theSchemaAllowsWhatAReportOfTheLadderHasAndItIsReadBackAlike() {
    Report plain = Facts.report(Outcome.PASSED);
    Report report =
        new Report(
            plain.outcome(),
            plain.backup(),
            plain.sandbox(),
            plain.timings(),
            List.of(
                new TableRows("public", "t", 1),
                new TableRows("public", "p", 2, TableRows.Kind.PARTITIONED),
                new TableRows("public", "p1", 2, TableRows.Kind.PARTITION)),
            List.of(new Report.CheckFacts("rows", "warning", "w")),
            plain.problems(),
            Optional.of("deep"),
            Optional.of(new Schema("ab".repeat(32), 17, Map.of("table public.t", "cd".repeat(8)))),
            Map.of("public.t", "ef".repeat(32)),
            List.of(new SampleTable("s", List.of("id"), List.of(List.of("1")), false)),
            Optional.empty(),
            List.of(10L, 20L));

    JsonNode json = JsonReport.of(ReportJson.write(report));
    assertThat(json.at("/schema/objects/table public.t").asText()).isEqualTo("cd".repeat(8));
    assertThat(json.at("/tables/0").has("kind")).isFalse();
    assertThat(json.at("/tables/1/kind").asText()).isEqualTo("partitioned");
    assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
  }

  @Test
  void aReportOfAnEarlierVersionIsStillRead() {
    String old = ReportJson.write(Facts.report(Outcome.PASSED)).replaceAll(",\"level\":.*}$", "}");

    Report read = ReportJson.read(old);
    assertThat(old).doesNotContain("fingerprints");
    assertThat(read.level()).isEmpty();
    assertThat(read.schema()).isEmpty();
    assertThat(read.samples()).isEmpty();
    assertThat(read.fingerprints()).isEmpty();
  }
}
