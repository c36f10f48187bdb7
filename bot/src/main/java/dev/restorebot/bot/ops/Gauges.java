package dev.restorebot.bot.ops;

import java.util.function.IntSupplier;

/**
 * Numbers that are read at each request.
 *
 * @param openJobs test restores that wait or run
 * @param sandboxes that stand
 * @param approvalsPending requests that wait for votes
 * @param drillsOverdue drills that should have been done
 * @param messagesWaiting messages that no chat has taken yet
 * @param goWaiting disaster restores that wait for a lead's decision
 * @param servicesDown disaster restores that keep services stopped
 */
public record Gauges(
    IntSupplier openJobs,
    IntSupplier sandboxes,
    IntSupplier approvalsPending,
    IntSupplier drillsOverdue,
    IntSupplier messagesWaiting,
    IntSupplier goWaiting,
    IntSupplier servicesDown) {}
