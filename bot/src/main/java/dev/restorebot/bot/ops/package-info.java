/** What a monitoring system asks: metrics and health. */
package dev.restorebot.bot.ops;
