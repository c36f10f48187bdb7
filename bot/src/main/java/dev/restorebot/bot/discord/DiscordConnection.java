package dev.restorebot.bot.discord;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.task.Backoff;
import dev.restorebot.engine.task.Threads;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ChunkingFilter;
import net.dv8tion.jda.api.utils.MemberCachePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One login to Discord, tried until it works: a Discord that is away at start does not fail it.
 * Once there, JDA keeps the connection.
 */
final class DiscordConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordConnection.class);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  /** Requests at once: JDA's own pool makes a thread for each of two hundred. */
  private static final int REQUESTS = 16;

  private final DiscordOptions options;
  private final Duration patience;
  private final ListenerAdapter listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final PatientSessions sessions;
  private volatile DiscordRest rest;
  private JDA jda;

  DiscordConnection(DiscordOptions options, Duration patience, ListenerAdapter listener) {
    this.options = options;
    this.patience = patience;
    this.listener = listener;
    this.sessions = new PatientSessions(options.gatewayUrl());
  }

  /**
   * Logs in, or goes on trying in the background.
   *
   * @throws DeliveryException when trying again is no use
   */
  void open() throws DeliveryException {
    try {
      login();
    } catch (DeliveryException e) {
      if (!e.retryable()) {
        close();
        throw e;
      }
      LOG.warn("Discord does not answer yet; trying again: {}", e.getMessage());
      Thread unused = Threads.start("discord-login", this::keepTrying);
    }
  }

  /**
   * Requests.
   *
   * @throws DeliveryException retryable, as long as the bot is not logged in
   */
  DiscordRest rest() throws DeliveryException {
    DiscordRest current = rest;
    if (current == null) {
      throw new DeliveryException("Discord is not connected yet.", true, null);
    }
    return current;
  }

  @Override
  public void close() {
    closed.countDown();
    sessions.close();
    rest = null;
    synchronized (this) {
      if (jda != null && ended()) {
        jda = null;
      }
      shutDown();
    }
  }

  /** Shuts down; waits a little for messages that are being sent. */
  private boolean ended() {
    jda.shutdown();
    try {
      return jda.awaitShutdown(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void keepTrying() {
    Backoff backoff = new Backoff();
    try {
      while (!closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          login();
          return;
        } catch (DeliveryException e) {
          if (!e.retryable()) {
            LOG.error("gave up connecting to Discord: {}", e.getMessage());
            return;
          }
          LOG.warn("still cannot connect to Discord: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void login() throws DeliveryException {
    if (closed.getCount() == 0) {
      return;
    }
    if (!options.token().isSet()) {
      throw new DeliveryException(DiscordErrors.TOKEN, false, null);
    }
    try {
      sessions.hold(); // nobody types a command before it is there
      jda = builder().build();
      DiscordRest ready = new DiscordRest(jda, patience);
      Registration.register(ready, options.server());
      rest = ready;
      sessions.release();
    } catch (InvalidTokenException e) {
      // Without the cause: nobody promises that the library keeps the token out of it.
      shutDown();
      throw new DeliveryException(DiscordErrors.TOKEN, false, null);
    } catch (DeliveryException e) {
      shutDown();
      throw e;
    } catch (RuntimeException e) {
      shutDown();
      throw DiscordErrors.of(e);
    }
  }

  private void shutDown() {
    if (jda != null) {
      jda.shutdownNow();
      jda = null;
    }
  }

  private JDABuilder builder() {
    RestConfig rests = new RestConfig();
    options.apiBaseUrl().ifPresent(url -> rests.setBaseUrl(slashed(url.toString())));
    return JDABuilder.createLight(options.token().value(), EnumSet.noneOf(GatewayIntent.class))
        .setRestConfig(rests)
        .setSessionController(sessions)
        .setMemberCachePolicy(MemberCachePolicy.NONE)
        .setChunkingFilter(ChunkingFilter.NONE)
        .setEnableShutdownHook(false)
        .setRateLimitElastic(Executors.newFixedThreadPool(REQUESTS), true)
        .setMaxReconnectDelay(60)
        .addEventListeners(listener, new SessionLog(sessions));
  }

  private static String slashed(String url) {
    return url.endsWith("/") ? url : url + "/";
  }
}
