package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.verify.ReadOnlyRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one B-tree after the other. A damaged page can make PostgreSQL crash; it comes back by
 * itself, and the other trees are looked at all the same. Used once.
 */
final class TreeWalk {
  private static final Logger log = LoggerFactory.getLogger(TreeWalk.class);

  /** Class XX: corrupted data, a corrupted index, an internal error. */
  private static final String DAMAGE = "XX";

  /** Class 08: the connection broke. 57P: the server was ended, or starts up. */
  private static final String BROKEN = "08.*|57P.*";

  private static final Duration COMES_BACK = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ReadOnlyRole reader;
  private final List<String> damaged = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  TreeWalk(ReadOnlyRole reader) {
    this.reader = reader;
  }

  /** Each with its oid and its name. */
  void check(Amcheck amcheck, List<List<String>> trees) throws SQLException {
    Connection connection = reader.connect();
    try {
      for (List<String> tree : trees) {
        if (!look(amcheck, connection, tree)) {
          connection.close();
          connection = again();
        }
      }
    } finally {
      connection.close();
    }
  }

  List<String> damaged() {
    return damaged;
  }

  List<String> unknown() {
    return unknown;
  }

  /** False when the connection did not survive it. */
  private boolean look(Amcheck amcheck, Connection connection, List<String> tree) {
    String name = tree.get(1);
    try {
      amcheck.check(connection, tree.get(0));
      return true;
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      log.warn("amcheck of {} failed with SQLSTATE {}", name, state);
      boolean broken = state.matches(BROKEN);
      if (state.startsWith(DAMAGE)) {
        damaged.add(name + " (SQLSTATE " + state + ")");
      } else {
        unknown.add(name + (broken ? " (the server crashed at it)" : " (SQLSTATE " + state + ")"));
      }
      return !broken;
    }
  }

  private Connection again() throws SQLException {
    long deadline = System.nanoTime() + COMES_BACK.toNanos();
    while (true) {
      try {
        return reader.connect();
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
