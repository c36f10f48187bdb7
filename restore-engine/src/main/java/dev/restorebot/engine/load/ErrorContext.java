package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Explains errors of one restore by what is known of its backup and its sandbox: the same message
 * is the sandbox's shortcoming in one and the backup's fault in another.
 */
final class ErrorContext {
  /** The runtimes whose restoring role is no superuser. */
  private static final Set<String> WITHOUT_SUPERUSER = Set.of("local", "embedded");

  private static final int LONGEST = 300;
  private static final String IN_DOCKER =
      "Test this backup in Docker, where the restoring role is a superuser: set `sandbox.runtime:"
          + " docker`, or run `restore-bot test FILE --runtime docker`.";
  private static final Pattern MAJOR = Pattern.compile("^(\\d+)");
  private static final Pattern EXTENSION =
      Pattern.compile("extension \"([^\"]+)\"|extension/([A-Za-z0-9_-]+)\\.control");
  private static final Pattern LIBRARY = Pattern.compile("(?:file|library|provider) \"([^\"]+)\"");
  private static final Pattern LIBRARY_IN_STATEMENT =
      Pattern.compile(
          "(?i)(?:_preload_libraries\\s*(?:TO|=)|SECURITY LABEL FOR)\\s+([^;]+?)(?:;|\\s+ON\\s|$)");
  private static final Pattern LIBRARIES =
      Pattern.compile("[A-Za-z0-9_$.-]+(?:,[A-Za-z0-9_$.-]+)*");

