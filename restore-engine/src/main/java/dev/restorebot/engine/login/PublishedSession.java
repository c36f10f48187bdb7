package dev.restorebot.engine.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.task.Threads;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client to the published port. Run once, by one thread; closed by any. */
final class PublishedSession implements Runnable, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PublishedSession.class);

  private static final int OPENING = Math.toIntExact(PublishedPort.OPENING.toMillis());

  /** A client asks for GSS encryption, TLS and a session at most. */
  private static final int MOST_MESSAGES = 3;

  private static final byte NO = 'N';
  private static final byte YES = 'S';
  private static final String NOT_AUTHORIZED = "28000";
  private static final String NOT_NOW = "57P03";
  private static final String NO_ANSWER = "The sandbox does not answer. Try again in a minute.";

  private final PublishedPort port;
  private final Socket connection;
  private volatile Socket client;
  private volatile Optional<Socket> toServer = Optional.empty();

  PublishedSession(Socket client, PublishedPort port) {
    this.connection = client;
    this.client = client;
    this.port = port;
  }

  InetAddress address() {
    return connection.getInetAddress();
  }

  /** Returns the address of the server that it is connected to, if it is. */
  Optional<InetSocketAddress> server() {
    return toServer.map(socket -> (InetSocketAddress) socket.getRemoteSocketAddress());
  }

  boolean isOpeningFrom(InetAddress other) {
    return toServer.isEmpty() && address().equals(other);
  }

  /** The time to open it is over. */
  void closeUnlessOpen() {
    if (toServer.isEmpty()) {
      close();
    }
  }

  @Override
  public void run() {
    try {
      client.setKeepAlive(true);
      client.setTcpNoDelay(true);
      open();
    } catch (IOException e) {
      log.debug("a connection to the published port ended", e);
    } finally {
      close();
    }
  }

  private void open() throws IOException {
    for (int i = 0; i < MOST_MESSAGES; i++) {
      Optional<StartupMessage> message = StartupMessage.read(client.getInputStream());
      if (message.isEmpty()) {
        return;
      }
      switch (message.get().kind()) {
        case TLS -> encrypt();
        case GSS_ENCRYPTION -> write(NO);
        case CANCEL -> {
          port.cancel(message.get());
          return;
        }
        case SESSION -> {
          session(message.get());
          return;
        }
        case UNKNOWN -> {
          refuse("08P01", "This port takes version 3 of PostgreSQL's protocol.");
          return;
        }
      }
    }
  }

  private void encrypt() throws IOException {
    if (isEncrypted()) {
      throw new IOException("TLS within TLS");
    }
    SSLSocketFactory sockets = port.certificate().sockets();
    write(YES);
    SSLSocket encrypted =
        (SSLSocket)
            sockets.createSocket(client, address().getHostAddress(), client.getPort(), true);
    encrypted.setUseClientMode(false);
    client = encrypted;
    encrypted.startHandshake();
  }

  private boolean isEncrypted() {
    return client instanceof SSLSocket;
  }

  private void session(StartupMessage message) throws IOException {
    if (!isEncrypted()) {
      refuse(NOT_AUTHORIZED, "This port takes only TLS. Add sslmode=require to the connection.");
      return;
    }
    String role = message.role();
    Optional<SandboxInfo> sandbox;
    try {
      sandbox = port.sandboxes().of(role);
    } catch (ProblemException e) {
      log.info("no way to the sandbox of {}: {}", role, e.getMessage());
      refuse(NOT_NOW, NO_ANSWER);
      return;
    }
    if (sandbox.isEmpty()) {
      refuse(
          NOT_AUTHORIZED,
          "There is no sandbox for this user. Ask for a login: /restore connect JOB");
      return;
    }
    log.info(
        "{} asks to log in to the sandbox of job {} as {}",
        address().getHostAddress(),
        sandbox.get().jobId(),
        role);
    pass(message, new InetSocketAddress(sandbox.get().host(), sandbox.get().port()));
  }

  private void pass(StartupMessage message, InetSocketAddress address) throws IOException {
    if (!port.hasRoomTo(address)) {
      refuse("53300", "This sandbox has too many connections. Close one of yours.");
      return;
    }
    try (Socket server = new Socket()) {
      try {
        server.connect(address, OPENING);
      } catch (IOException e) {
        log.info("the server at {} takes no connection: {}", address, e.getMessage());
        refuse(NOT_NOW, NO_ANSWER);
        return;
      }
      toServer = Optional.of(server);
      server.setTcpNoDelay(true);
      message.sendTo(server.getOutputStream());
      Thread unused = Threads.start("published-answers", () -> copy(server, client));
      copy(client, server);
    }
  }

  /** Copies until either ends, then ends both. */
  private void copy(Socket from, Socket to) {
    try {
      long unused = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      log.trace("one side ended", e);
    } finally {
      close();
    }
  }

  private void write(byte answer) throws IOException {
    client.getOutputStream().write(answer);
  }

  /** Sends an ErrorResponse, whose fields psql and drivers show. */
  private void refuse(String code, String message) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "VFATAL", "C" + code, "M" + message, ""}) {
      fields.writeBytes(field.getBytes(UTF_8));
      fields.write(0);
    }
    OutputStream out = client.getOutputStream();
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte('E');
    data.writeInt(Integer.BYTES + fields.size());
    fields.writeTo(data);
    data.flush();
  }

  /** Sends a server the request to cancel a statement. */
  static void cancel(InetSocketAddress server, StartupMessage request) {
    try (Socket socket = new Socket()) {
      socket.connect(server, OPENING);
      socket.setSoTimeout(OPENING);
      request.sendTo(socket.getOutputStream());
      // The server ends the connection when it has done it; until then, the client must wait.
      int unused = socket.getInputStream().read();
    } catch (IOException e) {
      log.debug("a statement was not cancelled", e);
    }
  }

  /** Ends both sides, without TLS's goodbye: a client that reads nothing would keep it waiting. */
  @Override
  public void close() {
    close(connection);
    toServer.ifPresent(PublishedSession::close);
    port.ended(this);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.trace("a socket did not close", e);
    }
  }
}
