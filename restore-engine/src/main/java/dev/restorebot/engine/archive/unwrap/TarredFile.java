package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BlockInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.IOException;
import java.util.Optional;

/** The only file in a tar, whatever folders it lies in. */
final class TarredFile extends BlockInput {
  private final PeekInput stored;
  private final TarFolder folder;
  private final TarMember file;
  private final ArchiveMessages messages;
  private boolean ended;

  TarredFile(PeekInput stored, ArchiveMessages messages) throws IOException {
    this.stored = stored;
    this.folder = new TarFolder(stored, messages);
    this.messages = messages;
    Optional<TarMember> first = folder.next();
    if (first.isEmpty()) {
      throw Failures.io(messages.empty("is a tar without a file in it"));
    }
    this.file = first.get();
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    int n = ended ? -1 : file.read(target, off, len);
    if (n < 0 && !ended) {
      ended = true;
      file.finish();
      Optional<TarMember> other = folder.next();
      if (other.isPresent()) {
        throw Failures.io(
            messages.notReadHere(
                "is a tar with several files ("
                    + ArchiveMessages.clean(file.name())
                    + ", "
                    + ArchiveMessages.clean(other.get().name())
                    + ", …)",
                "If it holds uploads, choose the database backup instead. Otherwise unpack it, and"
                    + " give the backup file in it."));
      }
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
