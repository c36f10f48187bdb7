/** Disaster restores in the bot's state file. */
package dev.restorebot.engine.disaster.jdbc;
