package dev.restorebot.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.restorebot.engine.task.Threads;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an exec that reads standard input, over the engine's Unix socket and without docker-java,
 * which sends standard input in pieces of 1 kB with a flush after each: a third of the speed.
 *
 * <p>After an HTTP request to "upgrade", both ends speak freely: what we send is the program's
 * input; what we hear is its output, in frames of a stream's number, three zeros, a length and the
 * bytes. Input and output each have a thread.
 */
final class UnixExec {
  private static final Logger LOG = LoggerFactory.getLogger(UnixExec.class);
  private static final int SWITCHING = 101;
  private static final int OK = 200;
  private static final int BUFFER = 1 << 18;
  private static final int LONGEST_HEAD = 1 << 16;
  private static final int FRAME_HEAD = 8;
  private static final int LENGTH_AT = 4;
  private static final int STDERR = 2;
  private static final String BODY = "{\"Detach\":false,\"Tty\":false}";

  private final SocketChannel channel;
  private final InputStream input;
  private final ExecOutput output;

  private UnixExec(SocketChannel channel, InputStream input, ExecOutput output) {
    this.channel = channel;
    this.input = input;
    this.output = output;
  }

  /** Starts it and returns; the output hears everything else. Closing the output hangs up. */
  static void start(Path socket, String execId, InputStream input, ExecOutput output)
      throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      UnixExec exec = new UnixExec(channel, input, output);
      exec.upgrade(execId);
      output.onStart(channel);
      Thread unused = Threads.start("docker-stdout", exec::hear);
      Thread unusedToo = Threads.start("docker-stdin", exec::send);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void upgrade(String execId) throws IOException {
    write(
        ByteBuffer.wrap(
            ("POST /exec/"
                    + execId
                    + "/start HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                    + "Content-Type: application/json\r\nContent-Length: "
                    + BODY.length()
                    + "\r\n\r\n"
                    + BODY)
                .getBytes(StandardCharsets.US_ASCII)));
    String head = head();
    int status = Integer.parseInt(head.split(" ")[1]);
    if (status != SWITCHING && status != OK) {
      throw new DockerException(head.lines().findFirst().orElse(""), status);
    }
  }

  /** Reads up to the empty line, a byte at a time, since what follows is the program's. */
  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0 || head.size() > LONGEST_HEAD) {
        throw new EOFException("the engine's answer broke off");
      }
      head.write(one.array()[0]);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private void send() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        write(ByteBuffer.wrap(buffer, 0, n));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("sending standard input ended: {}", e.toString()); // its exit code tells why
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void hear() {
    ByteBuffer head = ByteBuffer.allocate(FRAME_HEAD);
    try (channel) {
      while (fill(head.clear())) {
        ByteBuffer payload = ByteBuffer.allocate(head.getInt(LENGTH_AT));
        if (!fill(payload)) {
          break;
        }
        StreamType stream = head.get(0) == STDERR ? StreamType.STDERR : StreamType.STDOUT;
        output.onNext(new Frame(stream, payload.array()));
      }
      output.onComplete();
    } catch (IOException | RuntimeException e) {
      output.onError(e);
    }
  }

  /** False when the stream is over. */
  private boolean fill(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        return false;
      }
    }
    return true;
  }
}
