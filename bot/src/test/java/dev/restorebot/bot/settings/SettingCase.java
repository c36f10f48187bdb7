package dev.restorebot.bot.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cases of one setting that has values. Its names are derived here from the records once more, and
 * its other values come from its type, so that no case repeats what the declaration says.
 *
 * @param path name in YAML
 * @param defaultValue the value without a file
 * @param other another value
 * @param wrong a text that is not a value; empty when every text is one
 */
record SettingCase(String path, Object defaultValue, Example other, Optional<String> wrong) {
  static final Path ANNOTATED = Path.of("..", "config", "restore-bot.yaml");
  static final String HOME = System.getProperty("user.home");

  private static final Map<String, String> SIGN_IN =
      Map.of(
          "RESTORE_BOT_CONSOLE_SIGN_IN_ISSUER",
          "https://id.example.com",
          "RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_ID",
          "restore-bot");

  /** Other settings that must be changed, too, for the other value to fit. */
  private static final Map<String, Map<String, String>> WITH =
      Map.ofEntries(
          Map.entry("approval.reminders", Map.of("RESTORE_BOT_APPROVAL_APPROVE_WITHIN", "2d")),
          Map.entry("approval.channel", Map.of("RESTORE_BOT_SLACK_CHANNELS", "C0123ABCD")),
          Map.entry("disaster.approval-channel", Map.of("RESTORE_BOT_SLACK_CHANNELS", "C0123ABCD")),
          Map.entry("disaster.start-services", Map.of("RESTORE_BOT_DISASTER_STOP", "0034 other")),
          Map.entry("disaster.hold-services", Map.of("RESTORE_BOT_DISASTER_STOP", "0034 other")),
          Map.entry("disaster.services", Map.of("RESTORE_BOT_DISASTER_STOP", "")),
          Map.entry(
              "console.address",
              Map.of(
                  "RESTORE_BOT_CONSOLE_SIGN_IN_ISSUER",
                  "https://id.example.com",
                  "RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_ID",
                  "restore-bot",
                  "RESTORE_BOT_CONSOLE_PUBLIC_URL",
                  "https://restore.example.com")),
          Map.entry(
              "sandbox.connect.publish.port",
              Map.of(
                  "RESTORE_BOT_SANDBOX_CONNECT_PUBLISH_CERTIFICATE",
                  "/etc/bot.crt",
                  "RESTORE_BOT_SANDBOX_CONNECT_PUBLISH_KEY",
                  "/etc/bot.key")),
          Map.entry("console.public-url", SIGN_IN),
          Map.entry("console.testers", SIGN_IN),
          Map.entry("console.leads", SIGN_IN),
          Map.entry(
              "console.sign-in.issuer",
              Map.of("RESTORE_BOT_CONSOLE_SIGN_IN_CLIENT_ID", "restore-bot")),
          Map.entry("console.sign-in.allowed", SIGN_IN),
          Map.entry(
              "slack.enabled",
              Map.of(
                  "RESTORE_BOT_SLACK_BOT_TOKEN",
                  "xoxb-1",
                  "RESTORE_BOT_SLACK_APP_TOKEN",
                  "xapp-1")),
          Map.entry(
              "discord.enabled",
              Map.of(
                  "RESTORE_BOT_DISCORD_TOKEN",
                  "1",
                  "RESTORE_BOT_DISCORD_SERVER",
                  "1190000000000000001")));

  /** A value as it is written, with commas between the items of a list, and as it is read. */
  record Example(String text, Object value, boolean list) {
    static Example of(String text, Object value) {
      return new Example(text, value, false);
    }

    String yaml() {
      boolean plain = text.matches("[\\w,.~/ -]+");
      String items = plain ? text : "'" + text.replace(",", "', '") + "'";
      return list ? "[" + items + "]" : items;
    }
  }

  static List<SettingCase> all() throws SettingsException {
    List<SettingCase> cases = new ArrayList<>();
    add("", SettingsLoader.load(Optional.empty(), Map.of()), cases);
    return cases;
  }

