/**
 * Tells other systems what people on call must hear of: a webhook, and heartbeats of drills.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.notify;
