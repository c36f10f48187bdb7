package dev.restorebot.bot.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page's files, read once. Only these: no path from outside ever reaches the class path. */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("index.html", "text/html; charset=utf-8"),
          Map.entry("console.css", "text/css; charset=utf-8"),
          Map.entry("icon.svg", "image/svg+xml"),
          script("api.js"),
          script("app.js"),
          script("card.js"),
          script("chart.js"),
          script("composer.js"),
          script("dom.js"),
          script("facts.js"),
          script("route.js"),
          script("seen.js"),
          script("sign-in.js"),
          script("views.js"));

  private static final String MESSAGE = "{{message}}";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final String signIn = new String(read("sign-in.html"), StandardCharsets.UTF_8);

  private static Map.Entry<String, String> script(String name) {
    return Map.entry(name, "text/javascript; charset=utf-8");
  }

  Assets() {
    TYPES.keySet().forEach(name -> files.put("/" + name, read(name)));
  }

  /** The paths that can be asked for. */
  Iterable<String> paths() {
    return files.keySet();
  }

  /** Returns whether that is one of them, or the page itself. */
  boolean has(String path) {
    return path.equals("/") || files.containsKey(path);
  }

  void serve(Context request) {
    String path = request.path().equals("/") ? "/index.html" : request.path();
    request.contentType(TYPES.get(path.substring(1))).result(files.get(path));
  }

  /** Serves the page to sign in, with a message. */
  void signIn(Context request, String message) {
    String escaped =
        message
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
    request.contentType(TYPES.get("index.html")).result(signIn.replace(MESSAGE, escaped));
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the console's page lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
