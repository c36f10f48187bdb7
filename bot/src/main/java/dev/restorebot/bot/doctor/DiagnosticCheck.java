package dev.restorebot.bot.doctor;

import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;

/** Looks at one thing that a restore needs. Changes nothing. */
public interface DiagnosticCheck {
  /** Its stable name, as docs/doctor.md lists it. */
  String name();

  /**
   * Looks. A problem that is thrown counts as {@link Finding.Status#BROKEN}.
   *
   * @throws IOException with a message for people
   */
  Finding examine() throws ProblemException, IOException;
}
