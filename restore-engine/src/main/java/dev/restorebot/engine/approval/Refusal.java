package dev.restorebot.engine.approval;

/** Reasons why an attempt changed nothing. */
public enum Refusal {
  UNKNOWN_REQUEST,
  NO_REASON,
  WRONG_PLACE,
  FORGED,
  REQUESTER,
  NOT_THE_REQUESTER,
  NOT_A_LEAD,
  MEMBERSHIP_UNKNOWN,
  ALREADY_VOTED,
  ENOUGH_VOTES,
  CODE_NEEDED,
  CODE_REFUSED,
  NOT_APPROVED_YET,
  DENIED,
  EXPIRED,
  VOID,
  WITHDRAWN,
  ALREADY_USED,
  NOT_RUNNING,
  BUSY
}
