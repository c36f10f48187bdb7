/**
 * Reading what a backup <em>is</em>: recognising it by content, taking encryption and compression
 * off, reading its table of contents, and proving that it reads to its end. Streams in, streams
 * out; no server, no temporary file, constant memory.
 *
 * <p>{@link dev.restorebot.engine.archive.ArchiveReader} is the way in.
 *
 * <p>Choices that may surprise:
 *
 * <ul>
 *   <li>The JDK's and commons-compress' readers of gzip and tar are not used as streams: both take
 *       a file that is cut off at the right place for a whole one.
 *   <li>What pg_dump cannot have written is damage, even where pg_restore would go on: it skips
 *       such data and says nothing.
 *   <li>Data that is compressed within a custom archive is not unpacked: pg_restore does that when
 *       it restores, and checks it; doing it twice would double the time.
 *   <li>Whether a plain dump is complete is judged by its last bytes, too, not only by the lexer:
 *       should that ever lose its way, a good backup must not be called truncated.
 * </ul>
 */
package dev.restorebot.engine.archive;
