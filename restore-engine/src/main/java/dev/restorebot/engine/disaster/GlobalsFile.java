package dev.restorebot.engine.disaster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of roles beside a backup, as {@code pg_dumpall --globals-only} wrote it. Passwords are
 * not kept here: they are read again when they are needed.
 *
 * @param file where it is
 * @param sha256 of its bytes
 * @param roles the statements that create the roles, without passwords
 * @param settled the roles that the file gives a password, or that cannot log in
 */
public record GlobalsFile(Path file, String sha256, List<String> roles, List<String> settled) {
  private static final Pattern CREATE = Pattern.compile("CREATE ROLE (\"(?:[^\"]|\"\")+\"|\\S+);");
  private static final Pattern ALTER =
      Pattern.compile("ALTER ROLE (\"(?:[^\"]|\"\")+\"|\\S+) WITH (.*);", Pattern.DOTALL);

  public GlobalsFile {
    roles = List.copyOf(roles);
    settled = List.copyOf(settled);
  }

  /** Returns what these statements say. */
  static GlobalsFile of(Path file, String sha256, List<String> statements) {
    List<String> settled = new ArrayList<>();
    for (String statement : statements) {
      Matcher alter = ALTER.matcher(statement);
      if (alter.matches()
          && (alter.group(2).contains(" PASSWORD ") || alter.group(2).contains("NOLOGIN"))) {
        settled.add(plain(alter.group(1)));
      }
    }
    return new GlobalsFile(
        file,
        sha256,
        new ServerGlobals(statements, List.of(), java.util.Map.of()).rolesWithoutPasswords(),
        settled);
  }

  /** Returns the names of the roles that statements create. */
  public static Set<String> created(List<String> statements) {
    Set<String> names = new HashSet<>();
    for (String statement : statements) {
      Optional.of(CREATE.matcher(statement))
          .filter(Matcher::matches)
          .ifPresent(create -> names.add(plain(create.group(1))));
    }
    return names;
  }

  private static String plain(String identifier) {
    return identifier.startsWith("\"")
        ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
        : identifier;
  }

  /** Its name without folders. */
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
