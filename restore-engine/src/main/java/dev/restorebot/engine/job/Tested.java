package dev.restorebot.engine.job;

import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;

/**
 * The result of the newest test restore of a backup.
 *
 * @param file the backup's path
 * @param outcome what is known since; a restore that broke off for a fault of ours is {@link
 *     Outcome#COULD_NOT_VERIFY}
 * @param at when that test was asked for
 */
public record Tested(String file, Outcome outcome, Instant at) {}