  private static void add(String path, Record section, List<SettingCase> cases) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String name = path + name(component);
      Object value = read(component, section);
      if (isSection(component)) {
        add(name + ".", (Record) value, cases);
      } else if (!isStructure(component)) {
        Setting declared = component.getAnnotation(Setting.class);
        Format[] formats = declared == null ? new Format[0] : declared.format();
        Optional<Format> format = Arrays.stream(formats).findFirst();
        Type type = component.getGenericType();
        cases.add(new SettingCase(name, value, example(type, format, value), wrong(type, format)));
      }
    }
  }

  /** Returns all values, by the names of their settings. */
  static Map<String, Object> values(Settings settings) {
    Map<String, Object> values = new HashMap<>();
    values("", settings, values);
    return values;
  }

  private static void values(String path, Record section, Map<String, Object> values) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String name = path + name(component);
      if (isSection(component)) {
        values(name + ".", (Record) read(component, section), values);
      } else {
        values.put(name, read(component, section));
      }
    }
  }

  private static boolean isSection(RecordComponent component) {
    return component.getType().isRecord() && component.getType() != SecretValue.class;
  }

  /** Returns whether it is written as {@code name: value}, or a map of databases. */
  private static boolean isStructure(RecordComponent component) {
    Setting declared = component.getAnnotation(Setting.class);
    return component.getType() == Map.class
        || (component.getGenericType() instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0] instanceof Class<?> part
            && part.isRecord()
            && (declared == null || declared.format().length == 0));
  }

  private static String name(RecordComponent component) {
    String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return component.getType() == SecretValue.class ? name + "-file" : name;
  }

  private static Object read(RecordComponent component, Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Example example(Type type, Optional<Format> format, Object defaultValue) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      Example one = example(generic.getActualTypeArguments()[0], format, "");
      return Example.of(one.text, Optional.of(one.value));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      Example one = example(generic.getActualTypeArguments()[0], format, "");
      return new Example(one.text + "," + one.text, List.of(one.value, one.value), true);
    }
    return format.isPresent() ? example(format.get()) : example((Class<?>) type, defaultValue);
  }

  private static Example example(Class<?> type, Object defaultValue) {
    if (type.isEnum()) {
      Object constant =
          Arrays.stream(type.getEnumConstants())
              .filter(each -> each != defaultValue)
              .findFirst()
              .orElseThrow();
      String text = constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
      return Example.of(text, constant);
    }
    return switch (type.getSimpleName()) {
      case "String" -> Example.of("0034 other", "0034 other");
      case "boolean" ->
          Example.of(String.valueOf(defaultValue.equals(false)), defaultValue.equals(false));
      case "int" -> Example.of(String.valueOf((int) defaultValue + 1), (int) defaultValue + 1);
      case "Integer" -> Example.of("77", 77);
      case "long", "Long" -> Example.of("512MB", 512_000_000L);
      case "Duration" -> Example.of("25h", Duration.ofHours(25));
      case "Path" -> Example.of("~/other", Path.of(HOME, "other"));
      case "URI" -> Example.of("https://o.example/v1", URI.create("https://o.example/v1/"));
      case "ZoneId" -> Example.of("Asia/Tokyo", ZoneId.of("Asia/Tokyo"));
      case "SecretValue" -> Example.of(KeyFile.PATH, new SecretValue(KeyFile.KEY));
      default -> throw new AssertionError("Add an example of " + type);
    };
  }

  private static Example example(Format format) {
    return switch (format) {
      case SANDBOX_PREFIX, COMPOSE_PROJECT, COMPOSE_SERVICE, USER -> same("zenops");
      case IMAGE -> same("registry:5000/pg:{major}");
      case SSH_HOST -> same("ops@db1.example.com");
      case CHANNEL, CHAT_CHANNEL -> same("slack:C0123ABCD");
      case CONSOLE_CHANNEL -> same("dba");
      case CHAT_PERSON -> same("slack:U0123ABCD");
      case CONSOLE_PERSON, CONSOLE_VISITOR -> same("group:restore-leads");
      case ISSUER -> Example.of("https://id.example.com", URI.create("https://id.example.com"));
      case SITE ->
          Example.of("https://restore.example.com", URI.create("https://restore.example.com"));
      case SLACK_WORKSPACE -> same("T0123ABCD");
      case SLACK_CHANNEL -> same("C0123ABCD");
      case SLACK_PERSON -> same("S0123ABCD");
      case MENTION -> same("S0123ABCD");
      case SNOWFLAKE -> same("1190000000000000001");
      case COLUMN -> same("users.created_at");
      case COMPOSE_VOLUME -> same("uploads_data");
      case IP_ADDRESS -> same("192.0.2.1");
      case HTTP_URL -> Example.of("http://o/readyz", URI.create("http://o/readyz"));
      case MIN_ROWS -> Example.of("app.orders = 3", new Settings.MinRows("app.orders", 3));
      case ONE_PERSON -> Example.of("slack:U1 = discord:2", Set.of("slack:U1", "discord:2"));
      case RCLONE_REMOTE -> same("offsite:backups/zenops");
      case FOLDER_OR_REMOTE -> same("offsite:runbooks");
      case BACKUP_NAME -> same("{app}-{yyyyMMdd}");
      case REGEX -> same("a|b");
      case CHECK -> same("row-drift");
    };
  }

  private static Example same(String text) {
    return Example.of(text, text);
  }

  private static Optional<String> wrong(Type type, Optional<Format> format) {
    Type of =
        type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
    if (format.isPresent()) {
      return Optional.of("~ ~");
    }
    if (of == String.class || of == Path.class) {
      return Optional.empty();
    }
    return Optional.of(of == SecretValue.class ? "/none" : "?");
  }

  /** Returns the environment variable, as docs/settings.md describes it. */
  String variable() {
    return "RESTORE_BOT_" + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_");
  }

  /** Returns the variables that the other value needs beside it. */
  Map<String, String> with() {
    return WITH.getOrDefault(path, Map.of());
  }

  /** Returns those, and its own variable with that text. */
  Map<String, String> environment(String text) {
    Map<String, String> environment = new HashMap<>(with());
    environment.put(variable(), text);
    return environment;
  }

  /** Returns the setting in YAML, with that value. */
  String yaml(String value) {
    String[] names = path.split("\\.", -1);
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      yaml.append(i == 0 ? "" : "\n").append("  ".repeat(i)).append(names[i]).append(": ");
    }
    return yaml + value + "\n";
  }

  /** Returns the names of the settings that differ. */
  static Set<String> different(Settings some, Settings others) {
    Map<String, Object> values = values(others);
    return values(some).entrySet().stream()
        .filter(each -> !each.getValue().equals(values.get(each.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return path;
  }
}
