package dev.restorebot.engine.diagnose;

import java.time.Duration;

/** Maps an error to its cause and its fix. Pure. */
public final class Diagnosis {
  private static final int QUOTED = 300;

  private Diagnosis() {}

  /**
   * The problem behind an error message of a PostgreSQL server or program, quoted without the
   * values of rows.
   *
   * @return the known failure that it is, or {@link ProblemCode#RESTORE_ERROR} with the message
   */
  public static Problem of(String error) {
    return of(error, ServerMessage.masked(error));
  }

  /** The problem behind an error message, with how it is shown. */
  public static Problem of(String error, String shown) {
    String text = RowValues.removedFrom(error.strip());
    String quoted =
        shown.length() <= QUOTED ? shown : shown.substring(0, QUOTED) + ServerMessage.CUT;
    return KnownFailure.ALL.stream()
        .filter(known -> known.pattern().matcher(text).find())
        .findFirst()
        .map(
            known -> new Problem(known.code(), known.meaning() + " (" + quoted + ")", known.hint()))
        .orElseGet(
            () ->
                new Problem(
                    ProblemCode.RESTORE_ERROR,
                    quoted,
                    "Look at the object that the message names; if this error is known to be"
                        + " harmless, add it to `verify.ignore-errors` with the reason."));
  }

  /** The advice for a restore that took long, the runbook's "Large Backup Takes Too Long". */
  public static Problem slow(Duration took, boolean parallel) {
    return new Problem(
        ProblemCode.RESTORE_SLOW,
        "The restore took " + took.toMinutes() + " minutes.",
        parallel
            ? "It already ran in parallel: give the sandbox more CPUs and memory"
                + " (`sandbox.docker.cpus`, `sandbox.docker.memory`) or put Docker on a faster"
                + " disk."
            : "Back up in custom format (`pg_dump -Fc`): it restores in parallel, plain SQL"
                + " cannot.");
  }
}
