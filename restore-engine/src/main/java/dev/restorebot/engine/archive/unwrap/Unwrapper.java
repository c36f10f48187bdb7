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
    PeekInput input = new PeekInput(stored);
    List<Wrapper> wrappers = new ArrayList<>();
    try {
      Content content = Sniffer.sniff(input.peek(Sniffer.WANTED));
      while (content.isWrapper()) {
        OptionalLong length = wrappers.isEmpty() ? OptionalLong.of(size) : OptionalLong.empty();
        input = new PeekInput(takeOff(content, input, length, wrappers));
        content = Sniffer.sniff(input.peek(Sniffer.WANTED));
      }
      if (!content.isDump()) {
        throw Failures.io(refusal(content, wrappers));
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
          messages.notRecognised(
              "is compressed or encrypted more than " + MAX_LAYERS + " times over",
              "pg_dump does not write backups like this. Choose another file."));
    }
    switch (content) {
      case OPENSSL -> {
        wrappers.add(Wrapper.OPENSSL);
        return new OpenSslDecryption(key, messages).open(input, length);
      }
      case GZIP -> {
        wrappers.add(Wrapper.GZIP);
        return new GzipInput(input, messages);
      }
      default -> {
        wrappers.add(Wrapper.ZSTD);
        return new ZstdInput(input, messages);
      }
    }
  }

  private Problem refusal(Content content, List<Wrapper> wrappers) {
    if (content == Content.EMPTY) {
      return messages.empty("is empty once " + labels(wrappers) + " is taken off");
    }
    String inside = wrappers.isEmpty() ? "" : " (once " + labels(wrappers) + " is taken off)";
    return UnusableContent.of(content, inside, messages);
  }

  private static String labels(List<Wrapper> wrappers) {
    return String.join(" and ", wrappers.stream().map(Wrapper::label).toList());
  }
}
