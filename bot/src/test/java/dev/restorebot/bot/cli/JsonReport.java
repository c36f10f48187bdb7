package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.restorebot.engine.job.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads what {@code --json} printed, as strictly as a program could. */
final class JsonReport {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Schema SCHEMA = schema();

  private JsonReport() {}

  /** The one object on standard output, which the schema allows. */
  static JsonNode of(String out) {
    try {
      JsonNode report = MAPPER.readTree(out);
      assertThat(report.isObject()).isTrue();
      assertThat(SCHEMA.validate(report)).isEmpty();
      return report;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON value: " + out, e);
    }
  }

  static String problem(JsonNode report) {
    return report.at("/problems/0/code").asText();
  }

  private static Schema schema() {
    try (InputStream schema = Report.class.getResourceAsStream("report.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(MAPPER.readTree(schema));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
