package dev.restorebot.engine.verify.expect;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * The address of production's database, as libpq's programs take it (PostgreSQL documentation,
 * "Connection URIs"), and the account to log in with. The password comes from {@code PGPASSWORD} or
 * from a password file, which the driver reads; no text shows it.
 */
public final class SourceAddress {
  private static final Pattern URL =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^@/?#]*)@)?(?<hosts>[^@/?#]*)/(?<database>[^@/?#]+)"
              + "(?:\\?(?<options>[^#]*))?");

  private static final String SHAPE = "postgresql://USER@HOST:PORT/DATABASE";

  /** The options after the question mark: libpq's name, the driver's, and libpq's variable. */
  private static final Map<String, Option> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("sslmode", new Option("sslmode", "PGSSLMODE"));
    OPTIONS.put("sslrootcert", new Option("sslrootcert", "PGSSLROOTCERT"));
    OPTIONS.put("sslcert", new Option("sslcert", "PGSSLCERT"));
    OPTIONS.put("sslkey", new Option("sslkey", "PGSSLKEY"));
    OPTIONS.put("connect_timeout", new Option("connectTimeout", "PGCONNECT_TIMEOUT"));
  }

  private final String jdbcUrl;
  private final Properties properties;

  private record Option(String property, String variable) {}

  private SourceAddress(String jdbcUrl, Properties properties) {
    this.jdbcUrl = jdbcUrl;
    this.properties = properties;
  }

  /**
   * Reads a URL such as {@code postgresql://backup@db.example.org:5432/zenops?sslmode=verify-full}.
   *
   * @param environment the variables of libpq, such as {@code PGPASSWORD}
   * @throws IllegalArgumentException when it is none, or has a password in it; the message is for
   *     people and repeats no part of the URL that may be one
   */
  public static SourceAddress of(String url, Map<String, String> environment) {
    Matcher parts = URL.matcher(url);
    if (hasPassword(url)) {
      throw password();
    }
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "The URL of the database is not of the form "
              + SHAPE
              + "; write special characters in"
              + " its names as %XX");
    }
    Properties properties = new Properties();
    OPTIONS
        .values()
        .forEach(each -> put(properties, each.property(), environment, each.variable()));
    options(Optional.ofNullable(parts.group("options")).orElse(""), properties);
    put(properties, "user", environment, "PGUSER");
    Optional.ofNullable(parts.group("user"))
        .filter(user -> !user.isEmpty())
        .ifPresent(user -> properties.setProperty("user", decoded(user)));
    properties.putIfAbsent("user", System.getProperty("user.name"));
    put(properties, "password", environment, "PGPASSWORD");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "restore-bot expect");
    String hosts = parts.group("hosts").isEmpty() ? "localhost" : parts.group("hosts");
    return new SourceAddress(
        "jdbc:postgresql://" + hosts + "/" + parts.group("database"), properties);
  }

  String jdbcUrl() {
    return jdbcUrl;
  }

  /** Returns what the driver is given under that name. */
  String property(String name) {
    return properties.getProperty(name);
  }

  /** Opens a connection; the caller closes it. */
  Connection connect() throws SQLException {
    Connection connection = new Driver().connect(jdbcUrl, properties);
    if (connection == null) {
      throw new SQLException("The driver does not understand the URL of the database", "08001");
    }
    return connection;
  }

  /** Returns whether the account, between the slashes and the last at sign, has a colon. */
  private static boolean hasPassword(String url) {
    String before = url.split("\\?", 2)[0];
    String account = before.substring(0, Math.max(0, before.lastIndexOf('@')));
    return account.indexOf(':', Math.max(0, account.indexOf("://") + 1)) >= 0;
  }

  private static void options(String text, Properties into) {
    List<String> refused = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split("&")) {
      String[] option = each.split("=", 2);
      if (option[0].toLowerCase(java.util.Locale.ROOT).contains("password")) {
        throw password();
      }
      if (!OPTIONS.containsKey(option[0]) || option.length == 1) {
        refused.add(option[0]);
      } else {
        into.setProperty(OPTIONS.get(option[0]).property(), decoded(option[1]));
      }
    }
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          "In the URL of the database, only these options are known: "
              + String.join(", ", OPTIONS.keySet()));
    }
  }

  private static IllegalArgumentException password() {
    return new IllegalArgumentException(
        "The URL of the database has a password in it, which every user of this machine can read in"
            + " the list of processes. Change that password, take it out of the URL, and put it"
            + " into PGPASSWORD or a password file (~/.pgpass or PGPASSFILE)");
  }

  private static void put(
      Properties into, String property, Map<String, String> environment, String variable) {
    Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .ifPresent(value -> into.setProperty(property, value));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
