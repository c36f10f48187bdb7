package dev.restorebot.bot.slack;

import java.util.Optional;

/**
 * Every method of Slack's Web API that is called, with the scope that it needs. {@code
 * config/slack-manifest.yaml} asks for exactly these scopes; a test compares them.
 */
enum SlackMethod {
  AUTH_TEST("auth.test", ""),
  CHAT_POST_MESSAGE("chat.postMessage", "chat:write"),
  CHAT_UPDATE("chat.update", "chat:write"),
  CHAT_POST_EPHEMERAL("chat.postEphemeral", "chat:write"),
  FILES_GET_UPLOAD_URL("files.getUploadURLExternal", "files:write"),
  FILES_COMPLETE_UPLOAD("files.completeUploadExternal", "files:write"),
  USERS_INFO("users.info", "users:read"),
  USERGROUPS_USERS_LIST("usergroups.users.list", "usergroups:read"),
  VIEWS_OPEN("views.open", ""),
  VIEWS_PUBLISH("views.publish", ""),
  /** Called with the app-level token, whose scope {@code connections:write} is no bot's scope. */
  APPS_CONNECTIONS_OPEN("apps.connections.open", "");

  private final String method;
  private final String scope;

  SlackMethod(String method, String scope) {
    this.method = method;
    this.scope = scope;
  }

  /** Its name in Slack's documentation. */
  String method() {
    return method;
  }

  /** The scope that the bot's token needs for it. */
  Optional<String> scope() {
    return Optional.of(scope).filter(text -> !text.isEmpty());
  }
}
