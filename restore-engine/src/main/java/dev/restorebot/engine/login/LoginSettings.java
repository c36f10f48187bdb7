package dev.restorebot.engine.login;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Settings of people's logins to sandboxes.
 *
 * @param allowed whether anybody gets one
 * @param lifetime how long one lasts, at most as long as its sandbox
 * @param host this machine, as people name it for ssh
 * @param publishedPort the port of a {@link PublishedPort}, if there is one while the bot runs
 */
public record LoginSettings(
    boolean allowed, Duration lifetime, String host, OptionalInt publishedPort) {
  /** Throws unless people may have logins. */
  public void requireAllowed() throws ProblemException {
    if (!allowed) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "Logins to sandboxes are switched off.",
              "To allow them, set `sandbox.connect.enabled: true`.")
          .exception();
    }
  }

  /**
   * Returns when a login ends that is given now: at the latest when its sandbox is removed.
   *
   * @throws ProblemException when the sandbox should be gone already
   */
  public Instant until(Instant now, Instant removal) throws ProblemException {
    if (!removal.isAfter(now)) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The sandbox's time is over; it is removed when the bot starts.",
              "Run the test again.")
          .exception();
    }
    Instant most = now.plus(lifetime);
    return removal.isBefore(most) ? removal : most;
  }
}
