package dev.restorebot.engine.sandbox.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options with which restore-bot's own sessions start, so that no setting of the restored
 * database (ALTER DATABASE ... SET) and no login trigger of it takes part in them. Options of a
 * session come before the settings of a database or a role.
 */
public final class SessionOptions {
  private static final int HAS_IDLE_TIMEOUT = 14;
  private static final int HAS_EVENT_TRIGGERS = 17;

  private static final String PRELOAD = "session_preload_libraries";

  /**
   * A library that every server has: ALTER ROLE ... SET turns an empty list into one with an empty
   * name, which no session can load.
   */
  private static final String HARMLESS = "plpgsql";

  private SessionOptions() {}

  /**
   * For any role.
   *
   * @param serverVersion such as {@code 15.18 (Debian 15.18-1)}
   */
  public static String ofRole(String serverVersion) {
    return joined(ordinary(major(serverVersion)));
  }

  /** For a superuser, who alone may set all of them. */
  public static String ofSuperuser(String serverVersion) {
    List<String> settings = ordinary(major(serverVersion));
    superusers(serverVersion).forEach((name, value) -> settings.add(name + "=" + value));
    return joined(settings);
  }

  /**
   * The settings, with their values, that another role needs from a superuser (ALTER ROLE ... SET).
   *
   * @param serverVersion such as {@code 15.18 (Debian 15.18-1)}
   */
  public static Map<String, String> superusers(String serverVersion) {
    return major(serverVersion) >= HAS_EVENT_TRIGGERS
        ? Map.of(PRELOAD, HARMLESS, "event_triggers", "off")
        : Map.of(PRELOAD, HARMLESS);
  }

  /**
   * For PGOPTIONS of the tools that restore as a superuser; empty where there is nothing to set.
   * pg_restore logs in again after it made the event triggers.
   */
  public static String ofTools(String serverVersion) {
    return major(serverVersion) >= HAS_EVENT_TRIGGERS ? "-c event_triggers=off" : "";
  }

  private static List<String> ordinary(int major) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "role=none",
                "default_transaction_read_only=off",
                "local_preload_libraries=",
                "statement_timeout=0",
                "lock_timeout=0",
                "idle_in_transaction_session_timeout=0"));
    if (major >= HAS_IDLE_TIMEOUT) {
      settings.add("idle_session_timeout=0");
    }
    if (major >= HAS_EVENT_TRIGGERS) {
      settings.add("transaction_timeout=0");
    }
    return settings;
  }

  private static String joined(List<String> settings) {
    return "-c " + String.join(" -c ", settings);
  }

  private static int major(String serverVersion) {
    String digits = serverVersion.replaceFirst("^(\\d*).*$", "$1");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }
}
