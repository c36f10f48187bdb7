package dev.restorebot.bot.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The fake's Web API. Methods return Slack's error, or nothing. */
final class FakeMethods {
  /** Scopes of the bot's token, from each method's page in Slack's documentation. */
  private static final Map<String, String> SCOPES =
      Map.of(
          "chat.postMessage", "chat:write",
          "chat.update", "chat:write",
          "chat.postEphemeral", "chat:write",
          "files.getUploadURLExternal", "files:write",
          "files.completeUploadExternal", "files:write",
          "users.info", "users:read",
          "usergroups.users.list", "usergroups:read");

  private final FakeSlack slack;

  FakeMethods(FakeSlack slack) {
    this.slack = slack;
  }

  String call(String method, Context request, ObjectNode answer) {
    if (Arrays.stream(SlackMethod.values()).noneMatch(each -> each.method().equals(method))) {
      slack.violations.add("a method that SlackMethod does not list: " + method);
    }
    String sent = request.header("Authorization");
    boolean app = method.equals("apps.connections.open");
    if (!("Bearer " + (app ? FakeSlack.APP_TOKEN : FakeSlack.BOT_TOKEN)).equals(sent)) {
      return sent == null ? "not_authed" : "invalid_auth";
    }
    if (request.body().contains("very-secret")) {
      slack.violations.add("a token in the body of " + method);
    }
    String scope = SCOPES.get(method);
    if (scope != null && !slack.scopes.contains(scope)) {
      answer.put("needed", scope).put("provided", String.join(",", slack.scopes));
      return "missing_scope";
    }
    if (!slack.refusedBlock.isEmpty() && text(request, "blocks").contains(slack.refusedBlock)) {
      return "invalid_blocks";
    }
    String error = known(method, request, answer);
    if (error.startsWith("invalid_") || error.endsWith("_too_long") || error.startsWith("no_")) {
      slack.violations.add(method + ": " + error);
    }
    return error;
  }

  private String known(String method, Context request, ObjectNode answer) {
    return switch (method) {
      case "auth.test" -> {
        answer.put("team_id", FakeSlack.TEAM).put("team", "Acme").put("user", "restore-bot");
        yield "";
      }
      case "apps.connections.open" -> {
        answer.put("url", slack.socketUrl());
        yield "";
      }
      case "chat.postMessage" -> post(request, answer);
      case "chat.update" -> update(request);
      case "chat.postEphemeral" -> ephemeral(request, answer);
      case "files.getUploadURLExternal" -> uploadUrl(request, answer);
      case "files.completeUploadExternal" -> complete(request);
      case "users.info" -> user(request, answer);
      case "usergroups.users.list" -> group(request, answer);
      case "views.open" -> open(request);
      case "views.publish" -> publish(request);
      default -> "unknown_method";
    };
  }

  private String post(Context request, ObjectNode answer) {
    String channel = request.formParam("channel");
    boolean person = channel != null && FakeSlack.PEOPLE.containsKey(channel);
    if (!FakeSlack.CHANNEL.equals(channel) && !person) {
      return "channel_not_found";
    }
    String thread = text(request, "thread_ts");
    if (!thread.isEmpty() && slack.message(thread).isEmpty()) {
      return "thread_not_found";
    }
    return content(request)
        .orElseGet(
            () -> {
              String ts = slack.newTs();
              slack.add(message(request, ts, channel, thread, person ? channel : ""));
              answer.put("channel", person ? "D" + channel : channel).put("ts", ts);
              return "";
            });
  }

  private String update(Context request) {
    if (!FakeSlack.CHANNEL.equals(request.formParam("channel"))) {
      return "channel_not_found";
    }
    return content(request)
        .orElseGet(
            () ->
                slack.replace(text(request, "ts"), text(request, "text"), json(request, "blocks"))
                    ? ""
                    : "message_not_found");
  }

