/** Restores PostgreSQL backups and verifies them. Knows no chat. */
package dev.restorebot.engine;
