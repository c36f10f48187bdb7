package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ServiceUnavailableResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A Discord of our own on the loopback: REST and gateway. Refuses what the real one would refuse,
 * and remembers that it had to.
 */
public final class FakeDiscord implements AutoCloseable {
  static final String BASE = "/api/v10";

  /** The one token that it takes. */
  public static final String TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.fake-token.never-in-a-log";

  private final Guild guild = new Guild();
  private final Room room = new Room(guild);
  private final FakeInteractions interactions = new FakeInteractions(room);
  private final FakeGateway gateway = new FakeGateway(guild, TOKEN, this::violation);
  private final FakeRest rest = new FakeRest(this, guild, room, interactions);
  private final List<String> violations = new ArrayList<>();
  private final Javalin javalin;

  /** An empty server that nobody is connected to. */
  public FakeDiscord() {
    javalin = Javalin.create(this::configure).start("127.0.0.1", 0);
    gateway.at(gatewayUrl().toString());
  }

  /** Where the REST API is. */
  public URI apiUrl() {
    return URI.create("http://127.0.0.1:" + javalin.port() + BASE + "/");
  }

  /** Where the gateway is. */
  public URI gatewayUrl() {
    return URI.create("ws://127.0.0.1:" + javalin.port() + "/gateway");
  }

  /** What can be made to go wrong. */
  public Faults faults() {
    return rest.faults();
  }

  /** The gateway's connection breaks; the bot may resume. */
  public void drop() {
    gateway.drop();
  }

  /** The gateway asks the bot to connect anew. */
  public void reconnect() {
    gateway.reconnect();
  }

  /** The gateway ends the session. */
  public void invalidate() {
    gateway.invalidate();
  }

  /** The last event comes twice. */
  public void repeatLast() {
    gateway.repeatLast();
  }

  /** Whether a bot is connected. */
  public boolean isReady() {
    return gateway.isReady() && !command().isEmpty();
  }

  /** How often a bot logged in. */
  public int identified() {
    return gateway.identified();
  }

  /** How often a bot resumed its session. */
  public int resumed() {
    return gateway.resumed();
  }

  /** The bot is not in the server. */
  public synchronized void removeBot() {
    rest.removeBot();
  }

  /** The server's id. */
  public String server() {
    return guild.id;
  }

  /** The channel's id. */
  public String channel() {
    return guild.channel;
  }

  /** The application's id. */
  public String application() {
    return guild.application;
  }

  /** A person's id. */
  public String person(int number) {
    return guild.people.get(number);
  }

  /** A person's name. */
  public String personName(int number) {
    return Guild.name(number);
  }

  /** Says something else of a member from now on, such as their roles. */
  public void account(String person, String json) {
    guild.accounts.put(person, Json.of(json));
  }

  /** The role that person 0 has. */
  public String role() {
    return guild.role;
  }

  /** The command as the bot registered it; empty before. */
  public synchronized JsonNode command() {
    return rest.command();
  }

  /** Puts a message of the bot into a channel that an earlier version posted; returns its id. */
  public synchronized String postedEarlier(String channel, String json) {
    return room.post(channel, Json.of(json), List.of()).path("id").asText();
  }

  /** A channel's or thread's messages, the oldest first. */
  public synchronized List<JsonNode> messages(String channel) {
    return room.messages(channel);
  }

  /** What only this person sees, the oldest first. */
  public synchronized List<JsonNode> ephemerals(String person) {
    return room.ephemerals(person);
  }

  /** Looks at each message that only one person sees. */
  public synchronized void onEphemeral(BiConsumer<String, JsonNode> watcher) {
    interactions.onShown(watcher);
  }

  /** Interactions are older than fifteen minutes now. */
  public synchronized void expireTokens() {
    interactions.expire();
  }

  /** Whether "thinking …" is shown to anybody. */
  public synchronized boolean thinking() {
    return interactions.thinking();
  }

  /** The name of a thread. */
  public synchronized String threadName(String thread) {
    return room.channel(thread).path("name").asText();
  }

  /** A thread falls asleep. */
  public synchronized void archive(String thread) {
    room.archived(thread, true);
  }

  /** Whether a thread sleeps. */
  public synchronized boolean archived(String thread) {
    return room.isArchived(thread);
  }

  /** Somebody deletes a thread. */
  public synchronized void deleteThread(String thread) {
    room.deleteThread(thread);
  }

  /** The permissions that the bot needed so far. */
  public synchronized Set<String> usedPermissions() {
    return new TreeSet<>(room.used);
  }

  synchronized void violation(String what) {
    violations.add(what);
  }

  /** What the bot did that Discord does not allow. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** How often a route was called, as {@code POST /channels/}, with more after it. */
  public synchronized int calls(String start) {
    return rest.calls(start);
  }

  /** A person does something; the bot hears of it. */
  public Act act(int type, String person, String channel, ObjectNode data, JsonNode on) {
    return act(type, person, channel, data, on, guild.id);
  }

  /** The same, in any server, or in private messages when that is null. */
  public synchronized Act act(
      int type, String person, String channel, ObjectNode data, JsonNode on, String server) {
    Act act = new Act(type, person, on);
    interactions.add(act);
    ObjectNode event =
        Json.of("{'version':1,'locale':'en-US','entitlements':[],'attachment_size_limit':8388608}");
    event.put("id", act.id).put("type", type).put("token", act.token);
    event.put("application_id", guild.application).put("channel_id", channel);
    event.set("data", data);
    event.putObject("authorizing_integration_owners").put("0", guild.id);
    if (server == null) {
      event.set("user", guild.user(person));
      event.put("context", 1);
      event.set("channel", Json.of("{'type':1,'flags':0}").put("id", channel));
    } else {
      event.put("guild_id", server).put("context", 0).put("guild_locale", "en-US");
      event.set("guild", Json.of("{'locale':'en-US','features':[]}").put("id", server));
      ObjectNode who = guild.member(person);
      who.put("permissions", "2147483647");
      event.set("member", who);
      event.set("channel", room.channel(channel));
    }
    event.put("app_permissions", "2147483647");
    if (on != null) {
      event.set("message", on);
    }
    gateway.dispatch("INTERACTION_CREATE", event);
    return act;
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.routes.wsBeforeUpgrade(
        "/gateway",
        call -> {
          if (rest.faults().refusesHandshake()) {
            throw new ServiceUnavailableResponse();
          }
        });
    config.routes.ws("/gateway", gateway::configure);
    rest.routes(config.routes);
  }
}
