/**
 * Reading what a backup <em>is</em>: recognising it by content, taking encryption and compression
 * off, reading its table of contents, and proving that it reads to its end. Streams in, streams
 * out; no server, no temporary file, constant memory.
 *
 * <p>{@link dev.restorebot.engine.archive.ArchiveReader} is the way in.
 */
package dev.restorebot.engine.archive;
