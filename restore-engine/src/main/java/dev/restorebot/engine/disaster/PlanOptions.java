package dev.restorebot.engine.disaster;

/**
 * Selects the variant of a disaster restore.
 *
 * @param stop when the services stop
 * @param swap who swaps the new volume in
 * @param safetyCopy whether the old volume is copied before the swap; it stays in any case
 * @param afterSwap what happens after the swap
 */
public record PlanOptions(Stop stop, Swap swap, boolean safetyCopy, AfterSwap afterSwap) {
  /** The runbook's way. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(Stop.BEFORE_RESTORE, Swap.ASK, false, AfterSwap.DEFAULT);

  public PlanOptions {
    afterSwap = afterSwap == null ? AfterSwap.DEFAULT : afterSwap; // earlier versions had none
  }

  /** The moment at which the services stop. */
  public enum Stop {
    /** At once: nothing is written any more that would be lost. */
    BEFORE_RESTORE,
    /** Once the new volume is full and verified: the shortest downtime. */
    BEFORE_SWAP
  }

  /** The one who swaps. */
  public enum Swap {
    /** The bot, after a lead has said so. */
    ASK,
    /** The bot, when the verification passed. */
    AUTOMATIC,
    /** A person, with the commands that the plan prints. */
    MANUAL
  }
}
