/** Discord: slash commands, threads and buttons, through JDA. */
package dev.restorebot.bot.discord;
