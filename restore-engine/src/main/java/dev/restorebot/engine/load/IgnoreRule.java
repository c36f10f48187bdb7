package dev.restorebot.engine.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An error that is ignored, with the reason.
 *
 * @param message found anywhere in the error message
 * @param statement found anywhere in the statement that failed
 * @param reason why it is harmless; shown in the report
 */
public record IgnoreRule(Pattern message, Pattern statement, String reason) {
  private static final Pattern ANY = Pattern.compile("");

  private static final Pattern OWNER_OR_PRIVILEGE =
      compile(
          "^\\s*ALTER\\b[\\s\\S]*\\bOWNER TO\\b|^\\s*(GRANT|REVOKE)\\b"
              + "|^\\s*ALTER DEFAULT PRIVILEGES\\b");

  /** Errors of a server that lacks roles, or whose restoring role may not give to others. */
  public static final List<IgnoreRule> OWNERS_AND_PRIVILEGES =
      List.of(
          new IgnoreRule(
              compile("role \"[^\"]*\" does not exist"),
              OWNER_OR_PRIVILEGE,
              "owners and privileges are not restored into a sandbox"),
          new IgnoreRule(
              compile(
                  "must be (able to SET ROLE|(a )?member of role|owner of|superuser)"
                      + "|permission denied"),
              OWNER_OR_PRIVILEGE,
              "owners and privileges are not restored into a sandbox"),
          of(
              "permission denied to set session authorization",
              "owners and privileges are not restored into a sandbox"));

  /** Errors that every sandbox meets and that change no data. */
  public static final List<IgnoreRule> BUILT_IN =
      builtIn(
          of(
              "schema \"public\" already exists",
              "every new database has the schema public already"),
          of(
              "unrecognized configuration parameter"
                  + " \"(transaction_timeout|idle_in_transaction_session_timeout|row_security|"
                  + "default_table_access_method|xmloption|default_toast_compression)\"",
              "a session setting of another PostgreSQL version, without effect on data"),
          new IgnoreRule(
              compile("permission denied|must (be|have)"),
              compile("^\\s*ALTER (ROLE|USER)\\b"),
              "a role's settings belong to the cluster"),
          new IgnoreRule(
              compile(
                  "role \"[^\"]*\" does not exist|permission denied to set (session"
                      + " authorization|role)"),
              compile("^\\s*SET\\s+(SESSION\\s+AUTHORIZATION|ROLE)\\b"),
              "owners and privileges are not restored into a sandbox"),
          new IgnoreRule(
              compile("^(?!.*(no space left|out of memory|connection))"),
              compile("^\\s*(CREATE|DROP) DATABASE\\b"),
              "the sandbox's database is made by restore-bot"),
          new IgnoreRule(
              compile("database \"[^\"]*\" does not exist"),
              compile(
                  "^\\s*(ALTER DATABASE|COMMENT ON DATABASE|(GRANT|REVOKE)\\b.*\\bON DATABASE)\\b"),
              "the sandbox's database is made by restore-bot"),
          of(
              "invalid value for parameter \"default_tablespace\"",
              "tablespaces are not restored into a sandbox: what belongs into one is in the default"
                  + " one"),
          new IgnoreRule(
              compile("tablespace \"[^\"]*\" does not exist"),
              compile("^\\s*(ALTER\\b.*\\bSET TABLESPACE|GRANT|REVOKE|COMMENT ON TABLESPACE)\\b"),
              "tablespaces are not restored into a sandbox: what belongs into one is in the default"
                  + " one"),
          new IgnoreRule(
              compile("syntax error at or near \"pg_dump(all)?\""),
              compile("^\\s*pg_dump[^;]{0,4000}$"),
              "text that pg_dump wrote for people after the dump (2>&1); make backups with pg_dump"
                  + " --file=NAME"),
          of(
              "function pg_catalog\\.pg_(restore|clear)_(relation|attribute|extended)_stats\\(.*\\)"
                  + " does not exist",
              "planner statistics of a newer PostgreSQL are not restored; ANALYZE makes them new"),
          new IgnoreRule(
              compile("does not exist"),
              compile("^\\s*(DROP|ALTER TABLE\\b.*\\bDROP CONSTRAINT)\\b"),
              "there is nothing to drop in an empty database"),
          new IgnoreRule(
              compile("must be owner of extension"),
              compile("^\\s*COMMENT ON EXTENSION\\b"),
              "the comment of an extension belongs to its owner"));

  private static List<IgnoreRule> builtIn(IgnoreRule... rules) {
    List<IgnoreRule> all = new ArrayList<>(List.of(rules));
    all.addAll(OWNERS_AND_PRIVILEGES);
    return List.copyOf(all);
  }

  /** Ignores by message alone. */
  public static IgnoreRule of(String message, String reason) {
    return new IgnoreRule(compile(message), ANY, reason);
  }

  boolean matches(String errorMessage, String failedStatement) {
    return message.matcher(errorMessage).find() && statement.matcher(failedStatement).find();
  }

  private static Pattern compile(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
