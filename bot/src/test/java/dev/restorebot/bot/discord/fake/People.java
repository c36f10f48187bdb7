package dev.restorebot.bot.discord.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** People at the fake: they type, press and read as in Discord's client. */
public final class People {
  private final FakeDiscord discord;

  /** People who say yes to what they are asked. */
  public People(FakeDiscord discord) {
    this.discord = discord;
    discord.onEphemeral(this::confirm);
  }

  /** Types a command; the words after the first fill its options in their order. */
  public Duration type(String person, String channel, String text) {
    return waited(discord.act(2, person, channel, command(text), null).acknowledged);
  }

  /** The same in a server of any id, or in private messages when that is null. */
  public Duration typeIn(String server, String person, String text) {
    return waited(
        discord.act(2, person, discord.channel(), command(text), null, server).acknowledged);
  }

  /** What is suggested for the last word of a command. */
  public List<String> suggested(String person, String text) {
    ObjectNode data = command(text);
    ArrayNode options = (ArrayNode) data.path("options").path(0).path("options");
    ((ObjectNode) options.get(options.size() - 1)).put("focused", true);
    Act act = discord.act(4, person, discord.channel(), data, null);
    return Json.stream(waited(act.choices))
        .map(choice -> choice.path("name").asText() + " = " + choice.path("value").asText())
        .toList();
  }

  /** Presses a button in a message of a channel or thread. */
  public Duration press(String person, String channel, String message, String label) {
    JsonNode on =
        Eventually.get("the message", () -> find(channel, message), found -> found != null);
    return waited(pressed(person, channel, on, labelled(on, label)).acknowledged);
  }

  /** Presses a button that no message has any more, such as one of long ago. */
  public Duration pressUnknown(String person, String message, String id) {
    JsonNode on = find(discord.channel(), message);
    JsonNode button = Json.object().put("type", 2).put("custom_id", id);
    return waited(pressed(person, discord.channel(), on, button).acknowledged);
  }

  /** Chooses in the menu that this person sees. */
  public Duration choose(String person, String label) {
    JsonNode on =
        Eventually.get(
                "a menu",
                () -> discord.ephemerals(person).stream().filter(People::hasMenu).toList(),
                all -> !all.isEmpty())
            .get(0);
    JsonNode menu = Display.components(on).get(0);
    String value =
        Json.stream(menu.path("options"))
            .filter(option -> option.path("label").asText().equals(label))
            .map(option -> option.path("value").asText())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no answer " + label));
    ObjectNode data =
        Json.object()
            .put("custom_id", menu.path("custom_id").asText())
            .put("component_type", 3)
            .put("id", 1);
    data.putArray("values").add(value);
    return waited(discord.act(3, person, discord.channel(), data, on).acknowledged);
  }

  /** Opens the newest form that this person was offered, fills it in by its labels and sends it. */
  public void fill(String person, Map<String, String> texts) {
    JsonNode on =
        Eventually.get(
                "a form",
                () ->
                    discord.ephemerals(person).stream()
                        .filter(each -> !forms(each).isEmpty())
                        .toList(),
                all -> !all.isEmpty())
            .stream()
            .reduce((first, last) -> last)
            .orElseThrow();
    Act opened = pressed(person, discord.channel(), on, forms(on).get(0));
    JsonNode modal = waited(opened.modal);
    ObjectNode data = Json.object().put("custom_id", modal.path("custom_id").asText());
    ArrayNode answers = data.putArray("components");
    int id = 1;
    for (JsonNode label : modal.path("components")) {
      String text = texts.get(label.path("label").asText());
      int most = label.path("component").path("max_length").asInt();
      if (text == null || text.isEmpty() || text.length() > most) {
        throw new AssertionError("Discord would not send this for " + label + ": " + text);
      }
      ObjectNode answer = answers.addObject().put("type", 18).put("id", id++);
      answer
          .putObject("component")
          .put("type", 4)
          .put("id", id++)
          .put("custom_id", label.path("component").path("custom_id").asText())
          .put("value", text);
    }
    Duration unused = waited(discord.act(5, person, discord.channel(), data, on).acknowledged);
  }

  private static List<JsonNode> forms(JsonNode message) {
    return Display.components(message).stream()
        .filter(part -> part.path("label").asText().equals("Fill in"))
        .toList();
  }

  /** What a channel or thread shows. */
  public List<Shown> reads(String channel, String prefix) {
    return discord.messages(channel).stream().map(each -> shown(each, prefix)).toList();
  }

  /** What this person alone sees. */
  public List<Shown> readsAlone(String person) {
    return discord.ephemerals(person).stream().map(each -> shown(each, "")).toList();
  }

  /** A question with one button is answered with it, as soon as it is asked. */
  private void confirm(String person, JsonNode message) {
    List<JsonNode> parts = Display.components(message);
    if (!MessageRules.inComponents(message) && parts.size() == 1) {
      discord.act(3, person, discord.channel(), click(parts.get(0)), message);
    }
  }

  private Act pressed(String person, String channel, JsonNode on, JsonNode button) {
    return discord.act(3, person, channel, click(button), on);
  }

  private JsonNode find(String channel, String message) {
    return discord.messages(channel).stream()
        .filter(each -> each.path("id").asText().equals(message))
        .findFirst()
        .orElse(null);
  }

  private ObjectNode command(String text) {
    String first = text.split(" ", 2)[0];
    ObjectNode data =
        Json.object().put("id", Guild.snowflake()).put("name", "restore").put("type", 1);
    data.put("guild_id", discord.server());
    ObjectNode subcommand = data.putArray("options").addObject().put("type", 1).put("name", first);
    ArrayNode options = subcommand.putArray("options");
    JsonNode known =
        Json.stream(discord.command().path("options"))
            .filter(each -> each.path("name").asText().equals(first.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no such subcommand: " + first))
            .path("options");
    // What is typed into the last option may have spaces.
    String[] words = text.split(" ", Math.max(2, known.size() + 1));
    for (int i = 1; i < words.length; i++) {
      String name = known.path(i - 1).path("name").asText();
      options.addObject().put("type", 3).put("name", name).put("value", words[i].replace('+', ' '));
    }
    return data;
  }

  private static ObjectNode click(JsonNode button) {
    return Json.object()
        .put("custom_id", button.path("custom_id").asText())
        .put("component_type", 2)
        .put("id", 1);
  }

  private static JsonNode labelled(JsonNode message, String label) {
    return Display.components(message).stream()
        .filter(part -> part.path("label").asText().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + label));
  }

  private static boolean hasMenu(JsonNode message) {
    return Display.components(message).stream().anyMatch(part -> part.path("type").asInt() == 3);
  }

  private static Shown shown(JsonNode message, String prefix) {
    return new Shown(
        prefix + message.path("id").asText(), Display.text(message), Display.buttons(message));
  }

  private static <T> T waited(CompletableFuture<T> answer) {
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the bot did not acknowledge it", e);
    }
  }
}
