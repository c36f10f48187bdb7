package dev.restorebot.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.restorebot.engine.sandbox.server.LineSplitter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Hears what an exec'd program says. The first line of its standard output is its process id, which
 * our script writes; the rest is the program's.
 */
final class ExecOutput implements ResultCallback<Frame> {
  private final Consumer<String> consumer;
  private final LineSplitter out = new LineSplitter(this::outLine);
  private final LineSplitter err = new LineSplitter(this::line);
  private final CompletableFuture<String> pid = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Runnable wake;
  private volatile RuntimeException consumerFailure;
  private volatile Closeable stream = () -> {};

  /**
   * @param consumer hears each line, until it throws
   * @param wake called when the output is over or the consumer threw
   */
  ExecOutput(Consumer<String> consumer, Runnable wake) {
    this.consumer = consumer;
    this.wake = wake;
  }

  /** The process id inside the container, once known. */
  CompletableFuture<String> pid() {
    return pid;
  }

  /** Done when there is no more output; with the transport's exception when it broke off. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** Returns the exception that the consumer threw. */
  Optional<RuntimeException> consumerFailure() {
    return Optional.ofNullable(consumerFailure);
  }

  @Override
  public void onStart(Closeable closeable) {
    stream = closeable;
  }

  @Override
  public synchronized void onNext(Frame frame) {
    byte[] bytes = frame.getPayload();
    LineSplitter splitter = frame.getStreamType() == StreamType.STDERR ? err : out;
    splitter.accept(bytes, 0, bytes.length);
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
    wake.run();
  }

  @Override
  public synchronized void onComplete() {
    out.finish();
    err.finish();
    end.complete(null);
    wake.run();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException ignored) {
      // nobody listens any more
    }
  }

  private void outLine(String line) {
    if (!pid.complete(line)) {
      line(line);
    }
  }

  private void line(String line) {
    if (consumerFailure != null) {
      return;
    }
    try {
      consumer.accept(line);
    } catch (RuntimeException e) {
      consumerFailure = e;
      wake.run();
    }
  }
}
