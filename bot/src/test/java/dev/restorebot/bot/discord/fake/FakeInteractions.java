package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What the bot answers to what people did. Callers hold the lock of {@link FakeDiscord}. */
final class FakeInteractions {
  /** Longer than Discord's 3 s, so that a busy machine fails no test. */
  private static final Duration IN_TIME = Duration.ofSeconds(60);

  private static final int ONLY_ONE_SEES = 64;

  private final Room room;
  private final Map<String, Act> acts = new LinkedHashMap<>();
  private BiConsumer<String, JsonNode> shown = (person, message) -> {};
  private boolean expired;

  FakeInteractions(Room room) {
    this.room = room;
  }

  void add(Act act) {
    acts.put(act.token, act);
  }

  /** Who looks at what only one person sees. */
  void onShown(BiConsumer<String, JsonNode> watcher) {
    shown = watcher;
  }

  /** Fifteen minutes have gone by. */
  void expire() {
    expired = true;
  }

  /** Whether the bot still "thinks" about something. */
  boolean thinking() {
    return acts.values().stream().anyMatch(act -> act.thinking);
  }

  void callback(String id, String token, JsonNode body, List<JsonNode> files) {
    Act act = act(token);
    if (act.acknowledged.isDone()) {
      throw new Refused(400, 40060, "Interaction has already been acknowledged.");
    }
    Duration after = act.since();
    if (after.compareTo(IN_TIME) > 0 || !act.id.equals(id)) {
      throw new Refused(404, 10062, "Unknown interaction");
    }
    JsonNode data = body.path("data");
    int type = body.path("type").asInt();
    switch (type) {
      case 4 -> {
        MessageRules.check(data, files.size());
        onlyOne(data);
        show(act, act.original, data, files);
      }
      case 5 -> {
        onlyOne(data);
        MessageRules.require(act.type == 2, "only commands are answered with thinking");
        act.thinking = true;
      }
      case 6 -> MessageRules.require(act.type == 3 || act.on != null, "nothing to update");
      case 9 -> {
        MessageRules.require(act.type == 3 || act.type == 2, "no dialog may be opened here");
        ModalRules.check(data);
        act.modal.complete(data);
      }
      case 8 -> {
        MessageRules.require(act.type == 4, "choices nobody asked for");
        CommandRules.choices(data.path("choices"));
        act.choices.complete(data.path("choices"));
      }
      default -> MessageRules.require(false, "type of callback " + type);
    }
    act.acknowledged.complete(after);
  }

  ObjectNode edit(String token, JsonNode body, List<JsonNode> files) {
    Act act = acknowledged(token);
    MessageRules.check(body, files.size());
    act.thinking = false;
    return show(act, act.original, body, files);
  }

  ObjectNode followUp(String token, JsonNode body, List<JsonNode> files) {
    Act act = acknowledged(token);
    MessageRules.check(body, files.size());
    onlyOne(body);
    MessageRules.require(!act.thinking, "a second answer before the first");
    return show(act, Guild.snowflake(), body, files);
  }

  void delete(String token) {
    Act act = acknowledged(token);
    if (act.thinking) {
      act.thinking = false;
    } else if (!room.removeEphemeral(
        act.person, act.type == 5 ? act.on.path("id").asText() : act.original)) {
      throw Refused.unknownMessage();
    }
  }

  private ObjectNode show(Act act, String id, JsonNode body, List<JsonNode> files) {
    ObjectNode message = room.ephemeral(act.person, id, body, files);
    shown.accept(act.person, message);
    return message;
  }

  private Act acknowledged(String token) {
    Act act = act(token);
    if (!act.acknowledged.isDone() || expired) {
      throw new Refused(404, 10015, "Unknown Webhook");
    }
    return act;
  }

  private Act act(String token) {
    Act act = acts.get(token);
    if (act == null) {
      throw new Refused(404, 10062, "Unknown interaction");
    }
    return act;
  }

  private static void onlyOne(JsonNode data) {
    MessageRules.require(
        (data.path("flags").asInt() & ONLY_ONE_SEES) != 0, "an answer that all see");
  }
}
