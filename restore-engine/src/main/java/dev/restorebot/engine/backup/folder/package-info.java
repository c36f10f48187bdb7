/** Backups in folders of this machine. */
package dev.restorebot.engine.backup.folder;
