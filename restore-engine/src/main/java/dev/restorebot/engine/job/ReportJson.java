package dev.restorebot.engine.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Converts reports to JSON and back. */
public final class ReportJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ReportJson() {}

  /** One line of JSON. */
  public static String write(Report report) {
    return write(MAPPER.writer(), report);
  }

  /** Indented JSON. */
  public static String pretty(Report report) {
    return write(MAPPER.writerWithDefaultPrettyPrinter(), report);
  }

  /** The report that {@link #write} wrote. */
  public static Report read(String json) {
    try {
      return MAPPER.readValue(json, Report.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a report", e);
    }
  }

  /** Copies a report without rows of the database: it may be handed on. */
  public static Report withoutSamples(Report report) {
    ObjectNode node = MAPPER.valueToTree(report);
    node.putArray("samples");
    return MAPPER.convertValue(node, Report.class);
  }

  private static String write(com.fasterxml.jackson.databind.ObjectWriter writer, Report report) {
    try {
      return writer.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report always has a JSON form", e);
    }
  }
}
