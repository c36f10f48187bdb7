package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Removes the layers around a dump one by one, recognising each by its content. */
public final class Unwrapper {
  private static final int MAX_LAYERS = 4;
  private static final String TOC = "toc.dat";

  private final ArchiveKey key;
  private final ArchiveMessages messages;

  public Unwrapper(ArchiveKey key, ArchiveMessages messages) {
    this.key = key;
    this.messages = messages;
  }

  /**
   * The dump inside.
   *
   * @param stored the file as stored; closing the payload's input closes it
   * @param size its size
   */
  public Payload unwrap(InputStream stored, long size) throws IOException {
    return unwrap(stored, size, true);
  }

  /** As {@link #unwrap}, where a tar is what is looked for, whoever made it. */
  public Payload unwrapToTar(InputStream stored, long size) throws IOException {
    return unwrap(stored, size, false);
  }

  private Payload unwrap(InputStream stored, long size, boolean intoTars) throws IOException {
    PeekInput input = new PeekInput(stored);
    List<Wrapper> wrappers = new ArrayList<>();
    try {
      Content content = sniff(input, intoTars);
      while (content.isWrapper()) {
        OptionalLong length = wrappers.isEmpty() ? OptionalLong.of(size) : OptionalLong.empty();
        input = new PeekInput(takeOff(content, input, length, wrappers));
        content = sniff(input, intoTars);
      }
      if (!content.isDump()) {
        throw Failures.io(refusal(content, wrappers));
      }
      if (content == Content.TAR_OF_DIRECTORY) {
        wrappers.add(Wrapper.TAR);
      }
      return new Payload(input, content, List.copyOf(wrappers));
    } catch (IOException e) {
      input.close(); // zstd holds memory outside of the heap
      throw e;
    }
  }

  private InputStream takeOff(
      Content content, PeekInput input, OptionalLong length, List<Wrapper> wrappers)
      throws IOException {
    if (wrappers.size() == MAX_LAYERS) {
      throw Failures.io(
          messages.notReadHere(
              "is compressed or encrypted more than " + MAX_LAYERS + " times over",
              "No backup job does this on purpose: check how the file was made. Unpack it, and give"
                  + " the file inside."));
    }
    switch (content) {
      case OPENSSL -> {
        wrappers.add(Wrapper.OPENSSL);
        return new OpenSslDecryption(key, messages).open(input, length);
      }
      case AGE -> {
        wrappers.add(Wrapper.AGE);
        return ProgramInput.open(input, new AgeCommand(key.age(), messages), messages);
      }
      case OPENPGP -> {
        wrappers.add(Wrapper.OPENPGP);
        return ProgramInput.open(input, new GpgCommand(key.gpg(), messages), messages);
      }
      case GZIP -> {
        wrappers.add(Wrapper.GZIP);
        return new GzipInput(input, messages);
      }
      case XZ -> {
        wrappers.add(Wrapper.XZ);
        return LibraryInput.xz(input, messages);
      }
      case BZIP2 -> {
        wrappers.add(Wrapper.BZIP2);
        return LibraryInput.bzip2(input, messages);
      }
      case LZ4 -> {
        wrappers.add(Wrapper.LZ4);
        return LibraryInput.lz4(input, messages);
      }
      case ZIP -> {
        wrappers.add(Wrapper.ZIP);
        return LibraryInput.zip(input, messages);
      }
      case TAR_OF_FILE -> {
        wrappers.add(Wrapper.TAR);
        return new TarredFile(input, messages);
      }
      default -> {
        wrappers.add(Wrapper.ZSTD);
        return new ZstdInput(input, messages);
      }
    }
  }

  /** As {@link Sniffer}, and who made a tar. */
  private Content sniff(PeekInput input, boolean intoTars) throws IOException {
    Content content = Sniffer.sniff(input.peek(Sniffer.WANTED));
    if (content != Content.TAR || !intoTars) {
      return content;
    }
    byte[] head = input.peek(PeekInput.CAPACITY);
    if (TarFolder.firstFile(head, messages).filter(TOC::equals).isPresent()) {
      return Content.TAR;
    }
    return TarFolder.isDirectoryBackup(head, messages)
        ? Content.TAR_OF_DIRECTORY
        : Content.TAR_OF_FILE;
  }

  private Problem refusal(Content content, List<Wrapper> wrappers) {
    if (content == Content.EMPTY) {
      return messages.empty("is empty once " + labels(wrappers) + " is taken off");
    }
    if (!wrappers.isEmpty() && wrappers.get(wrappers.size() - 1) == Wrapper.TAR) {
      return UnusableContent.inTar(messages);
    }
    String inside = wrappers.isEmpty() ? "" : " (once " + labels(wrappers) + " is taken off)";
    return UnusableContent.of(content, inside, messages);
  }

  private static String labels(List<Wrapper> wrappers) {
    return String.join(" and ", wrappers.stream().map(Wrapper::label).toList());
  }
}
