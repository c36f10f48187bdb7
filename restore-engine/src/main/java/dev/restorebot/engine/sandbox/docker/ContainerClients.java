package dev.restorebot.engine.sandbox.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ClientPrograms;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The client programs in a sandbox's own container. They log in over the Unix socket, which lets
 * every role in, so an address and a password are not handed on.
 */
final class ContainerClients implements ClientPrograms {
  private static final List<String> HANDED_ON = List.of("PGUSER", "PGDATABASE", "PGAPPNAME");

  private final Sandbox sandbox;
  private final ConcurrentLinkedQueue<String> files = new ConcurrentLinkedQueue<>();

  ContainerClients(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String version() {
    return sandbox.info().serverVersion();
  }

  /** What a backup hides could reach no more than its sandbox. */
  @Override
  public boolean psqlIsFit() {
    return true;
  }

  @Override
  public int run(ToolCall call, Map<String, String> environment, Cancellation cancellation)
      throws ProblemException {
    List<String> command = new ArrayList<>(List.of("env"));
    HANDED_ON.stream()
        .filter(environment::containsKey)
        .forEach(name -> command.add(name + "=" + environment.get(name)));
    command.addAll(call.command());
    return sandbox.run(new ToolCall(command, call.stdin(), call.output()), cancellation);
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    String path = sandbox.put(name, content, cancellation);
    files.add(path);
    return path;
  }

  @Override
  public void delete(String path) throws ProblemException {
    sandbox.delete(path);
    files.remove(path);
  }

  @Override
  public void close() throws ProblemException {
    for (String path : List.copyOf(files)) {
      delete(path);
    }
  }
}
