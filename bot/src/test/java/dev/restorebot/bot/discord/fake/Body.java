package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a request brings.
 *
 * @param json its JSON
 * @param files the files beside it, with name and text
 */
record Body(JsonNode json, List<JsonNode> files) {
  static Body of(Context call) {
    if (!call.isMultipartFormData()) {
      return new Body(Json.read(call.body()), List.of());
    }
    List<JsonNode> files =
        call.uploadedFiles().stream()
            .<JsonNode>map(
                file -> Json.object().put("name", file.filename()).put("text", text(file)))
            .toList();
    return new Body(Json.read(String.valueOf(call.formParam("payload_json"))), files);
  }

  private static String text(UploadedFile file) {
    MessageRules.require(file.size() <= 10 << 20, "a file of " + file.size() + " bytes");
    try (InputStream content = file.content()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