  private String ephemeral(Context request, ObjectNode answer) {
    String user = text(request, "user");
    if (!FakeSlack.PEOPLE.containsKey(user)) {
      return "user_not_in_channel";
    }
    if (!FakeSlack.CHANNEL.equals(request.formParam("channel"))) {
      return "channel_not_found";
    }
    return content(request)
        .orElseGet(
            () -> {
              String ts = slack.newTs();
              String thread = text(request, "thread_ts");
              slack.add(message(request, ts, FakeSlack.CHANNEL, thread, user));
              answer.put("message_ts", ts);
              return "";
            });
  }

  private FakeMessage message(
      Context request, String ts, String channel, String thread, String onlyTo) {
    return new FakeMessage(
        ts, channel, thread, onlyTo, text(request, "text"), json(request, "blocks"), "");
  }

  /** The error about text and blocks. */
  private Optional<String> content(Context request) {
    String text = text(request, "text");
    if (text.isEmpty() || text.length() > 4_000) {
      return Optional.of("no_text");
    }
    // Text alone may end with a line of those whom the message notifies.
    String words =
        json(request, "blocks").isEmpty()
            ? text.replaceFirst("\n(<(@[UW]|!subteam\\^S)\\w+> ?)+$", "")
            : text;
    if (words.matches("(?s).*<[!@#h].*")) {
      slack.violations.add("a mention or link in the text: " + text);
    }
    return BlockRules.message(json(request, "blocks"))
        .map(rule -> rule.equals("msg_blocks_too_long") ? rule : "invalid_blocks " + rule);
  }

  private String uploadUrl(Context request, ObjectNode answer) {
    if (text(request, "filename").isEmpty() || !text(request, "length").matches("[1-9]\\d*")) {
      return "invalid_arguments";
    }
    String id = slack.newId("F");
    slack.expectUpload(id);
    answer.put("file_id", id).put("upload_url", slack.base() + "/upload/" + id);
    return "";
  }

  private String complete(Context request) {
    String content = slack.uploaded(json(request, "files").path(0).path("id").asText());
    if (content == null || content.isEmpty()) {
      return "file_not_found";
    }
    if (!FakeSlack.CHANNEL.equals(request.formParam("channel_id"))) {
      return "channel_not_found";
    }
    slack.add(
        new FakeMessage(
            slack.newTs(),
            FakeSlack.CHANNEL,
            text(request, "thread_ts"),
            "",
            "",
            FakeSlack.none(),
            content));
    return "";
  }

  private String user(Context request, ObjectNode answer) {
    String name = FakeSlack.PEOPLE.get(text(request, "user"));
    if (name == null) {
      return "user_not_found";
    }
    ObjectNode user = answer.putObject("user").put("name", "login").put("real_name", "Real Name");
    user.put("team_id", FakeSlack.TEAM);
    user.putObject("profile").put("display_name", name);
    user.setAll(
        slack.accounts.getOrDefault(text(request, "user"), FakeSlack.JSON.createObjectNode()));
    return "";
  }

  private String group(Context request, ObjectNode answer) {
    if (!FakeSlack.GROUP.equals(text(request, "usergroup"))) {
      return "no_such_subteam";
    }
    slack.group.forEach(answer.putArray("users")::add);
    return "";
  }

  private String open(Context request) {
    String user = slack.triggers.remove(text(request, "trigger_id"));
    if (user == null) {
      return "expired_trigger_id";
    }
    ObjectNode view = (ObjectNode) json(request, "view");
    Optional<String> broken = BlockRules.view(view);
    if (broken.isEmpty()) {
      view.put("id", slack.newId("V")).put("hash", slack.newId("h"));
      slack.views.put(user, view);
    }
    return broken.map(rule -> "invalid_arguments " + rule).orElse("");
  }

  private String publish(Context request) {
    JsonNode view = json(request, "view");
    Optional<String> broken = BlockRules.view(view);
    slack.homes.put(text(request, "user_id"), view);
    return broken.map(rule -> "invalid_arguments " + rule).orElse("");
  }

  private static String text(Context request, String name) {
    String value = request.formParam(name);
    return value == null ? "" : value;
  }

  private static JsonNode json(Context request, String name) {
    try {
      return FakeSlack.JSON.readTree(text(request, name).isEmpty() ? "[]" : text(request, name));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " is not JSON", e);
    }
  }
}
