package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The channel's messages, its threads, and what only one person sees. Not thread-safe. */
final class Room {
  private final Guild guild;

  /** By channel or thread, then by id. */
  private final Map<String, Map<String, ObjectNode>> messages = new LinkedHashMap<>();

  private final Map<String, ObjectNode> threads = new LinkedHashMap<>();
  private final Map<String, String> nonces = new LinkedHashMap<>();

  /** By person, then by id. */
  private final Map<String, Map<String, ObjectNode>> ephemerals = new LinkedHashMap<>();

  /** The permissions without which Discord would have refused something. */
  final Set<String> used = new TreeSet<>();

  Room(Guild guild) {
    this.guild = guild;
    messages.put(guild.channel, new LinkedHashMap<>());
  }

  ObjectNode post(String channel, JsonNode body, List<JsonNode> files) {
    Map<String, ObjectNode> there = there(channel);
    used.add("VIEW_CHANNEL");
    used.add(threads.containsKey(channel) ? "MESSAGE_SEND_IN_THREADS" : "MESSAGE_SEND");
    used(body, files);
    if (body.path("enforce_nonce").asBoolean()) {
      String before = nonces.get(body.path("nonce").asText());
      if (before != null) {
        return there.get(before);
      }
    }
    if (threads.containsKey(channel)) {
      archived(channel, false);
    }
    ObjectNode message = message(Guild.snowflake(), channel, body, files, 0);
    there.put(message.path("id").asText(), message);
    nonces.put(body.path("nonce").asText(), message.path("id").asText());
    return message;
  }

  ObjectNode edit(String channel, String id, JsonNode body, List<JsonNode> files) {
    if (!there(channel).containsKey(id)) {
      throw Refused.unknownMessage();
    }
    if (threads.containsKey(channel) && isArchived(channel)) {
      throw new Refused(400, 50083, "Thread is archived");
    }
    used(body, files);
    MessageRules.require(
        MessageRules.inComponents(body) || !MessageRules.inComponents(there(channel).get(id)),
        "the flag IS_COMPONENTS_V2 cannot be taken from a message");
    ObjectNode message = message(id, channel, body, files, 0);
    there(channel).put(id, message);
    return message;
  }

  ObjectNode openThread(String channel, String id, JsonNode body) {
    if (!there(channel).containsKey(id)) {
      throw Refused.unknownMessage();
    }
    MessageRules.length(body.path("name"), 1, 100, "thread's name");
    MessageRules.require(
        Set.of(60, 1440, 4320, 10080).contains(body.path("auto_archive_duration").asInt()),
        "auto_archive_duration");
    if (threads.containsKey(id)) {
      throw new Refused(400, 160004, "A thread has already been created for this message");
    }
    used.add("CREATE_PUBLIC_THREADS");
    used.add("MESSAGE_HISTORY");
    ObjectNode thread = guild.thread(id, body.path("name").asText());
    threads.put(id, thread);
    messages.put(id, new LinkedHashMap<>());
    return thread;
  }

  void archived(String thread, boolean archived) {
    if (!threads.containsKey(thread)) {
      throw Refused.unknownChannel();
    }
    ((ObjectNode) threads.get(thread).path("thread_metadata")).put("archived", archived);
  }

  boolean isArchived(String thread) {
    return threads.get(thread).path("thread_metadata").path("archived").asBoolean();
  }

  void deleteThread(String thread) {
    threads.remove(thread);
    messages.remove(thread);
  }

  ObjectNode ephemeral(String person, String id, JsonNode body, List<JsonNode> files) {
    ObjectNode message = message(id, guild.channel, body, files, 64);
    ephemerals.computeIfAbsent(person, who -> new LinkedHashMap<>()).put(id, message);
    return message;
  }

  boolean removeEphemeral(String person, String id) {
    return ephemerals.getOrDefault(person, Map.of()).remove(id) != null;
  }

  List<JsonNode> ephemerals(String person) {
    return new ArrayList<>(ephemerals.getOrDefault(person, Map.of()).values());
  }

  List<JsonNode> messages(String channel) {
    return new ArrayList<>(messages.getOrDefault(channel, Map.of()).values());
  }

  /** A channel or a thread as interactions tell it. */
  ObjectNode channel(String id) {
    return threads.containsKey(id) ? threads.get(id).deepCopy() : guild.channel();
  }

  private Map<String, ObjectNode> there(String channel) {
    Map<String, ObjectNode> there = messages.get(channel);
    if (there == null) {
      throw Refused.unknownChannel();
    }
    return there;
  }

  private void used(JsonNode body, List<JsonNode> files) {
    // Components need no Embed Links: github.com/discord/discord-api-docs/issues/8462
    if (!body.path("embeds").isEmpty()) {
      used.add("MESSAGE_EMBED_LINKS");
    }
    if (!files.isEmpty()) {
      used.add("MESSAGE_ATTACH_FILES");
    }
  }

  private ObjectNode message(
      String id, String channel, JsonNode body, List<JsonNode> files, int flags) {
    ObjectNode message =
        Json.of(
            "{'type':0,'tts':false,'mention_everyone':false,'mentions':[],'mention_roles':[],"
                + "'attachments':[],'pinned':false,'edited_timestamp':null}");
    message
        .put("id", id)
        .put("channel_id", channel)
        .put("flags", flags | (body.path("flags").asInt() & MessageRules.COMPONENTS));
    message
        .put("timestamp", Instant.now().toString())
        .put("content", body.path("content").asText(""));
    message.set("author", guild.user(guild.bot));
    ArrayNode embeds = message.putArray("embeds");
    body.path("embeds")
        .forEach(embed -> embeds.add(embed.<ObjectNode>deepCopy().put("type", "rich")));
    message.set(
        "components", body.path("components").isArray() ? body.path("components") : Json.array());
    message.putArray("files").addAll(files);
    return message;
  }
}
