/** Looks at everything that a restore will need, before the night it is needed. */
package dev.restorebot.bot.doctor;
