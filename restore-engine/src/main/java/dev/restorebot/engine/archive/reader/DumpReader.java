package dev.restorebot.engine.archive.reader;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.archive.pgdump.CustomArchive;
import dev.restorebot.engine.archive.pgdump.TarArchive;
import dev.restorebot.engine.archive.pgdump.TarredDirectory;
import dev.restorebot.engine.archive.plain.PlainSql;
import dev.restorebot.engine.archive.unwrap.Payload;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads an unwrapped dump in whichever format it is: quickly, or to its end. */
final class DumpReader {
  /** A quick look walks a backup of this stored size to its end where it cannot seek. */
  private static final long SMALL = 64L << 20;

  /** … and gives up when it unpacks to more than this. */
  private static final long SMALL_UNPACKED = 128L << 20;

  private static final int FEW_FILES = 5_000;

  private final ArchiveMessages messages;

  DumpReader(ArchiveMessages messages) {
    this.messages = messages;
  }

  /**
   * A quick look.
   *
   * @param file the file as stored, that the payload is read from
   * @param size its size
   */
  Contents inspect(Payload payload, SeekableInput file, long size) throws IOException {
    boolean bare = payload.wrappers().isEmpty();
    boolean small = size <= SMALL;
    long limit = small ? SMALL_UNPACKED : 0;
    PeekInput input = payload.input();
    return switch (payload.content()) {
      case PGDMP -> {
        CustomArchive custom = new CustomArchive(messages);
        yield bare ? custom.inspect(input, file, small) : custom.read(input, limit, head -> {});
      }
      case TAR ->
          new TarArchive(messages)
              .read(input, bare ? Long.MAX_VALUE : limit, FEW_FILES, false, head -> {});
      case TAR_OF_DIRECTORY ->
          new TarredDirectory(messages)
              .read(input, payload.wrappers().size() == 1 ? Long.MAX_VALUE : limit, false);
      default -> {
        PlainSql sql = new PlainSql(messages);
        yield bare && !small
            ? sql.inspect(input, file)
            : sql.read(input, limit, Optional.empty(), false);
      }
    };
  }

  /**
   * Reads to the end.
   *
   * @param section as for {@link PlainSql#read}
   * @param quickly as for {@link PlainSql#read}
   * @param head hears what an archive says before its data, if that is before them
   */
  Contents readWhole(
      Payload payload, Optional<String> section, boolean quickly, Consumer<Contents> head)
      throws IOException {
    PeekInput input = payload.input();
    return switch (payload.content()) {
      case PGDMP -> new CustomArchive(messages).read(input, Long.MAX_VALUE, head);
      case TAR ->
          new TarArchive(messages).read(input, Long.MAX_VALUE, Integer.MAX_VALUE, true, head);
      case TAR_OF_DIRECTORY -> new TarredDirectory(messages).read(input, Long.MAX_VALUE, true);
      default -> new PlainSql(messages).read(input, Long.MAX_VALUE, section, quickly);
    };
  }
}
