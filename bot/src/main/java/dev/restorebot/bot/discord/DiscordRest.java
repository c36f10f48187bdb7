package dev.restorebot.bot.discord;

import dev.restorebot.bot.delivery.DeliveryException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.AttachedFile;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import okhttp3.RequestBody;

/**
 * Single requests by ids, through JDA's rate limits. JDA's own methods start from its cache of
 * channels, which knows no archived thread and is empty until the gateway is connected.
 */
final class DiscordRest {
  private final JDA jda;
  private final Duration patience;

  /**
   * With a connection.
   *
   * @param patience how long a request may wait for rate limits and for the answer
   */
  DiscordRest(JDA jda, Duration patience) {
    this.jda = jda;
    this.patience = patience;
  }

  /** Asks for an object. */
  DataObject get(Route.CompiledRoute route) throws DeliveryException {
    return done(new RestActionImpl<>(jda, route, (answer, request) -> object(answer)));
  }

  /** Sends an object. */
  DataObject send(Route.CompiledRoute route, DataObject body) throws DeliveryException {
    return done(new RestActionImpl<>(jda, route, body, (answer, request) -> object(answer)));
  }

  /** Sends an object with files. */
  DataObject send(
      Route.CompiledRoute route, DataObject body, Collection<? extends AttachedFile> files)
      throws DeliveryException {
    if (files.isEmpty()) {
      return send(route, body);
    }
    RequestBody parts = AttachedFile.createMultipartBody(files, body).build();
    return done(new RestActionImpl<>(jda, route, parts, (answer, request) -> object(answer)));
  }

  private static DataObject object(Response answer) {
    return answer.optObject().orElseGet(DataObject::empty);
  }

  private <T> T done(RestActionImpl<T> action) throws DeliveryException {
    CompletableFuture<T> answer = null;
    try {
      // Past the deadline JDA does not send it any more: it may be handed in again.
      action.deadline(System.currentTimeMillis() + patience.toMillis());
      answer = action.submit();
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw DiscordErrors.of(e.getCause());
    } catch (TimeoutException | RejectedExecutionException e) {
      throw DiscordErrors.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DiscordErrors.of(e);
    } finally {
      if (answer != null) {
        answer.cancel(true);
      }
    }
  }
}
