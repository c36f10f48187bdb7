package dev.restorebot.bot.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends the body of a request a little at a time. */
public final class SlowBody {
  private static final int PAUSE_MILLIS = 250;
  private static final Duration MOST = Duration.ofSeconds(25);

  private SlowBody() {}

  /**
   * Sends so many bytes four times a second.
   *
   * @return after how many seconds the server answered or closed the connection
   */
  public static double secondsUntilRefused(int port, String path, int bytes) throws IOException {
    long begun = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PAUSE_MILLIS);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nContent-Length: 10000\r\n"
              + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      while (System.nanoTime() - begun < MOST.toNanos()) {
        out.write("b".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        if (answered(socket)) {
          break;
        }
      }
    } catch (SocketException closed) {
      // That is an answer, too.
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Waits a little for anything that the server says. */
  private static boolean answered(Socket socket) throws IOException {
    try {
      int unused = socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException notYet) {
      return false;
    }
  }
}