  /** Errors about rights on one thing, which owning it or a grant gives too. */
  private static final Pattern NOT_ITS_OWN =
      Pattern.compile(
          "must be owner of|must be (?:a )?member of role|must be able to set role"
              + "|permission denied for",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NOT_THERE =
      Pattern.compile("\\b(?:relation \".*\"|schema \"(.*)\") does not exist");
  private static final Set<String> OF_TABLES = Set.of("INDEX", "CONSTRAINT", "FK CONSTRAINT");
  private static final Pattern SCHEMA =
      Pattern.compile("^CREATE EXTENSION .* WITH SCHEMA (\"(?:[^\"]|\"\")+\"|[^\" ;]+)");

  /** Settings of a superuser; a library to load is not among them, since tables may need it. */
  private static final IgnoreRule SETTINGS =
      new IgnoreRule(
          Pattern.compile("^permission denied to set parameter \"(?!\\w+_preload_libraries\")"),
          Pattern.compile("^\\s*ALTER DATABASE\\b"),
          "settings of the database that only a superuser may set do not apply to a sandbox");

  private final Set<String> extensions = new TreeSet<>();
  private final Set<String> extensionSchemas = new HashSet<>();
  private final Set<String> kinds = new HashSet<>();
  private final Set<String> schemas = new HashSet<>();
  private final Set<String> usedSchemas = new HashSet<>();
  private final Optional<UnknownLocale> unknownLocale;
  private final boolean superuser;
  private final int major;

  ErrorContext(BackupArchive archive, Sandbox sandbox) {
    this(
        archive,
        !WITHOUT_SUPERUSER.contains(sandbox.info().runtime()),
        sandbox.info().serverVersion(),
        archive.header().collate().isEmpty()
            ? Optional.of(new UnknownLocale(sandbox))
            : Optional.empty());
  }

  ErrorContext(BackupArchive archive, boolean superuser, String serverVersion) {
    this(archive, superuser, serverVersion, Optional.empty());
  }

  private ErrorContext(
      BackupArchive archive,
      boolean superuser,
      String serverVersion,
      Optional<UnknownLocale> unknownLocale) {
    this.unknownLocale = unknownLocale;
    for (TocEntry entry : archive.entries()) {
      kinds.add(entry.kind());
      usedSchemas.add(entry.schema());
      if (entry.kind().equals("SCHEMA")) {
        schemas.add(entry.name());
      }
      if (entry.kind().equals("EXTENSION")) {
        extensions.add(entry.name());
        Matcher schema = SCHEMA.matcher(entry.definition());
        if (schema.find()) {
          extensionSchemas.add(schema.group(1));
        }
      }
    }
    this.superuser = superuser;
    this.major = major(archive.header().serverVersion().orElse(serverVersion));
  }

  /**
   * Adds rules for what the sandbox did beforehand: without a superuser, the schemas of extensions
   * are there before the backup makes them.
   */
  List<IgnoreRule> rules(List<IgnoreRule> usual) {
    List<IgnoreRule> rules = new ArrayList<>(usual);
    if (!superuser) {
      rules.add(SETTINGS);
      for (String schema : extensionSchemas) {
        String name = schema.startsWith("\"") ? schema.substring(1, schema.length() - 1) : schema;
        rules.add(
            IgnoreRule.of(
                "schema \"" + Pattern.quote(name.replace("\"\"", "\"")) + "\" already exists",
                "restore-bot creates the schemas of extensions that only a superuser may create"));
      }
    }
    return rules;
  }

  /** The same errors, each with what is behind it here. */
  List<LoadError> explained(List<LoadError> errors) {
    return errors.stream()
        .map(
            error ->
                new LoadError(error.object(), error.message(), error.statement(), problem(error)))
        .toList();
  }

  private Problem problem(LoadError error) {
    Problem known = error.problem();
    String message = error.message();
    return switch (known.code()) {
      case MISSING_EXTENSION -> withHint(known, hint(message));
      case MISSING_LIBRARY -> {
        String hint = library(error).map(this::loading).orElse(known.hint());
        yield withHint(known, superuser ? hint : IN_DOCKER + " " + hint);
      }
      case PERMISSION_DENIED -> superuser ? known : needsSuperuser(message);
      case DATA_INCONSISTENT -> ofLocale(error).orElse(known);
      case RESTORE_ERROR -> ofLocale(error).orElseGet(() -> partOfABackup(known, message));
      default -> known;
    };
  }

  private Optional<Problem> ofLocale(LoadError error) {
    return unknownLocale.flatMap(locale -> locale.explain(error));
  }

  private static Problem withHint(Problem known, String hint) {
    return new Problem(known.code(), known.message(), hint);
  }

  private String hint(String message) {
    Set<String> wanted = new TreeSet<>(extensions);
    Matcher named = EXTENSION.matcher(message);
    if (named.find()) {
      wanted.add(named.group(1) == null ? named.group(2) : named.group(1));
    }
    String image = KnownImages.hint(wanted, major);
    return superuser ? image : IN_DOCKER + " If the usual image lacks it: " + image;
  }

  /** The libraries that an error or its statement names, separated by commas. */
  private static Optional<String> library(LoadError error) {
    return Stream.of(
            LIBRARY_IN_STATEMENT.matcher(error.statement()), LIBRARY.matcher(error.message()))
        .filter(Matcher::find)
        .map(found -> found.group(1).replace("'", "").replace("\"", ""))
        .map(names -> names.replaceAll("[^,]*/|\\.so\\b|\\s", ""))
        .filter(names -> LIBRARIES.matcher(names).matches())
        .findFirst();
  }

  private String loading(String libraries) {
    Set<String> names = new TreeSet<>(List.of(libraries.split(",")));
    String image = KnownImages.hint(names, major);
    String load = "`databases.<name>.server-args: [-c, \"shared_preload_libraries=";
    return "It needs the library "
        + libraries.replace(",", ", ")
        + ". "
        + image
        + (image.contains(load) ? "" : " Load it with " + load + libraries + "\"]`.");
  }

  private static Problem needsSuperuser(String message) {
    if (NOT_ITS_OWN.matcher(message).find()) {
      return new Problem(
          ProblemCode.SUPERUSER_NEEDED,
          "The dump changes something of a role that the restoring role is not, or relies on a"
              + " privilege that it does not have. A superuser needs neither, but a sandbox without"
              + " Docker restores without one; this says nothing about the backup. ("
              + firstLine(message)
              + ")",
          IN_DOCKER);
    }
    return new Problem(
        ProblemCode.SUPERUSER_NEEDED,
        "The dump creates or sets what only a superuser may, and a sandbox without Docker has none;"
            + " this says nothing about the backup. ("
            + firstLine(message)
            + ")",
        IN_DOCKER);
  }

  /** Explains an object that is missing because the backup was made without it. */
  private Problem partOfABackup(Problem known, String message) {
    Matcher notThere = NOT_THERE.matcher(firstLine(message));
    if (!notThere.find()) {
      return known;
    }
    if (!kinds.contains("TABLE") && kinds.contains("TABLE DATA")) {
      return new Problem(
          ProblemCode.DATA_ONLY_DUMP,
          "The backup holds rows but no tables (pg_dump --data-only): nothing can be restored from"
              + " it alone. ("
              + firstLine(message)
              + ")",
          "Back up without `--data-only`, or keep the schema (`pg_dump --schema-only`) in the same"
              + " file.");
    }
    if (!kinds.contains("TABLE") && OF_TABLES.stream().anyMatch(kinds::contains)) {
      return new Problem(
          ProblemCode.RESTORE_ERROR,
          "The backup holds keys and indexes but neither tables nor rows (pg_dump"
              + " --section=post-data): nothing can be restored from it alone. ("
              + firstLine(message)
              + ")",
          "Back up without `--section`.");
    }
    String schema = notThere.group(1);
    if (schema != null && usedSchemas.contains(schema) && !schemas.contains(schema)) {
      return new Problem(
          ProblemCode.RESTORE_ERROR,
          "The backup has objects in the schema "
              + schema
              + " and does not create it: it is only a part of the database (pg_dump --table). ("
              + firstLine(message)
              + ")",
          "Back up the whole database, or with `--schema` instead of `--table`. To restore this"
              + " one, create the schema in the target first.");
    }
    return known;
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static int major(String version) {
    Matcher digits = MAJOR.matcher(version);
    return digits.find() ? Integer.parseInt(digits.group(1)) : 0;
  }
}
