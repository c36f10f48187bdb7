package dev.restorebot.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import dev.restorebot.engine.sandbox.server.LineSplitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Reads what a container has printed on both streams. */
public final class ContainerLog {
  private ContainerLog() {}

  /**
   * Returns the lines that this request asks for.
   *
   * @param request names the container, and how much of its log
   * @param seconds after which what has arrived is returned
   */
  public static List<String> lines(LogContainerCmd request, int seconds) {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    LineSplitter splitter = new LineSplitter(lines::add);
    ResultCallback.Adapter<Frame> reader =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Frame frame) {
            splitter.accept(frame.getPayload(), 0, frame.getPayload().length);
          }
        };
    try (reader) {
      request
          .withStdOut(true)
          .withStdErr(true)
          .exec(reader)
          .awaitCompletion(seconds, TimeUnit.SECONDS);
      splitter.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (IOException e) {
      throw new IllegalStateException("the container's log broke off", e);
    }
    return List.copyOf(lines);
  }
}
