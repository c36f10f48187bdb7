/**
 * Backups in any remote of the user's {@code rclone.conf}, read through the {@code rclone} program.
 *
 * <p>A remote is a read-only {@link java.nio.file.FileSystem}, so that whatever reads a backup from
 * a folder reads one from a bucket too, without a copy on this machine.
 */
package dev.restorebot.engine.backup.rclone;
