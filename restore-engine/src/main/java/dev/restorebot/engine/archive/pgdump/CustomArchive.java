package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.SeekableInput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code pg_dump -Fc}: header, table of contents, data blocks. */
public final class CustomArchive {
  private final ArchiveMessages messages;

  public CustomArchive(ArchiveMessages messages) {
    this.messages = messages;
  }

  /**
   * Reads header and table of contents, and walks the data as far as the limit.
   *
   * @param head hears what is read before the data
   */
  public Contents read(PeekInput input, long limit, Consumer<Contents> head) throws IOException {
    Toc toc = readToc(input);
    head.accept(Contents.ofHead(ArchiveFormat.CUSTOM, toc.header()));
    if (limit > 0) {
      new DataBlocks(input, toc, messages).walk(limit);
    }
    return contents(toc);
  }

  /**
   * Reads header and table of contents of a file that can be sought in, and looks at its end.
   *
   * @param walkable whether to walk the data when the archive does not tell where it lies
   */
  public Contents inspect(PeekInput input, SeekableInput file, boolean walkable)
      throws IOException {
    Toc toc = readToc(input);
    if (CustomTail.isPossible(toc)) {
      new CustomTail(file, toc, messages).check();
    } else if (walkable || toc.entries().stream().noneMatch(entry -> entry.hasData)) {
      new DataBlocks(input, toc, messages).walk(Long.MAX_VALUE);
    }
    return contents(toc);
  }

  private Toc readToc(PeekInput input) throws IOException {
    Toc toc = new TocReader(input, messages, false).read();
    if (toc.layout() != Toc.Layout.CUSTOM) {
      throw Failures.io(
          messages.notReadHere(
              "is only the table of contents of a directory or tar backup, without its data",
              "Give the path of the folder that contains this file, or of the tar."));
    }
    return toc;
  }

  private static Contents contents(Toc toc) {
    return new Contents(
        ArchiveFormat.CUSTOM, toc.header(), toc.toEntries(), Optional.empty(), toc.roles());
  }
}
