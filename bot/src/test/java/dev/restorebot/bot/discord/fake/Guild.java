package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The server with its channel and its people. */
final class Guild {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  final String id = snowflake();
  final String channel = snowflake();
  final String role = snowflake();
  final String application = snowflake();
  final String bot = application;

  private static final List<String> NAMES = List.of("Asha", "Ben", "Chen");

  /** Three people; only the first has the role. */
  final List<String> people = List.of(snowflake(), snowflake(), snowflake());

  /** What is said of members beside their names. */
  final java.util.Map<String, ObjectNode> accounts = new java.util.concurrent.ConcurrentHashMap<>();

  /** An id of now, greater than all before. */
  static String snowflake() {
    long sinceDiscord = System.currentTimeMillis() - 1_420_070_400_000L;
    return Long.toString((sinceDiscord << 22) + SEQUENCE.incrementAndGet());
  }

  static String name(int person) {
    return NAMES.get(person);
  }

  ObjectNode user(String user) {
    int person = people.indexOf(user);
    ObjectNode json =
        Json.of("{'avatar':null,'discriminator':'0','public_flags':0,'bot':false}")
            .put("id", user)
            .put(
                "username",
                person < 0 ? "restorebot" : name(person).toLowerCase(java.util.Locale.ROOT))
            .put("bot", user.equals(bot));
    json.put("global_name", person < 0 ? null : name(person));
    return json;
  }

  ObjectNode member(String user) {
    ObjectNode member =
        Json.of(
                "{'nick':null,'avatar':null,'deaf':false,'mute':false,'flags':0,'pending':false,"
                    + "'premium_since':null,'communication_disabled_until':null}")
            .put("joined_at", Instant.now().toString());
    member.set("user", user(user));
    member.putArray("roles");
    if (user.equals(people.get(0))) {
      member.withArray("roles").add(role);
    }
    member.setAll(accounts.getOrDefault(user, Json.of("{}")));
    return member;
  }

  /** What the gateway tells when the bot connects. */
  ObjectNode create() {
    ObjectNode json =
        Json.of(
            "{'name':'Test','icon':null,'splash':null,'afk_channel_id':null,'afk_timeout':300,"
                + "'verification_level':0,'default_message_notifications':0,"
                + "'explicit_content_filter':0,'mfa_level':0,'premium_tier':0,'nsfw_level':0,"
                + "'system_channel_id':null,'rules_channel_id':null,"
                + "'public_updates_channel_id':null,'preferred_locale':'en-US','features':[],"
                + "'emojis':[],'stickers':[],'threads':[],'presences':[],'voice_states':[],"
                + "'stage_instances':[],'guild_scheduled_events':[],'soundboard_sounds':[],"
                + "'member_count':3,'large':false,'unavailable':false}");
    json.put("id", id).put("owner_id", people.get(1)).put("joined_at", Instant.now().toString());
    json.putArray("roles").add(role(id, "@everyone")).add(role(role, "dba-leads"));
    json.putArray("channels").add(channel());
    json.putArray("members").add(member(bot));
    return json;
  }

  ObjectNode channel() {
    ObjectNode json =
        Json.of(
            "{'type':0,'name':'restores','position':0,'permission_overwrites':[],'nsfw':false,"
                + "'rate_limit_per_user':0,'topic':null,'parent_id':null,'flags':0}");
    return json.put("id", channel).put("guild_id", id).put("permissions", "2147483647");
  }

  ObjectNode thread(String thread, String name) {
    ObjectNode json =
        Json.of(
            "{'type':11,'message_count':0,'member_count':1,'total_message_sent':0,"
                + "'rate_limit_per_user':0,'flags':0}");
    json.put("id", thread).put("guild_id", id).put("parent_id", channel).put("name", name);
    json.put("owner_id", bot).put("permissions", "2147483647");
    json.set(
        "thread_metadata",
        Json.of("{'archived':false,'auto_archive_duration':10080,'locked':false}")
            .put("archive_timestamp", Instant.now().toString()));
    return json;
  }

  private static JsonNode role(String id, String name) {
    ObjectNode json =
        Json.of(
            "{'color':0,'colors':{'primary_color':0,'secondary_color':null,'tertiary_color':null},"
                + "'hoist':false,'icon':null,'position':0,'permissions':'2147483647',"
                + "'managed':false,'mentionable':false,'flags':0}");
    return json.put("id", id).put("name", name);
  }
}
