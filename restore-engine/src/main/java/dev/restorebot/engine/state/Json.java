package dev.restorebot.engine.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads and writes records as JSON columns. Properties that this version does not know are passed
 * over.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addSerializer(Path.class, new PathSerializer()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Keeps a relative path as it is: Jackson would resolve it against the working directory. */
  private static final class PathSerializer extends StdScalarSerializer<Path> {
    private static final long serialVersionUID = 1L;

    PathSerializer() {
      super(Path.class);
    }

    @Override
    public void serialize(Path path, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(path.isAbsolute() ? path.toUri().toString() : path.toString());
    }
  }

  /** A record as JSON. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new StateException(
          "a " + value.getClass().getSimpleName() + " cannot be written as JSON", e);
    }
  }

  /** A record from its JSON. */
  public static <T> T value(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new StateException("the stored " + type.getSimpleName() + " cannot be read", e);
    }
  }
}
