package dev.restorebot.engine.sandbox.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Makes an engine at a Unix socket answer on TCP as well. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Path socket;

  TcpRelay(Path socket) throws IOException {
    this.socket = socket;
    daemon(this::accept);
  }

  String dockerHost() {
    return "tcp://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX);
        engine.connect(UnixDomainSocketAddress.of(socket));
        daemon(() -> there(client, engine));
        daemon(() -> back(client, engine));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void there(Socket client, SocketChannel engine) {
    byte[] buffer = new byte[1 << 16];
    try (client;
        engine;
        InputStream in = client.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          engine.write(bytes);
        }
      }
    } catch (IOException closed) {
      // one end hung up
    }
  }

  private static void back(Socket client, SocketChannel engine) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (client;
        engine;
        OutputStream out = client.getOutputStream()) {
      while (engine.read(buffer.clear()) >= 0) {
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
      }
    } catch (IOException closed) {
      // one end hung up
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
