package dev.restorebot.engine.verify.alembic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts that a migration file of alembic states about itself: {@code revision}, {@code
 * down_revision} and {@code depends_on}, each {@code None}, a string, or a tuple or list of
 * strings, and the first line of the file's text as its title (source: alembic's template {@code
 * script.py.mako}).
 *
 * @param revision its id
 * @param parents the revisions before it, and those it depends on
 * @param title what it does
 */
record PythonRevision(String revision, Set<String> parents, String title) {
  PythonRevision {
    parents = Set.copyOf(parents);
  }

  /** Reads a file; empty when it defines no revision. */
  static Optional<PythonRevision> read(String python) {
    Map<String, List<String>> assigned = new HashMap<>();
    String title = "";
    List<List<PythonTokens.Token>> statements = PythonTokens.statements(python);
    for (int i = 0; i < statements.size(); i++) {
      List<PythonTokens.Token> statement = statements.get(i);
      if (i == 0 && statement.size() == 1 && statement.get(0).string()) {
        title = statement.get(0).text().strip().lines().findFirst().orElse("");
      }
      int equals = index(statement, "=");
      if (equals > 0 && !statement.get(0).string()) {
        assigned.put(statement.get(0).text(), strings(statement, equals));
      }
    }
    List<String> own = assigned.getOrDefault("revision", List.of());
    if (own.size() != 1) {
      return Optional.empty();
    }
    Set<String> parents = new LinkedHashSet<>(assigned.getOrDefault("down_revision", List.of()));
    parents.addAll(assigned.getOrDefault("depends_on", List.of()));
    return Optional.of(new PythonRevision(own.get(0), parents, title.isEmpty() ? "?" : title));
  }

  private static int index(List<PythonTokens.Token> statement, String symbol) {
    for (int i = 0; i < statement.size(); i++) {
      if (!statement.get(i).string() && statement.get(i).text().equals(symbol)) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> strings(List<PythonTokens.Token> statement, int after) {
    List<String> all = new ArrayList<>();
    statement.stream()
        .skip(after)
        .filter(PythonTokens.Token::string)
        .forEach(token -> all.add(token.text()));
    return all;
  }
}
