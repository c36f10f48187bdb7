/**
 * Backups in folders of this machine.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.backup.folder;
