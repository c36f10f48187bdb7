package dev.restorebot.engine.backup.rclone;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Stands between rclone and a server, and cuts each connection after some bytes of answers. */
final class Cutting implements Closeable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService hands = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final int behind;
  private volatile IntUnaryOperator bytesOf;

  /**
   * @param behind the port of the server
   * @param bytesOf how many bytes the connection of that number, from 1, lives
   */
  Cutting(int behind, IntUnaryOperator bytesOf) throws IOException {
    this.behind = behind;
    this.bytesOf = bytesOf;
    hands.execute(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  void from(IntUnaryOperator later) {
    bytesOf = later;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        int lives = bytesOf.applyAsInt(connections.incrementAndGet());
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        hands.execute(() -> pump(client, server, Integer.MAX_VALUE));
        hands.execute(() -> pump(server, client, lives));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pump(Socket from, Socket to, int lives) {
    byte[] buffer = new byte[1 << 13];
    long left = lives;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, (int) Math.min(n, left));
        left -= n;
        if (left < 0) {
          cuts.incrementAndGet();
          return;
        }
      }
    } catch (IOException e) {
      // the other side went
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    hands.shutdownNow();
  }
}
