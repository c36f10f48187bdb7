package dev.restorebot.bot.ops;

import java.util.function.IntSupplier;

/**
 * Numbers that are read at each request.
 *
 * @param openJobs test restores that have not ended
 * @param sandboxes that stand
 * @param approvalsPending requests that wait for votes
 * @param drillsOverdue drills that should have been done
 * @param messagesWaiting messages that no chat has taken yet
 */
public record Gauges(
    IntSupplier openJobs,
    IntSupplier sandboxes,
    IntSupplier approvalsPending,
    IntSupplier drillsOverdue,
    IntSupplier messagesWaiting) {}
