package dev.restorebot.bot.settings;

import dev.restorebot.engine.verify.check.AllChecks;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Formats of values that have the same Java type: a pattern, and the words for a wrong value. */
enum Format {
  SANDBOX_PREFIX("[a-z0-9][a-z0-9_.-]{0,39}", "a name of lower-case letters, digits, -, _ and ."),
  IMAGE("\\S+", "an image"),
  USER("[a-z_][a-z0-9_-]*", "a user name"),
  SSH_HOST("[A-Za-z0-9_][A-Za-z0-9_.@-]*", "a host for ssh such as ops@db1.example.com"),
  CHANNEL("(?:console|slack|discord):\\S+", "a channel such as slack:C0123ABCD"),
  CHAT_CHANNEL("(?:slack|discord):\\S+", "a channel such as slack:C0123ABCD"),
  CONSOLE_CHANNEL("[a-z0-9-]{1,40}", "a channel of lower-case letters, digits and -"),
  SLACK_WORKSPACE("[TE][A-Z0-9]{3,20}", "a workspace id such as T0123ABCD"),
  SLACK_CHANNEL("[CGD][A-Z0-9]{3,20}", "a channel id such as C0123ABCD, not a name"),
  SLACK_PERSON("[UWS][A-Z0-9]{3,20}", "the id of a person (U0123ABCD) or a user group (S0123ABCD)"),
  MENTION(
      "[UWS][A-Z0-9]{3,20}|[0-9]{15,20}", "the id of a person or group of the chat, not a name"),
  SNOWFLAKE("[0-9]{15,20}", "an id of 15 to 20 digits (Discord: Copy ID)"),
  CONSOLE_PERSON(
      Format.CONSOLE_ID,
      "a person such as 248289761001@id.example.com, as the console shows it, or a group such as"
          + " group:restore-leads"),
  CONSOLE_VISITOR(
      Format.CONSOLE_ID + "|everybody",
      "a person such as 248289761001@id.example.com, as the console shows it, a group such as"
          + " group:restore-leads, or everybody"),
  CHAT_PERSON(
      "slack:[UWS][A-Z0-9]{3,20}|discord:[0-9]{15,20}|console:(?:" + Format.CONSOLE_ID + ")",
      "a person or group of a chat such as slack:U0123ABCD or discord:1190000000000000003"),
  COLUMN(".+\\..+", "a column such as users.created_at"),
  COMPOSE_PROJECT("[a-z0-9][a-z0-9_-]*", "the name of a Compose project"),
  COMPOSE_SERVICE("[a-zA-Z0-9._-]+", "a Compose service"),
  COMPOSE_VOLUME("[a-zA-Z0-9._-]+", "a volume's name in the project's files"),
  IP_ADDRESS("[0-9a-fA-F.:]+", "an IP address"),
  CHECK(String.join("|", AllChecks.names()), "a check: one of " + AllChecks.names()),
  /** The {@link URI} of a provider, as it is written: its tokens have exactly that. */
  ISSUER("https?://[^\\s@?#]+", "an issuer such as https://id.example.com/realms/ops"),
  /** The {@link URI} of a site, without a path. */
  SITE("https?://[^\\s@?#/]+/?", "an address without a path such as https://restore.example.com"),
  /** An {@link URI}, as it is written. */
  HTTP_URL("https?://\\S+", "an address such as http://localhost/readyz"),
  /** A {@link Settings.MinRows}. */
  MIN_ROWS("[^=]+=\\s*\\d{1,18}\\s*", "a table and its fewest rows such as users = 10"),
  /** A set of ids. */
  ONE_PERSON(
      "\\s*{id}\\s*(?:=\\s*{id}\\s*)*".replace("{id}", "(?:slack|discord|console|cli):[^\\s=]+"),
      "one person's ids such as slack:U0123ABCD = discord:1190000000000000003"),
  /** A remote of rclone, and a folder in it. */
  RCLONE_REMOTE,
  /** An absolute folder, or a remote of rclone and a folder in it. */
  FOLDER_OR_REMOTE,
  /** A template of backup names. */
  BACKUP_NAME,
  /** A regular expression, as text. */
  REGEX;

  private static final String CONSOLE_ID = "group:\\S(?:.*\\S)?|[^\\s=@]+@[^\\s=@]+";

  private final String pattern;
  private final String right;

  Format() {
    this("", "");
  }

  Format(String pattern, String right) {
    this.pattern = pattern;
    this.right = right;
  }

  /** Returns the type of values of this format. */
  ValueType<?> type() {
    return switch (this) {
      case HTTP_URL, ISSUER, SITE -> Parsers.matching(pattern, right, URI::create);
      case MIN_ROWS -> Parsers.matching(pattern, right, Format::minRows);
      case ONE_PERSON -> Parsers.matching(pattern, right, Format::onePerson);
      case RCLONE_REMOTE -> Parsers.REMOTE;
      case FOLDER_OR_REMOTE -> Parsers.FOLDER_OR_REMOTE;
      case BACKUP_NAME -> Parsers.NAMES;
      case REGEX -> Parsers.REGEX.map(java.util.regex.Pattern::pattern);
      default -> Parsers.matching(pattern, right, text -> text);
    };
  }

  private static Settings.MinRows minRows(String text) {
    String[] parts = text.split("=", -1);
    return new Settings.MinRows(parts[0].strip(), Long.parseLong(parts[1].strip()));
  }

  private static Set<String> onePerson(String text) {
    return Arrays.stream(text.split("=", -1))
        .map(String::strip)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
