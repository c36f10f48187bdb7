package dev.restorebot.bot.oidc;

/** Thrown when nobody could be signed in. Its text is for people and holds no secret. */
public final class SignInException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Reasons, by what can be done about them. */
  public enum Reason {
    /** The provider does not answer, or answers with an error of its own. */
    UNAVAILABLE,
    /** The provider, or a check of its answer, refused. */
    REFUSED
  }

  private final Reason reason;

  SignInException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns the reason. */
  public Reason reason() {
    return reason;
  }
}
