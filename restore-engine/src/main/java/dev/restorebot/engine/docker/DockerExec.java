package dev.restorebot.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.ExecStartCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.InputFailure;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs programs inside a container as the user that its server runs as. */
public final class DockerExec {
  /** The user under whom PostgreSQL runs, unless an image has none of that name. */
  public static final String SUPERUSER = "postgres";

  private static final Logger LOG = LoggerFactory.getLogger(DockerExec.class);
  private static final Duration ENDING = Duration.ofSeconds(15);
  private static final int EXIT_CODE_TRIES = 200;
  private static final long EXIT_CODE_PAUSE_MILLIS = 10;

  private final DockerConnection docker;
  private final String container;
  private final String user;
  private final List<String> environment;

  public DockerExec(
      DockerConnection docker, String container, String user, List<String> environment) {
    this.docker = docker;
    this.container = container;
    this.user = user;
    this.environment = List.copyOf(environment);
  }

  /**
   * Runs one of the {@link ContainerScripts} and waits for its end. Whatever makes it stop waiting,
   * the program is ended first.
   *
   * @param input frames that the script expects, or empty
   * @return the exit code
   */
  public int run(
      String script,
      List<String> parameters,
      Optional<InputStream> input,
      Consumer<String> output,
      Cancellation cancellation)
      throws ProblemException {
    cancellation.check();
    CountDownLatch wake = new CountDownLatch(1);
    ExecOutput heard = new ExecOutput(output, wake::countDown);
    Optional<FramedInput> framed = input.map(in -> new FramedInput(in, wake::countDown));
    try (heard;
        Cancellation.Registration ignored = cancellation.onCancel(wake::countDown)) {
      String id = start(script, parameters, framed, heard);
      await(wake, heard);
      cancellation.check();
      return outcome(id, heard, framed);
    } finally {
      input.ifPresent(DockerExec::close);
    }
  }

  private String start(
      String script, List<String> parameters, Optional<FramedInput> input, ExecOutput heard)
      throws ProblemException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(parameters);
    try {
      DockerClient client = docker.client();
      String id =
          client
              .execCreateCmd(container)
              .withUser(user)
              .withEnv(environment)
              .withCmd(command.toArray(String[]::new))
              .withAttachStdin(input.isPresent())
              .withAttachStdout(true)
              .withAttachStderr(true)
              .exec()
              .getId();
      Optional<Path> socket = docker.unixSocket();
      if (input.isPresent() && socket.isPresent()) {
        UnixExec.start(socket.get(), id, input.get(), heard);
      } else {
        ExecStartCmd exec = client.execStartCmd(id).withDetach(false);
        input.ifPresent(exec::withStdIn);
        exec.exec(heard);
      }
      return id;
    } catch (IOException e) {
      throw failed(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** Until the output ends by itself, or until there is a reason to end it. */
  private void await(CountDownLatch wake, ExecOutput heard) {
    try {
      wake.await();
      if (!heard.end().isDone()) {
        end(heard);
      }
    } catch (InterruptedException e) {
      end(heard);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** Ends the program with all its children, and waits until they are gone. */
  private void end(ExecOutput heard) {
    try {
      String pid = heard.pid().get(ENDING.toSeconds(), TimeUnit.SECONDS);
      try (ExecOutput killer = new ExecOutput(line -> {}, () -> {})) {
        start(ContainerScripts.END, List.of(pid), Optional.empty(), killer);
        killer.end().get(ENDING.toSeconds(), TimeUnit.SECONDS);
      }
      heard.end().get(ENDING.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | ProblemException e) {
      LOG.warn("a program in {} may still be running: {}", container, e.toString());
    }
  }

  private int outcome(String id, ExecOutput heard, Optional<FramedInput> input)
      throws ProblemException {
    if (heard.consumerFailure().isPresent()) {
      throw heard.consumerFailure().get();
    }
    Optional<Exception> unread = input.flatMap(FramedInput::failure);
    if (unread.isPresent()) {
      throw InputFailure.of(unread.get());
    }
    if (heard.end().isCompletedExceptionally()) {
      new ContainerState(docker, container).requireRunning();
      throw failed(new IllegalStateException(heard.end().handle((v, e) -> e).join()));
    }
    return exitCode(id);
  }

  private int exitCode(String id) throws ProblemException {
    try {
      for (int i = 0; i < EXIT_CODE_TRIES; i++) {
        InspectExecResponse state = docker.client().inspectExecCmd(id).exec();
        if (!Boolean.TRUE.equals(state.isRunning()) && state.getExitCodeLong() != null) {
          return state.getExitCodeLong().intValue();
        }
        TimeUnit.MILLISECONDS.sleep(EXIT_CODE_PAUSE_MILLIS); // the engine notes it a moment later
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (RuntimeException e) {
      throw failed(e);
    }
    throw new Problem(
            ProblemCode.SANDBOX_FAILED,
            "Docker did not report how a program in the sandbox ended.",
            "Try again.")
        .exception();
  }

  /** Prefers what became of the container to what the engine says of the exec. */
  private ProblemException failed(RuntimeException e) throws ProblemException {
    new ContainerState(docker, container).requireRunning();
    return docker.errors().problem("run a program in the sandbox", e);
  }

  private static void close(InputStream input) {
    try {
      input.close();
    } catch (IOException e) {
      LOG.debug("closing the input of a program: {}", e.toString());
    }
  }
}
