package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.ArchiveVersion;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.NamedRoles;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.TocBudget;
import java.io.EOFException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Reads header and table of contents (ReadHead in PostgreSQL's pg_backup_archiver.c), archive
 * versions 1.12 to 1.16. Stricter than pg_restore: what pg_dump cannot have written is damage.
 */
final class TocReader {
  private static final List<String> ALGORITHMS = List.of("none", "gzip", "lz4", "zstd");
  private static final int CUSTOM = 1;
  private static final int TAR = 3;
  private static final int DIRECTORY = 5;
  private static final int INT_SIZE = 4;
  private static final int YEAR_0 = 1900;

  private final DumpInput in;
  private final ArchiveMessages messages;
  private final TocBudget budget;
  private final boolean keepsSql;

  /**
   * Reads an archive's head.
   *
   * @param keepsSql whether to keep everything that loading its entries needs
   */
  TocReader(PeekInput in, ArchiveMessages messages, boolean keepsSql) {
    this.keepsSql = keepsSql;
    this.in = new DumpInput(in, messages);
    this.messages = messages;
    this.budget = new TocBudget(messages);
  }

  /** Reads from {@code PGDMP} to the end of the table of contents. */
  Toc read() throws IOException {
    try {
      return readAll();
    } catch (EOFException e) {
      throw Failures.io(messages.truncated("in the middle of its table of contents"));
    }
  }

  private Toc readAll() throws IOException {
    in.skip("PGDMP".length());
    int major = in.readByte();
    int minor = in.readByte();
    in.readByte();
    if (!ArchiveVersion.isSupported(major, minor)) {
      throw Failures.io(messages.versionUnsupported(major, minor));
    }
    ArchiveVersion version = new ArchiveVersion(minor);
    int intSize = in.readByte();
    int offsetSize = in.readByte();
    if (intSize != INT_SIZE || (offsetSize != Integer.BYTES && offsetSize != Long.BYTES)) {
      throw in.damaged("its header is not valid");
    }
    Toc.Layout layout = layout(in.readByte());
    String compression = compression(version);
    Instant createdAt = createdAt();
    Optional<byte[]> database = in.readBytes();
    Optional<String> serverVersion = in.readText();
    Optional<String> dumpVersion = in.readText();
    NamedRoles roles = new NamedRoles();
    EntryReader.Encoding encoding =
        new EntryReader.Encoding(version, layout == Toc.Layout.CUSTOM, offsetSize);
    List<RawEntry> entries = new EntryReader(in, budget, roles, encoding, keepsSql).readAll();
    DumpedLocale locale = DumpedLocale.of(entries);
    ArchiveHeader header =
        new ArchiveHeader(
            Optional.of(version.toString()),
            database.map(name -> in.encoding().shared(in.encoding().read(name, 0, name.length))),
            serverVersion,
            dumpVersion,
            Optional.of(createdAt),
            Optional.of(compression),
            locale.encoding(),
            locale.collate(),
            locale.ctype());
    return new Toc(
        layout,
        encoding,
        header,
        !compression.equals("none"),
        entries,
        keepsSql,
        roles.missing(),
        in.position());
  }

  private Toc.Layout layout(int format) throws IOException {
    return switch (format) {
      case CUSTOM -> Toc.Layout.CUSTOM;
      case TAR -> Toc.Layout.TAR;
      case DIRECTORY -> Toc.Layout.DIRECTORY;
      default -> throw in.damaged("its header names an unknown format");
    };
  }

  private String compression(ArchiveVersion version) throws IOException {
    if (!version.hasCompressionAlgorithm()) {
      int level = in.readInt();
      if (level < -1 || level > 9) {
        throw in.damaged("its header names an impossible compression level");
      }
      return level == 0 ? "none" : "gzip";
    }
    int algorithm = in.readByte();
    if (algorithm >= ALGORITHMS.size()) {
      throw in.damaged("its header names an unknown compression");
    }
    return ALGORITHMS.get(algorithm);
  }

  /** C's {@code struct tm}, in the local time of the machine that wrote it. */
  private Instant createdAt() throws IOException {
    int second = in.readInt();
    int minute = in.readInt();
    int hour = in.readInt();
    int day = in.readInt();
    int month = in.readInt();
    int year = in.readInt();
    in.readInt(); // daylight saving time
    try {
      return LocalDateTime.of(
              Math.addExact(year, YEAR_0), month + 1, day, hour, minute, Math.min(second, 59))
          .atZone(ZoneId.systemDefault())
          .toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw Failures.io(messages.corrupt("its header holds an impossible date"));
    }
  }
}
