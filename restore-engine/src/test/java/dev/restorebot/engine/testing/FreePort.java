package dev.restorebot.engine.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port that stays free although its server is stopped for a while: below 32768, from where
 * Linux and Docker take the ports that they choose themselves.
 */
public final class FreePort {
  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** Returns a port of loopback that nothing listens on. */
  public static int find() throws IOException {
    IOException inUse = new IOException("no port was tried");
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        inUse = e;
      }
    }
    throw inUse;
  }
}
