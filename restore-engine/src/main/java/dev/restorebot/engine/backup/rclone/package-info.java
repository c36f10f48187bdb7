/**
 * Backups in remotes of rclone, read as a file system without a local copy.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.backup.rclone;
