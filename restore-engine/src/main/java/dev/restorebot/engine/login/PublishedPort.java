package dev.restorebot.engine.login;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Pauses;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of this machine through which people with a login reach their sandbox from elsewhere.
 * The sandbox itself stays on loopback. A connection must use TLS and ask for a role of {@link
 * LoginRoles}; the sandbox's server then asks for the password. So the superuser cannot log in from
 * another machine, and no row goes over the network in clear.
 */
public final class PublishedPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PublishedPort.class);

  /** Connections at the same time, logged in or not. */
  private static final int MOST = 50;

  /** Those that have not asked for a session yet, from one address. */
  private static final int MOST_OPENING = 10;

  /** A server has two dozen, and the bot needs some of them. */
  private static final int MOST_TO_ONE_SANDBOX = 10;

  /** Time limit for a client to ask for a session, and for a server to take it. */
  static final Duration OPENING = Duration.ofSeconds(10);

  private static final long AFTER_FAILURE_MILLIS = 1_000;

  private final ServerCertificate certificate;
  private final Sandboxes sandboxes;
  private final ServerSocket listener;
  private final Set<PublishedSession> sessions = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(Threads.named("published-port-deadlines"));
  private boolean full;

  /** Finds sandboxes. */
  @FunctionalInterface
  public interface Sandboxes {
    /** Returns the sandbox for which a role is, with its present port, if it stands. */
    Optional<SandboxInfo> of(String role) throws ProblemException;
  }

  /**
   * Begins to listen.
   *
   * @param address IP address of this machine, or 0.0.0.0 for all
   * @param port the port, or 0 for a free one
   * @throws IOException when it cannot, with a message for people
   */
  public PublishedPort(String address, int port, ServerCertificate certificate, Sandboxes sandboxes)
      throws IOException {
    this.certificate = certificate;
    this.sandboxes = sandboxes;
    this.listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (IOException e) {
      close();
      throw new IOException(
          "Logins cannot be published on "
              + address
              + ":"
              + port
              + " (sandbox.connect.publish): "
              + e.getMessage(),
          e);
    }
    Thread unused = Threads.start("published-port", this::accept);
  }

  /** Returns the port. */
  public int port() {
    return listener.getLocalPort();
  }

  ServerCertificate certificate() {
    return certificate;
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException | RuntimeException | Error e) {
        // An Error too, such as no more threads: later clients must find the port open.
        if (!listener.isClosed()) {
          log.warn("the published port took no connection", e);
          Pauses.await(AFTER_FAILURE_MILLIS, Cancellation.none());
        }
      }
    }
  }

  private void serve(Socket client) {
    PublishedSession session = new PublishedSession(client, this);
    if (!hasRoomFor(session)) {
      session.close();
      return;
    }
    sessions.add(session);
    try {
      var unused =
          deadlines.schedule(session::closeUnlessOpen, OPENING.toMillis(), TimeUnit.MILLISECONDS);
      Thread unusedThread = Threads.start("published-session", session);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
    if (listener.isClosed()) {
      session.close();
    }
  }

  private boolean hasRoomFor(PublishedSession client) {
    boolean wasFull = full;
    full = sessions.size() >= MOST;
    if (full && !wasFull) {
      log.warn("{} connections to the published port are open; more are refused", MOST);
    }
    return !full
        && sessions.stream().filter(each -> each.isOpeningFrom(client.address())).count()
            < MOST_OPENING;
  }

  /** Returns whether one more session to a sandbox is allowed. */
  boolean hasRoomTo(InetSocketAddress server) {
    return sessions.stream()
            .filter(each -> each.server().filter(server::equals).isPresent())
            .count()
        < MOST_TO_ONE_SANDBOX;
  }

  /** Hands a request to every server that has a session: whose it is only that one can tell. */
  void cancel(StartupMessage request) {
    sessions.stream()
        .flatMap(session -> session.server().stream())
        .distinct()
        .forEach(server -> PublishedSession.cancel(server, request));
  }

  /** A session is over. */
  void ended(PublishedSession session) {
    sessions.remove(session);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      log.debug("the published port did not close", e);
    }
    deadlines.shutdownNow();
    sessions.forEach(PublishedSession::close);
  }
}
