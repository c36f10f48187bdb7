package dev.restorebot.bot.command;

import dev.restorebot.engine.verify.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The subcommands of {@code /restore}, with their help. */
public enum Subcommand {
  TEST(
      "[BACKUP] [LEVEL]",
      "restores a backup into a sandbox and verifies it; `latest` is the newest; without a"
          + " name you choose",
      "test zenops_db_2026-02-09_14-30-00.dump",
      Argument.BACKUP),
  BACKUPS(
      "[check|refresh]",
      "lists the backups, newest first; `check` checks the best practices, `refresh`"
          + " lists again",
      "backups check",
      Argument.WHAT),
  INSPECT(
      "BACKUP",
      "shows what is inside a backup without restoring it",
      "inspect zenops_db_2026-02-09_14-30-00.dump",
      Argument.BACKUP),
  STATUS(
      "[JOB]",
      "shows the state of a job; without an ID, the newest jobs",
      "status k3m9x2",
      Argument.JOB),
  CANCEL("JOB", "stops a running job and removes its sandbox", "cancel k3m9x2", Argument.JOB),
  CLEANUP(
      "JOB|all",
      "removes the sandbox of a finished job, or of all of them",
      "cleanup k3m9x2",
      Argument.JOB),
  EXTEND("JOB TIME", "keeps a sandbox longer", "extend k3m9x2 2h", Argument.JOB, "time"),
  DISASTER(
      "[BACKUP] [DATABASE REASON]",
      "asks two on-call leads to approve replacing production's database with a backup",
      "disaster zenops_db_2026-02-09_14-30-00.dump zenops the volume is damaged",
      Argument.BACKUP,
      "database",
      "reason"),
  APPROVE(
      "JOB [CODE]",
      "approves a request for a disaster restore, with a code from your authenticator app",
      "approve k3m9x2 123456",
      Argument.JOB,
      "code"),
  DENY(
      "JOB [REASON]",
      "denies a request for a disaster restore, with a reason",
      "deny k3m9x2 the database is fine",
      Argument.JOB,
      "reason"),
  ROLLBACK(
      "JOB [REASON]",
      "asks two on-call leads to approve rolling back a disaster restore",
      "rollback k3m9x2 the backup is too old",
      Argument.JOB,
      "reason"),
  DRILL(
      "[DATABASE]",
      "runs a drill now: a test restore with a record that a lead signs off",
      "drill zenops",
      Argument.DATABASE),
  HISTORY(
      "[DATABASE]",
      "shows the last drills and tests, with a chart",
      "history zenops",
      Argument.DATABASE),
  HELP("", "lists these commands", "help", Argument.NONE);

  /** The kind of thing that the first argument names. */
  public enum Argument {
    NONE,
    BACKUP,
    JOB,
    DATABASE,
    /** The action on the list of backups. */
    WHAT
  }

  private final String arguments;
  private final String summary;
  private final String example;
  private final Argument first;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> others;

  Subcommand(String arguments, String summary, String example, Argument first, String... others) {
    this.arguments = arguments;
    this.summary = summary;
    this.example = example;
    this.first = first;
    this.others = List.of(others);
  }

  /** The word that people type. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of thing that the first argument names. */
  public Argument first() {
    return first;
  }

  /** Returns true if the arguments after the first are required; else a dialog asks for them. */
  public boolean needsOthers() {
    return this == EXTEND;
  }

  /** The names of the arguments after the first; the last may be many words. */
  public List<String> others() {
    return others;
  }

  /** Returns true if the first argument is required. */
  public boolean needsFirst() {
    return first != Argument.NONE && !arguments.startsWith("[");
  }

  /** Its summary in one line; code in backquotes. */
  public String summary() {
    return summary;
  }

  /** Its help in one line, code in backquotes. */
  String helpLine() {
    String usage = arguments.isEmpty() ? word() : word() + " " + arguments;
    String line = "`/restore " + usage + "`: " + summary;
    return arguments.isEmpty() ? line : line + ". Example: `/restore " + example + "`";
  }

  /** Returns the levels that a test restore may be asked to verify at, weakest first. */
  public static List<String> levels() {
    return Arrays.stream(Level.values()).map(Level::label).toList();
  }
}
