package dev.restorebot.engine.approval;

/** What an approver must show beside being who the chat says. */
public enum SecondFactorKind {
  NONE,
  /** A code from an authenticator app. */
  TOTP
}
