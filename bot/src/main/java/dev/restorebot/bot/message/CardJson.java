package dev.restorebot.bot.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes cards as JSON. */
public final class CardJson {
  /** Reads and writes cards, and what holds cards. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(CardJson.class);

  private CardJson() {}

  /** Any value made of cards, records and lists. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot be written as JSON", e);
    }
  }

  /** Never throws: one message that cannot be read does not hide the others. */
  public static Card read(String json) {
    try {
      return JSON.readValue(json, Card.class);
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.warn("cannot read a stored message", e);
      return Card.of(Tone.WARN, "This message can no longer be read").build();
    }
  }
}
