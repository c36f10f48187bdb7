package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.TargetLock;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.sandbox.server.Sql;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lock that is an empty database of the target's server, which lets nobody in: everybody who
 * could restore the target sees it, and PostgreSQL makes a name once. Its comment says whose it is.
 */
public final class ServerTargetLock implements TargetLock {
  private static final String PREFIX = "restore_bot_lock_";
  private static final int LONGEST = 63;
  private static final Pattern HOLDER = Pattern.compile("disaster restore (\\S+?)[,.].*");
  private static final Set<String> TAKEN = Set.of("42P04", "23505");

  private final InstantSource clock;

  /** Locks targets. */
  public ServerTargetLock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void take(Disaster disaster, Predicate<String> left) throws ProblemException {
    TargetSettings target = disaster.settings();
    String name = name(target.database());
    try (Connection connection = maintenance(target)) {
      Optional<String> held = held(connection, name);
      if (held.isPresent()) {
        String holder = holder(held.get());
        if (holder.equals(disaster.id())) {
          return;
        }
        requireLeft(target, held.get(), left);
        drop(connection, name);
      }
      try {
        Rows.execute(
            connection,
            "CREATE DATABASE "
                + Sql.identifier(name)
                + " TEMPLATE template0 ALLOW_CONNECTIONS false");
      } catch (SQLException e) {
        if (TAKEN.contains(e.getSQLState())) {
          throw inProgress(target, held(connection, name).orElse(""));
        }
        throw e;
      }
      Rows.execute(connection, DatabaseProperties.comment(name, text(disaster)));
    } catch (SQLException e) {
      throw ServerProblems.failed("create the database " + name + ", which is a lock", e);
    }
  }

  @Override
  public void requireFree(TargetSettings target, Predicate<String> left) throws ProblemException {
    try (Connection connection = maintenance(target)) {
      Optional<String> held = held(connection, name(target.database()));
      if (held.isPresent()) {
        requireLeft(target, held.get(), left);
      }
    } catch (SQLException e) {
      throw ServerProblems.failed("tell its databases", e);
    }
  }

  private static void requireLeft(TargetSettings target, String held, Predicate<String> left)
      throws ProblemException {
    if (!left.test(holder(held))) {
      throw inProgress(target, held);
    }
  }

  @Override
  public void release(Disaster disaster) throws ProblemException {
    String name = name(disaster.settings().database());
    try (Connection connection = maintenance(disaster.settings())) {
      Optional<String> held = held(connection, name);
      if (held.isPresent() && holder(held.get()).equals(disaster.id())) {
        drop(connection, name);
      }
    } catch (SQLException e) {
      throw ServerProblems.failed("remove the database " + name + ", which is a lock", e);
    }
  }

  private static void drop(Connection connection, String name) throws SQLException {
    Rows.execute(connection, "DROP DATABASE IF EXISTS " + Sql.identifier(name));
  }

  /** Returns the comment of the lock; empty when there is none. */
  private static Optional<String> held(Connection connection, String name) throws SQLException {
    return Naming.oid(connection, name).isEmpty()
        ? Optional.empty()
        : Optional.of(Naming.comment(connection, name));
  }

  /** Returns the name of the database that is the lock of that one. */
  static String name(String database) {
    String name = PREFIX + database;
    while (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      name = name.substring(0, name.length() - 1);
    }
    return name;
  }

  private static String holder(String comment) {
    Matcher matcher = HOLDER.matcher(comment);
    return matcher.find() ? matcher.group(1) : "";
  }

  private String text(Disaster disaster) {
    return "lock of restore-bot: disaster restore "
        + disaster.id()
        + ", requested by "
        + disaster.requestedBy().name()
        + ", since "
        + clock.instant().truncatedTo(ChronoUnit.SECONDS)
        + ", run on "
        + host();
  }

  private static ProblemException inProgress(TargetSettings target, String held) {
    return ServerProblems.unsuitable(
            "Another disaster restore of "
                + target.database()
                + " on "
                + target.server().orElseThrow().text()
                + " is in progress"
                + (held.isEmpty() ? "" : " (" + held + ")")
                + ". Nothing was changed.",
            "Wait until it has ended, or cancel it there. Only if its bot and its state folder no"
                + " longer exist, remove its lock: DROP DATABASE \""
                + name(target.database())
                + "\"")
        .exception();
  }

  private static Connection maintenance(TargetSettings target) throws ProblemException {
    ServerAddress address = target.server().orElseThrow();
    return new ServerAccess(address).maintenance();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed machine";
    }
  }
}
