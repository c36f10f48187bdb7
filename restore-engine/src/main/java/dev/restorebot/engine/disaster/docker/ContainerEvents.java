package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.restorebot.engine.disaster.DatabaseProbe;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.RepeatedTask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to Docker's events of the containers of Compose projects, and connects again. */
final class ContainerEvents implements DatabaseProbe.Listening {
  private static final Logger log = LoggerFactory.getLogger(ContainerEvents.class);
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final DockerAccess docker;
  private final Runnable changed;
  private final AtomicReference<Stream> connected = new AtomicReference<>();
  private final RepeatedTask connect = new RepeatedTask("container-events", this::connect);
  private volatile boolean refused;

  ContainerEvents(DockerAccess docker, Runnable changed) {
    this.docker = docker;
    this.changed = changed;
  }

  /** Connects now, and looks every 30 s whether it still is. */
  ContainerEvents start() {
    connect.start(Duration.ZERO, AGAIN);
    return this;
  }

  private void connect() {
    if (connected.get() != null) {
      return;
    }
    Stream stream = new Stream();
    connected.set(stream);
    docker
        .client()
        .eventsCmd()
        .withEventTypeFilter(EventType.CONTAINER)
        .withEventFilter("start", "destroy", "rename")
        .withLabelFilter(ComposeLabels.PROJECT)
        .exec(stream);
    // What happened since the last connection was not heard.
    changed.run();
  }

  @Override
  public void close() {
    connect.close();
    Stream stream = connected.getAndSet(null);
    if (stream != null) {
      stream.end();
    }
  }

  /** One connection. */
  private final class Stream extends ResultCallback.Adapter<Event> {
    @Override
    public void onNext(Event event) {
      refused = false;
      changed.run();
    }

    @Override
    public void onError(Throwable error) {
      // A proxy may refuse this call; the regular look remains.
      if (connected.compareAndSet(this, null) && !refused) {
        refused = true;
        log.info("Docker's events are not heard, so changes are noticed within a minute", error);
      }
      end();
    }

    @Override
    public void onComplete() {
      connected.compareAndSet(this, null);
      super.onComplete();
    }

    private void end() {
      try {
        close();
      } catch (IOException e) {
        log.debug("the connection to Docker's events was not closed", e);
      }
    }
  }
}
