package dev.restorebot.engine.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.utils.MultiReadOnlySeekableByteChannel;

/** A file as a stream that skips by seeking, and never past its end. */
public final class SeekableInput extends BlockInput {
  private final SeekableByteChannel channel;

  /** Opens these files as if they were one. */
  public SeekableInput(List<Path> files) throws IOException {
    List<SeekableByteChannel> channels = new ArrayList<>();
    try {
      for (Path file : files) {
        channels.add(Files.newByteChannel(file));
      }
    } catch (IOException e) {
      for (SeekableByteChannel opened : channels) {
        opened.close();
      }
      throw e;
    }
    this.channel =
        channels.size() == 1 ? channels.get(0) : new MultiReadOnlySeekableByteChannel(channels);
  }

  public long size() throws IOException {
    return channel.size();
  }

  /** Goes to a position counted from the start. */
  public void seek(long position) throws IOException {
    channel.position(position);
  }

  @Override
  public int read(byte[] target, int off, int len) throws IOException {
    return len == 0 ? 0 : channel.read(ByteBuffer.wrap(target, off, len));
  }

  @Override
  public long skip(long count) throws IOException {
    long from = channel.position();
    long n = Math.max(0, Math.min(count, channel.size() - from));
    channel.position(from + n);
    return n;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
