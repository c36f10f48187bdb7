package dev.restorebot.engine.verify;

import java.sql.SQLException;

/** One thing to check about a restored database. Stateless. */
public interface Check {
  /** Its stable name, as reports and monitoring know it. */
  String name();

  /** From which level on it runs. */
  default Level from() {
    return Level.QUICK;
  }

  /** Returns whether it needs the rows to have been counted. */
  default boolean needsRows() {
    return false;
  }

  /**
   * Returns whether it may run code of the backup or queries of users. What such code leaves in a
   * session (variables, libraries, state of interpreters) no reset removes.
   */
  default boolean runsForeignCode() {
    return false;
  }

  /** Returns whether an error of the restore can make it fail. */
  default boolean dependsOnRestore() {
    return true;
  }

  /**
   * Checks it. Changes nothing in the database.
   *
   * @throws SQLException when the database could not be asked; the check then counts as could not
   *     verify
   */
  CheckResult run(CheckContext context) throws SQLException;
}
