/**
 * Messages without any chat's markup: cards, buttons, tables.
 *
 * <p>May import no other package of the project.
 */
package dev.restorebot.bot.message;
