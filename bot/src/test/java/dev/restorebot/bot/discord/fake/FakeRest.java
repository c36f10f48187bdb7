package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The REST API. Every call holds the lock of {@link FakeDiscord}. */
final class FakeRest {
  private static final String BASE = FakeDiscord.BASE;

  /** What a bot may well be told in a test of it; all else that is refused is a violation. */
  private static final Set<Integer> HAPPENS =
      Set.of(10003, 10007, 10008, 10015, 50001, 50083, 160004);

  private final FakeDiscord discord;
  private final Guild guild;
  private final Room room;
  private final FakeInteractions interactions;
  private final Faults faults = new Faults();
  private final Map<String, Integer> calls = new LinkedHashMap<>();
  private JsonNode command = Json.object();
  private boolean member = true;

  FakeRest(FakeDiscord discord, Guild guild, Room room, FakeInteractions interactions) {
    this.discord = discord;
    this.guild = guild;
    this.room = room;
    this.interactions = interactions;
  }

  Faults faults() {
    return faults;
  }

  void removeBot() {
    member = false;
  }

  JsonNode command() {
    return command;
  }

  int calls(String start) {
    return calls.entrySet().stream()
        .filter(each -> each.getKey().startsWith(start))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  void routes(RoutesConfig routes) {
    routes.get(BASE + "/users/@me", on(call -> guild.user(guild.bot)));
    routes.get(
        BASE + "/oauth2/applications/@me", on(call -> Json.object().put("id", guild.application)));
    routes.post(BASE + "/applications/{app}/guilds/{guild}/commands", on(this::register));
    routes.get(BASE + "/guilds/{guild}/members/{user}", on(this::member));
    routes.post(
        BASE + "/channels/{channel}/messages",
        on(
            call -> {
              Body body = Body.of(call);
              MessageRules.check(body.json(), body.files().size());
              return room.post(call.pathParam("channel"), body.json(), body.files());
            }));
    routes.patch(
        BASE + "/channels/{channel}/messages/{message}",
        on(
            call -> {
              Body body = Body.of(call);
              MessageRules.check(body.json(), body.files().size());
              return room.edit(
                  call.pathParam("channel"), call.pathParam("message"), body.json(), body.files());
            }));
    routes.post(
        BASE + "/channels/{channel}/messages/{message}/threads",
        on(
            call ->
                room.openThread(
                    call.pathParam("channel"), call.pathParam("message"), Json.read(call.body()))));
    routes.patch(
        BASE + "/channels/{channel}",
        on(
            call -> {
              room.archived(
                  call.pathParam("channel"), Json.read(call.body()).path("archived").asBoolean());
              return room.channel(call.pathParam("channel"));
            }));
    routes.post(
        BASE + "/interactions/{id}/{token}/callback",
        on(
            call -> {
              Body body = Body.of(call);
              interactions.callback(
                  call.pathParam("id"), call.pathParam("token"), body.json(), body.files());
              return null;
            }));
    String original = BASE + "/webhooks/{app}/{token}/messages/@original";
    routes.patch(
        original,
        on(
            call -> {
              Body body = Body.of(call);
              return interactions.edit(call.pathParam("token"), body.json(), body.files());
            }));
    routes.delete(
        original,
        on(
            call -> {
              interactions.delete(call.pathParam("token"));
              return null;
            }));
    routes.post(
        BASE + "/webhooks/{app}/{token}",
        on(
            call -> {
              Body body = Body.of(call);
              return interactions.followUp(call.pathParam("token"), body.json(), body.files());
            }));
    routes.error(404, this::unknownRoute);
  }

  private ObjectNode register(Context call) {
    if (!member || !call.pathParam("guild").equals(guild.id)) {
      throw new Refused(403, 50001, "Missing Access");
    }
    MessageRules.require(call.pathParam("app").equals(guild.application), "application");
    JsonNode asked = Json.read(call.body());
    CommandRules.command(asked);
    command = asked;
    return asked.<ObjectNode>deepCopy().put("id", Guild.snowflake());
  }

  private ObjectNode member(Context call) {
    if (!guild.people.contains(call.pathParam("user"))) {
      throw new Refused(404, 10007, "Unknown Member");
    }
    return guild.member(call.pathParam("user"));
  }

  private Handler on(Function<Context, ObjectNode> work) {
    return call -> {
      synchronized (discord) {
        String path = call.path().substring(BASE.length());
        calls.merge(call.method() + " " + path, 1, Integer::sum);
        try {
          if (faults.hit(call, path)) {
            return;
          }
          authorized(call, path);
          ObjectNode answer = work.apply(call);
          if (faults.loses(path)) {
            call.status(502).result("bad gateway");
          } else if (answer == null) {
            call.status(204);
          } else {
            call.contentType("application/json").result(answer.toString());
          }
        } catch (Refused e) {
          if (!HAPPENS.contains(e.code) && e.code != 0) {
            discord.violation(call.method() + " " + path + ": " + e.getMessage());
          }
          refuse(call, e);
        }
      }
    };
  }

  private static void authorized(Context call, String path) {
    String agent = String.valueOf(call.header("User-Agent"));
    MessageRules.require(agent.startsWith("DiscordBot ("), "User-Agent");
    boolean byToken = path.startsWith("/interactions/") || path.startsWith("/webhooks/");
    if (!byToken && !("Bot " + FakeDiscord.TOKEN).equals(call.header("Authorization"))) {
      throw new Refused(401, 0, "401: Unauthorized");
    }
  }

  private void unknownRoute(Context call) {
    if (call.result() == null || !String.valueOf(call.result()).startsWith("{")) {
      discord.violation("no such route: " + call.method() + " " + call.path());
    }
  }

  private static void refuse(Context call, Refused refused) {
    call.status(refused.status)
        .contentType("application/json")
        .result(
            Json.object()
                .put("code", refused.code)
                .put("message", refused.getMessage())
                .toString());
  }
}
