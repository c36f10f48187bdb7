package dev.restorebot.engine.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects the roles that pg_dumpall's output creates, from the statements that its dumpRoles and
 * dumpRoleMembership write (pg_dumpall.c). Strings, such as passwords, are not kept. Not
 * thread-safe.
 */
public final class RoleDefinitions {
  private static final Set<String> KEPT = Set.of("superuser", "noinherit", "createdb", "bypassrls");

  private final Map<String, Set<String>> attributes = new TreeMap<>();
  private final Map<String, Set<String>> memberOf = new LinkedHashMap<>();

  /** Adds what a statement says of roles; any other statement is passed over. */
  public void statement(String sql) {
    List<SqlToken> tokens = SqlToken.of(sql);
    String verb = word(tokens, 0);
    if (verb.equals("grant")) {
      membership(tokens);
    } else if (Set.of("role", "user", "group").contains(word(tokens, 1))
        && tokens.size() > 2
        && attributes.size() < NamedRoles.MOST) {
      String name = tokens.get(2).text();
      if (verb.equals("create") && NamedRoles.isUsable(name)) {
        attributes.computeIfAbsent(name, role -> new LinkedHashSet<>());
      }
      if (word(tokens, 3).equals("with") && attributes.containsKey(name)) {
        tokens.stream()
            .skip(4)
            .filter(token -> token.kind() == SqlToken.Kind.WORD && KEPT.contains(token.text()))
            .forEach(token -> attributes.get(name).add(token.text()));
      }
    }
  }

  /** {@code GRANT group TO member}; one that is not inherited brings no privileges. */
  private void membership(List<SqlToken> tokens) {
    if (tokens.size() < 4 || !word(tokens, 2).equals("to")) {
      return;
    }
    for (int i = 4; i + 1 < tokens.size(); i++) {
      if (word(tokens, i).equals("inherit") && word(tokens, i + 1).equals("false")) {
        return;
      }
    }
    memberOf
        .computeIfAbsent(tokens.get(3).text(), member -> new LinkedHashSet<>())
        .add(tokens.get(1).text());
  }

  /** Returns whether no role is defined. */
  public boolean isEmpty() {
    return attributes.isEmpty();
  }

  /**
   * Returns roles that a dump names, with their definitions where there is one, and besides all
   * other roles that are defined.
   */
  public List<NamedRole> withAll(List<NamedRole> named) {
    return with(named, attributes.keySet(), "");
  }

  /**
   * Returns roles that a dump names, with their definitions where there is one, and besides the
   * roles that these are members of.
   *
   * @param source the name of the file that the definitions are from
   */
  public List<NamedRole> with(List<NamedRole> named, String source) {
    Set<String> needed = new LinkedHashSet<>();
    Deque<String> due = new ArrayDeque<>(named.stream().map(NamedRole::name).toList());
    while (!due.isEmpty()) {
      String name = due.remove();
      if (attributes.containsKey(name) && needed.add(name)) {
        due.addAll(memberOf.getOrDefault(name, Set.of()));
      }
    }
    return with(named, needed, source);
  }

  private List<NamedRole> with(List<NamedRole> named, Set<String> others, String source) {
    Map<String, NamedRole> all = new TreeMap<>();
    others.forEach(name -> all.put(name, new NamedRole(name, false, definition(name, source))));
    named.forEach(
        role ->
            all.put(
                role.name(),
                new NamedRole(
                    role.name(),
                    role.assumed(),
                    role.definition().or(() -> definition(role.name(), source)))));
    return List.copyOf(all.values());
  }

  private Optional<RoleDefinition> definition(String name, String source) {
    return Optional.ofNullable(attributes.get(name))
        .map(
            found ->
                new RoleDefinition(
                    found.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList(),
                    List.copyOf(memberOf.getOrDefault(name, Set.of())),
                    source));
  }

  private static String word(List<SqlToken> tokens, int at) {
    return at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.WORD
        ? tokens.get(at).text()
        : "";
  }
}
