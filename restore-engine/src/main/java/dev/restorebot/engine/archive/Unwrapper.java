package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Takes off what lies around a dump, layer by layer, deciding by content. */
final class Unwrapper {
  private static final int MAX_LAYERS = 4;

  private final ArchiveKey key;
  private final ArchiveMessages messages;

  Unwrapper(ArchiveKey key, ArchiveMessages messages) {
    this.key = key;
    this.messages = messages;
  }

  /**
   * The dump inside.
   *
   * @param stored the file as stored; closing the payload's input closes it
   * @param size its size
   */
  Payload unwrap(InputStream stored, long size) throws IOException {
    List<Wrapper> wrappers = new ArrayList<>();
    PeekInput input = new PeekInput(stored);
    OptionalLong length = OptionalLong.of(size);
    while (true) {
      Content content = Sniffer.sniff(input.peek(Sniffer.WANTED));
      switch (content) {
        case OPENSSL -> {
          input = new PeekInput(new OpenSslDecryption(key, messages).open(input, length));
          wrappers.add(Wrapper.OPENSSL);
        }
        case GZIP -> {
          input = new PeekInput(new GzipInput(input, messages));
          wrappers.add(Wrapper.GZIP);
        }
        case ZSTD -> {
          input = new PeekInput(new ZstdInput(input, messages));
          wrappers.add(Wrapper.ZSTD);
        }
        case PGDMP, TAR, SQL -> {
          return new Payload(input, content, List.copyOf(wrappers));
        }
        default -> throw Failures.io(refusal(content, wrappers));
      }
      length = OptionalLong.empty();
      if (wrappers.size() > MAX_LAYERS) {
        throw Failures.io(
            messages.notRecognised(
                "is compressed or encrypted more than " + MAX_LAYERS + " times over",
                "That is no backup as pg_dump makes it. Choose another file."));
      }
    }
  }

  private Problem refusal(Content content, List<Wrapper> wrappers) {
    if (content == Content.EMPTY) {
      return messages.empty("is empty once " + labels(wrappers) + " is taken off");
    }
    String inside = wrappers.isEmpty() ? "" : " (once " + labels(wrappers) + " is taken off)";
    return Refusals.of(content, inside, messages);
  }

  private static String labels(List<Wrapper> wrappers) {
    return String.join(" and ", wrappers.stream().map(Wrapper::label).toList());
  }
}
