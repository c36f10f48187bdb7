package dev.restorebot.bot.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Slack's end of Socket Mode. */
final class FakeSocket {
  /** Whether new connections are told at once to go away. */
  volatile boolean tooMany;

  final AtomicInteger opened = new AtomicInteger();

  private final List<WsContext> open = new CopyOnWriteArrayList<>();
  private final Set<String> closed = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger envelopes = new AtomicInteger();

  void configure(WsConfig ws) {
    ws.onConnect(
        socket -> {
          open.add(socket);
          // The end of a connection that was closed at once may be told before its beginning.
          if (closed.contains(socket.sessionId())) {
            open.remove(socket);
          }
          opened.incrementAndGet();
          if (tooMany) {
            socket.send("{\"type\":\"disconnect\",\"reason\":\"too_many_websockets\"}");
            return;
          }
          socket.send(
              "{\"type\":\"hello\",\"num_connections\":1,"
                  + "\"connection_info\":{\"app_id\":\"A1\"},\"debug_info\":{\"host\":\"fake\"}}");
        });
    ws.onClose(
        socket -> {
          closed.add(socket.sessionId());
          open.removeIf(each -> each.sessionId().equals(socket.sessionId()));
        });
    ws.onMessage(
        socket -> {
          JsonNode message = FakeSlack.JSON.readTree(socket.message());
          CompletableFuture<JsonNode> asked = waiting.remove(message.path("envelope_id").asText());
          if (asked != null) {
            asked.complete(message);
          }
        });
  }

  int connections() {
    return open.size();
  }

  /** Sends an event and waits for its acknowledgement. */
  JsonNode deliver(String type, ObjectNode payload) throws Exception {
    return send(type, payload).get(60, TimeUnit.SECONDS);
  }

  /** Sends an event; the result is its acknowledgement. */
  CompletableFuture<JsonNode> send(String type, ObjectNode payload) {
    String id = "envelope-" + envelopes.incrementAndGet();
    CompletableFuture<JsonNode> acknowledged = new CompletableFuture<>();
    waiting.put(id, acknowledged);
    ObjectNode envelope = FakeSlack.JSON.createObjectNode().put("envelope_id", id);
    envelope.put("type", type).put("accepts_response_payload", type.equals("slash_commands"));
    envelope.set("payload", payload);
    newest().send(envelope.toString());
    return acknowledged;
  }

  /** Tells the bot to connect anew, as Slack does every few hours. */
  void disconnectFrame() {
    newest().send("{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}");
  }

  /** Ends the connections without a disconnect frame. */
  void end() {
    open.forEach(socket -> socket.closeSession(1011, "broken"));
  }

  private WsContext newest() {
    return open.get(open.size() - 1);
  }
}
