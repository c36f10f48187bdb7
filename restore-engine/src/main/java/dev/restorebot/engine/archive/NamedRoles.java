package dev.restorebot.engine.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects the roles that a dump names: owners, and the roles in its statements about privileges,
 * policies, user mappings, settings and the session's role.
 *
 * <p>Source: the statements that PostgreSQL's pg_dump.c and dumputils.c write. What it does not
 * recognise is left out; nothing here fails. Names that no server takes are left out too, and those
 * of PostgreSQL's own roles ({@code pg_…}). Not thread-safe.
 */
public final class NamedRoles {
  /** The most roles that are kept; no real cluster has as many. */
  static final int MOST = 1_000;

  private static final int LONGEST_BYTES = 63;
  private static final Set<String> NO_ROLES =
      Set.of("public", "none", "default", "current_user", "current_role", "session_user", "user");
  private static final Set<String> ROLE = Set.of("role", "user", "group");

  private final Map<String, NamedRole> roles = new TreeMap<>();
  private final Set<String> created = new HashSet<>();
  private DumpEncoding encoding = DumpEncoding.UTF8;

  /** Says with which encoding the names that follow were read. */
  public void encoding(DumpEncoding ofDump) {
    encoding = ofDump;
  }

  /** Adds an object's owner; an empty name stands for none. */
  public void owner(String name) {
    add(name, false);
  }

  /** Adds the roles that these statements name. */
  public void sql(String statements) {
    List<SqlToken> statement = new ArrayList<>();
    for (SqlToken token : SqlToken.of(statements)) {
      if (token.is(";")) {
        statement(new Statement(statement));
        statement.clear();
      } else {
        statement.add(token);
      }
    }
    statement(new Statement(statement));
  }

  /** The roles, by name, without those that the dump creates itself. */
  public List<NamedRole> missing() {
    return roles.values().stream().filter(role -> !created.contains(role.name())).toList();
  }

  private void statement(Statement sql) {
    switch (sql.word(0)) {
      case "create" -> create(sql);
      case "alter" -> alter(sql);
      case "grant" -> privileges(sql, "to");
      case "revoke" -> privileges(sql, "from");
      case "set" -> set(sql);
      default -> {
        // names no role
      }
    }
  }

  private void create(Statement sql) {
    if (sql.word(1).equals("user") && sql.word(2).equals("mapping")) {
      addAll(sql, sql.after("for", 3));
    } else if (ROLE.contains(sql.word(1))) {
      sql.name(2).map(encoding::shared).ifPresent(created::add);
    } else if (sql.word(1).equals("policy")) {
      policy(sql);
    } else if (sql.word(1).equals("schema")) {
      addAll(sql, sql.after("authorization", 2));
    }
  }

  private void alter(Statement sql) {
    if (sql.word(1).equals("user") && sql.word(2).equals("mapping")) {
      addAll(sql, sql.after("for", 3));
    } else if (ROLE.contains(sql.word(1))) {
      addAll(sql, 2);
    } else if (sql.word(1).equals("policy")) {
      policy(sql);
    } else if (sql.word(1).equals("default") && sql.word(2).equals("privileges")) {
      if (sql.word(3).equals("for")) {
        addAll(sql, 5);
      }
      privileges(sql, sql.after("revoke", 3) > 0 ? "from" : "to");
    } else {
      int owner = sql.after("owner", 2);
      if (owner > 0 && sql.word(owner).equals("to")) {
        addAll(sql, owner + 1);
      }
    }
  }

  /** The roles of a policy come before its expressions, in which anything may be. */
  private void policy(Statement sql) {
    int to = sql.after("to", 2);
    int expression = sql.after("(", 2);
    if (to > 0 && (expression < 0 || to < expression)) {
      addAll(sql, to);
    }
  }

  private void privileges(Statement sql, String preposition) {
    int to = sql.afterLast(preposition);
    if (to < 0) {
      return;
    }
    addAll(sql, to);
    if (sql.after("on", 1) < 0 && !sql.word(0).equals("alter")) {
      addAll(sql, 1); // GRANT role TO role
    }
  }

  private void set(Statement sql) {
    int at = Set.of("session", "local").contains(sql.word(1)) ? 2 : 1;
    if (sql.word(at).equals("role") || sql.word(at).equals("authorization")) {
      int name = sql.word(at + 1).equals("to") || sql.symbol(at + 1, "=") ? at + 2 : at + 1;
      sql.name(name).ifPresent(role -> add(role, true));
    }
  }

  /** Adds the names of a list that begins there: {@code a, "B", GROUP c}. */
  private void addAll(Statement sql, int from) {
    if (from < 0) {
      return;
    }
    int at = from;
    do {
      if (sql.word(at).equals("group")) {
        at++;
      }
      sql.name(at).ifPresent(role -> add(role, false));
      at += 2;
    } while (sql.symbol(at - 1, ","));
  }

  private void add(String read, boolean assumed) {
    String name = encoding.shared(read);
    if (roles.size() < MOST && isUsable(name)) {
      roles.merge(
          name,
          new NamedRole(name, assumed, Optional.empty()),
          (one, other) -> new NamedRole(name, one.assumed() || other.assumed(), Optional.empty()));
    }
  }

  /** Returns whether a server can have a role of that name, and it is not one of its own. */
  static boolean isUsable(String name) {
    return !name.isEmpty()
        && !name.startsWith("pg_")
        && !NO_ROLES.contains(name)
        && name.chars().noneMatch(Character::isISOControl)
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
  }

  /** One statement, by position. What is not there is an empty word. */
  private record Statement(List<SqlToken> tokens) {
    String word(int at) {
      return at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.WORD
          ? tokens.get(at).text()
          : "";
    }

    boolean symbol(int at, String text) {
      return at < tokens.size() && tokens.get(at).is(text);
    }

    Optional<String> name(int at) {
      return at < tokens.size() && tokens.get(at).kind() != SqlToken.Kind.SYMBOL
          ? Optional.of(tokens.get(at).text())
          : Optional.empty();
    }

    /** The position behind the first such word or symbol, or -1. */
    int after(String text, int from) {
      for (int i = from; i < tokens.size(); i++) {
        if (tokens.get(i).is(text) || word(i).equals(text)) {
          return i + 1;
        }
      }
      return -1;
    }

    int afterLast(String text) {
      for (int i = tokens.size() - 1; i > 0; i--) {
        if (word(i).equals(text)) {
          return i + 1;
        }
      }
      return -1;
    }
  }
}
