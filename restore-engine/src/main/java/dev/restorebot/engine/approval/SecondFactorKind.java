package dev.restorebot.engine.approval;

/** The kind of second factor that an approver must give. */
public enum SecondFactorKind {
  NONE,
  /** A code from an authenticator app. */
  TOTP
}
