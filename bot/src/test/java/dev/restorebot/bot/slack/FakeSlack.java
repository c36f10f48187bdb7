package dev.restorebot.bot.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Slack workspace on 127.0.0.1. Takes what the real one takes, refuses the rest with Slack's
 * words, and remembers every request that no well-made app sends.
 */
final class FakeSlack implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String TEAM = "T0001";
  static final String CHANNEL = "C0100RESTORES";
  static final String GROUP = "S0007ONCALL";
  static final String BOT_TOKEN = "xoxb-1111-very-secret-bot";
  static final String APP_TOKEN = "xapp-1-very-secret-app";
  static final String SIGNING = "8f742231b10e8888abcd99yyyzzz85a5";
  static final Map<String, String> PEOPLE = Map.of("U0001", "Asha", "U0002", "Ben", "W0003", "Ch");

  final FakeSocket socket = new FakeSocket();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  final Map<String, JsonNode> homes = new ConcurrentHashMap<>();
  final Map<String, ObjectNode> views = new ConcurrentHashMap<>();
  final Map<String, Failure> failures = new ConcurrentHashMap<>();
  final Map<String, String> triggers = new ConcurrentHashMap<>();
  final Map<String, AtomicInteger> responseUrls = new ConcurrentHashMap<>();

  /** Messages whose blocks hold this are refused as invalid; empty for none. */
  volatile String refusedBlock = "";

  /** What users.info says of people beside their names. */
  final Map<String, ObjectNode> accounts = new ConcurrentHashMap<>();

  /** Who is in the group. */
  volatile List<String> group = List.of("U0001");

  volatile boolean outage;
  volatile Set<String> scopes = Manifest.scopes();

  private final List<FakeMessage> messages = new ArrayList<>();
  private final Map<String, String> uploads = new ConcurrentHashMap<>();
  private final AtomicLong clock = new AtomicLong(1_700_000_000_000_000L);
  private final Javalin javalin;
  private final Relay relay;

  /** What a method answers instead. */
  record Failure(int status, String header, String value, String body) {
    static Failure error(String error) {
      return new Failure(200, "X-Fake", "1", "{\"ok\":false,\"error\":\"" + error + "\"}");
    }
  }

  FakeSlack() {
    javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.routes.post("/api/{method}", this::method);
              config.routes.post("/response/{user}/{id}", this::responseUrl);
              config.routes.post("/upload/{id}", this::upload);
              config.routes.ws("/socket", socket::configure);
            });
    javalin.start("127.0.0.1", 0);
    try {
      relay = new Relay(javalin.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI api() {
    return URI.create(base() + "/api/");
  }

  String base() {
    return "http://127.0.0.1:" + javalin.port();
  }

  /** Where Socket Mode is. */
  String socketUrl() {
    return "ws://127.0.0.1:" + relay.port() + "/socket";
  }

  /** Cuts the connections of Socket Mode without a word. */
  void cut() throws IOException {
    relay.cut();
  }

  String newId(String prefix) {
    return prefix + clock.incrementAndGet();
  }

  String newTs() {
    long now = clock.incrementAndGet();
    return now / 1_000_000 + "." + String.format("%06d", now % 1_000_000);
  }

  /** A trigger that opens one dialog. */
  String trigger(String user) {
    String id = newId("trigger.");
    triggers.put(id, user);
    return id;
  }

  String responseUrlFor(String user) {
    String id = newId("r");
    responseUrls.put(id, new AtomicInteger());
    return base() + "/response/" + user + "/" + id;
  }

  synchronized List<FakeMessage> messages() {
    return List.copyOf(messages);
  }

  synchronized Optional<FakeMessage> message(String ts) {
    return messages.stream().filter(each -> each.ts().equals(ts)).findFirst();
  }

  synchronized void add(FakeMessage message) {
    messages.add(message);
  }

  int called(String method) {
    return calls.getOrDefault(method, new AtomicInteger()).get();
  }

  @Override
  public void close() {
    try {
      relay.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    javalin.stop();
  }

  private void method(Context request) {
    String method = request.pathParam("method");
    calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
    if (outage) {
      request.status(503).result("upstream is away");
      return;
    }
    Failure failure = failures.get(method);
    if (failure != null) {
      request.header(failure.header(), failure.value()).status(failure.status());
      request.contentType("application/json").result(failure.body());
      return;
    }
    ObjectNode answer = JSON.createObjectNode().put("ok", true);
    String error = new FakeMethods(this).call(method, request, answer);
    if (!error.isEmpty()) {
      answer.put("ok", false).put("error", error);
    }
    request.contentType("application/json").result(answer.toString());
  }

  private void responseUrl(Context request) throws Exception {
    AtomicInteger uses = responseUrls.get(request.pathParam("id"));
    if (outage || uses == null || uses.incrementAndGet() > 5) {
      request.status(404).result("used_url");
      return;
    }
    JsonNode body = JSON.readTree(request.body());
    BlockRules.message(body.path("blocks")).ifPresent(violations::add);
    if (!body.path("response_type").asText().equals("ephemeral")
        || body.path("replace_original").asBoolean(true)
        || body.path("text").asText().isEmpty()) {
      violations.add("an answer that others see or that replaces: " + body);
    }
    add(
        new FakeMessage(
            newTs(), CHANNEL, "", request.pathParam("user"), "", body.path("blocks"), ""));
    request.result("ok");
  }

  private void upload(Context request) {
    if (uploads.replace(request.pathParam("id"), request.body()) == null) {
      violations.add("an upload that was not asked for");
    }
    request.result("OK - " + request.body().length());
  }

  void expectUpload(String id) {
    uploads.put(id, "");
  }

  /** What was uploaded; null when nothing was announced. */
  String uploaded(String id) {
    return uploads.get(id);
  }

  synchronized boolean replace(String ts, String text, JsonNode blocks) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).ts().equals(ts)) {
        messages.set(i, messages.get(i).with(text, blocks));
        return true;
      }
    }
    return false;
  }

  static ArrayNode none() {
    return JSON.createArrayNode();
  }
}
