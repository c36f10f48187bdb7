package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/** The gateway: one bot with one session, which it may resume. */
final class FakeGateway {
  private static final int PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15;

  private final Guild guild;
  private final String token;
  private final Consumer<String> violation;
  private final List<ObjectNode> sent = new ArrayList<>();
  private WsContext socket;
  private Deflater deflater;
  private String url = "";
  private String session = "none";
  private boolean ready;
  private int identified;
  private int resumed;

  FakeGateway(Guild guild, String token, Consumer<String> violation) {
    this.guild = guild;
    this.token = token;
    this.violation = violation;
  }

  /** Where the bot shall connect when it resumes. */
  synchronized void at(String there) {
    url = there;
  }

  void configure(WsConfig ws) {
    ws.onConnect(this::connected);
    ws.onMessage(message -> received(message, Json.read(message.message())));
    ws.onClose(this::closed);
  }

  /** Tells the bot, or keeps it for when the bot resumes. */
  synchronized void dispatch(String type, ObjectNode data) {
    ObjectNode event = Json.object().put("op", 0).put("t", type).put("s", sent.size() + 1);
    event.set("d", data);
    sent.add(event);
    if (ready) {
      send(event);
    }
  }

  /** Sends something twice, as may happen after a resume. */
  synchronized void repeatLast() {
    send(sent.get(sent.size() - 1));
  }

  synchronized boolean isReady() {
    return ready;
  }

  synchronized int identified() {
    return identified;
  }

  synchronized int resumed() {
    return resumed;
  }

  /** Asks the bot to connect anew. */
  synchronized void reconnect() {
    ready = false;
    send(Json.of("{'op':7,'d':null}"));
  }

  /** Says that the session is over. */
  synchronized void invalidate() {
    session = "over";
    ready = false;
    send(Json.of("{'op':9,'d':false}"));
  }

  /** The connection breaks. */
  void drop() {
    WsContext open;
    synchronized (this) {
      open = socket;
      ready = false;
    }
    if (open != null) {
      open.closeSession(4000, "unknown error");
    }
  }

  private synchronized void connected(WsContext context) {
    check("zlib-stream".equals(context.queryParam("compress")), "no compression asked for");
    check("10".equals(context.queryParam("v")), "version of the gateway");
    socket = context;
    deflater = new Deflater();
    ready = false;
    send(Json.of("{'op':10,'d':{'heartbeat_interval':10000}}"));
  }

  private synchronized void closed(WsContext context) {
    if (socket != null && socket.sessionId().equals(context.sessionId())) {
      socket = null;
      ready = false;
    }
  }

  private synchronized void received(WsContext context, JsonNode message) {
    JsonNode data = message.path("d");
    switch (message.path("op").asInt()) {
      case 1 -> send(Json.of("{'op':11}"));
      case 2 -> identify(context, data);
      case 3 -> {}
      case 6 -> resume(context, data);
      default -> violation.accept("the gateway got " + message.path("op"));
    }
  }

  private void identify(WsContext context, JsonNode data) {
    if (wrong(context, data)) {
      return;
    }
    check((data.path("intents").asInt() & PRIVILEGED) == 0, "privileged intents");
    check(data.path("properties").path("os").isTextual(), "no properties");
    identified++;
    session = "session-" + identified;
    sent.clear();
    ready = true;
    ObjectNode hello =
        Json.of("{'v':10,'private_channels':[]}")
            .put("session_id", session)
            .put("resume_gateway_url", url);
    hello.set("user", guild.user(guild.bot));
    hello.putObject("application").put("id", guild.application).put("flags", 0);
    hello.putArray("guilds").addObject().put("id", guild.id).put("unavailable", true);
    dispatch("READY", hello);
    dispatch("GUILD_CREATE", guild.create());
  }

  private void resume(WsContext context, JsonNode data) {
    if (wrong(context, data)) {
      return;
    }
    if (!data.path("session_id").asText().equals(session)) {
      send(Json.of("{'op':9,'d':false}"));
      return;
    }
    resumed++;
    ready = true;
    sent.stream().skip(data.path("seq").asInt()).forEach(this::send);
    dispatch("RESUMED", Json.object());
  }

  private boolean wrong(WsContext context, JsonNode data) {
    if (data.path("token").asText().equals(token)) {
      return false;
    }
    context.closeSession(4004, "Authentication failed.");
    return true;
  }

  private void send(ObjectNode message) {
    if (socket == null) {
      return;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    deflater.setInput(message.toString().getBytes(StandardCharsets.UTF_8));
    int length;
    do {
      length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      packed.write(buffer, 0, length);
    } while (length == buffer.length);
    try {
      socket.send(ByteBuffer.wrap(packed.toByteArray()));
    } catch (RuntimeException e) {
      socket = null; // gone meanwhile: the bot resumes
      ready = false;
    }
  }

  private void check(boolean held, String otherwise) {
    if (!held) {
      violation.accept("gateway: " + otherwise);
    }
  }
}
