package dev.restorebot.engine.archive.uploads;

/**
 * A tar of files that was read to its end.
 *
 * @param storedBytes its size as stored
 * @param sha256 of every stored byte
 */
public record Tarball(long storedBytes, String sha256) {}
