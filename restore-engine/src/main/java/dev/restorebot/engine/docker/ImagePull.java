package dev.restorebot.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Fetches an image and tells how far it is. */
public final class ImagePull implements ResultCallback<PullResponseItem> {
  private final DockerClient client;
  private final String image;
  private final ProgressListener progress;
  private final Map<String, ResponseItem.ProgressDetail> layers = new HashMap<>();
  private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
  private volatile Closeable stream = () -> {};

  /** Fetches that image when it {@linkplain #run runs}. */
  public ImagePull(DockerClient client, String image, ProgressListener progress) {
    this.client = client;
    this.image = image;
    this.progress = progress;
  }

  /**
   * Blocks until the engine has finished.
   *
   * @return why it failed, in the engine's words; empty when it says that it succeeded
   */
  public Optional<String> run(Cancellation cancellation) {
    progress.progress(Progress.of(0, activity()));
    Runnable stop = () -> outcome.completeExceptionally(new CancellationException("cancelled"));
    try (Cancellation.Registration ignored = cancellation.onCancel(stop)) {
      cancellation.check();
      client.pullImageCmd(image).exec(this);
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      return Optional.of(DockerErrors.reason(e));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      return Optional.of(DockerErrors.reason(e));
    } finally {
      close();
    }
  }

  @Override
  public void onStart(Closeable closeable) {
    stream = closeable;
  }

  @Override
  public void onNext(PullResponseItem item) {
    if (item.getErrorDetail() != null) {
      outcome.complete(Optional.of(String.valueOf(item.getErrorDetail().getMessage())));
      return;
    }
    ResponseItem.ProgressDetail detail = item.getProgressDetail();
    if (item.getId() == null || detail == null || detail.getTotal() == null) {
      return;
    }
    layers.put(item.getId(), detail);
    long total = layers.values().stream().mapToLong(ResponseItem.ProgressDetail::getTotal).sum();
    long done = layers.values().stream().mapToLong(ImagePull::current).sum();
    if (total > 0) {
      progress.progress(Progress.of((double) done / total, activity()));
    }
  }

  @Override
  public void onError(Throwable error) {
    outcome.complete(Optional.of(DockerErrors.reason(error)));
  }

  @Override
  public void onComplete() {
    outcome.complete(Optional.empty());
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException ignored) {
      // the pull is over, one way or another
    }
  }

  private String activity() {
    return "pulling image " + image;
  }

  private static long current(ResponseItem.ProgressDetail detail) {
    return detail.getCurrent() == null ? 0 : detail.getCurrent();
  }
}
