package dev.restorebot.engine.verify.script;

import java.util.Arrays;
import java.util.Optional;

/**
 * The error that ended a script of SQL.
 *
 * @param line of the script
 * @param state the SQLSTATE; empty for an error of psql itself
 * @param message its first line
 */
record ScriptError(String line, Optional<String> state, String message) {
  /** Returns whether its SQLSTATE begins with one of these. */
  boolean isClass(String... classes) {
    return state.stream().anyMatch(code -> Arrays.stream(classes).anyMatch(code::startsWith));
  }
}
