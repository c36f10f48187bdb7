package dev.restorebot.engine.disaster;

/**
 * Selects the variant of a disaster restore.
 *
 * @param stop when the services stop
 * @param swap who swaps the new volume in
 * @param safetyCopy whether the old volume is copied before the swap; it stays in any case
 * @param afterSwap what happens after the swap
 * @param services who stops and starts the services
 */
public record PlanOptions(
    Stop stop, Swap swap, boolean safetyCopy, AfterSwap afterSwap, ServiceSettings services) {
  /** The runbook's way. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(Stop.BEFORE_RESTORE, Swap.ASK, false, AfterSwap.DEFAULT);

  public PlanOptions {
    afterSwap = afterSwap == null ? AfterSwap.DEFAULT : afterSwap; // earlier versions had none
    services = services == null ? ServiceSettings.COMPOSE : services; // neither had they this
  }

  /** A variant with services of the Compose project. */
  public PlanOptions(Stop stop, Swap swap, boolean safetyCopy, AfterSwap afterSwap) {
    this(stop, swap, safetyCopy, afterSwap, ServiceSettings.COMPOSE);
  }

  /** The same with services that are stopped and started in that way. */
  PlanOptions with(ServiceSettings how) {
    return new PlanOptions(stop, swap, safetyCopy, afterSwap, how);
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
