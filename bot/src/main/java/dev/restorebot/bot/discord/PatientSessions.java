package dev.restorebot.bot.discord;

import dev.restorebot.engine.task.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;

/**
 * Knows the gateway and waits before each new try: JDA repeats its first handshake without a pause,
 * and Discord allows 1,000 sessions a day.
 */
final class PatientSessions extends SessionControllerAdapter {
  private static final Duration CALM = Duration.ofSeconds(30);

  private final Optional<URI> gateway;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<SessionConnectNode> waiting = new ArrayList<>();
  private boolean held;
  private final Backoff backoff = new Backoff();
  private OptionalLong connectedAt = OptionalLong.empty();
  private int tried;

  PatientSessions(Optional<URI> gateway) {
    this.gateway = gateway;
  }

  @Override
  public String getGateway() {
    long pause = pause();
    try {
      if (pause > 0 && closed.await(pause, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the bot ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bot ends", e);
    }
    return gateway.map(URI::toString).orElseGet(super::getGateway);
  }

  /** Nothing connects until {@link #release}. */
  synchronized void hold() {
    held = true;
    waiting.clear();
  }

  /** Connects the waiting sessions. */
  synchronized void release() {
    held = false;
    waiting.forEach(super::appendSession);
    waiting.clear();
  }

  @Override
  public synchronized void appendSession(SessionConnectNode node) {
    if (held) {
      waiting.add(node);
    } else {
      super.appendSession(node);
    }
  }

  /** A session stands; if it lasts half a minute, its loss starts with short pauses again. */
  synchronized void connected() {
    connectedAt = OptionalLong.of(System.nanoTime());
  }

  void close() {
    closed.countDown();
  }

  /** Nothing at first, then about 1 s, 2 s, 4 s. */
  private synchronized long pause() {
    if (connectedAt.isPresent() && System.nanoTime() - connectedAt.getAsLong() > CALM.toNanos()) {
      tried = 0;
      backoff.succeeded();
    }
    connectedAt = OptionalLong.empty();
    return tried++ == 0 ? 0 : backoff.failed().toMillis();
  }
}
