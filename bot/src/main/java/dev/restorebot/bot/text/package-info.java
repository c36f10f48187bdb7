/** Small helps with text that several parts share. */
package dev.restorebot.bot.text;
