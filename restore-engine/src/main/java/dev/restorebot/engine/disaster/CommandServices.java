package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Services that programs of this machine stop and start. A program runs only where it is needed, so
 * it need not be fit to be run twice; afterwards the service is asked whether it obeyed.
 */
final class CommandServices implements ApplicationServices {
  private static final long PAUSE_MILLIS = 250;
  private static final int MOST_NOT_RUNNING = 3;

  private final List<ServiceSettings.Commands> all;

  CommandServices(List<ServiceSettings.Commands> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Fails unless each of the services can be asked whether it runs, and there is a program that
   * stops it and one that starts it. Stops and starts nothing.
   *
   * @return those that run
   */
  List<String> prove(List<String> services) throws ProblemException {
    for (String service : services) {
      ServiceSettings.Commands commands = of(service);
      for (List<String> words : List.of(commands.stop(), commands.start())) {
        if (!HostProgram.exists(words.get(0))) {
          throw HostProgram.problem(
              "The service "
                  + service
                  + " cannot be stopped and started: there is no program "
                  + words.get(0)
                  + " on the machine that restore-bot runs on.",
              "Install it there (in the bot's container, if it runs in one) and make it"
                  + " executable, or correct `disaster.service-commands`.");
        }
      }
    }
    return running(services);
  }

  @Override
  public List<String> running() throws ProblemException {
    return running(all.stream().map(ServiceSettings.Commands::service).toList());
  }

  private List<String> running(List<String> services) throws ProblemException {
    List<String> running = new ArrayList<>();
    for (String service : services) {
      if (runs(of(service))) {
        running.add(service);
      }
    }
    return List.copyOf(running);
  }

  @Override
  public void stop(List<String> services) throws ProblemException {
    for (String service : services) {
      make(of(service), of(service).stop(), false);
    }
  }

  @Override
  public void start(List<String> services, Path overrideFile) throws ProblemException {
    for (String service : services) {
      make(of(service), of(service).start(), true);
    }
  }

  /** Makes a service run, or not run. */
  private static void make(ServiceSettings.Commands service, List<String> words, boolean run)
      throws ProblemException {
    if (runs(service) == run) {
      return;
    }
    long end = System.nanoTime() + service.timeLimit().toNanos();
    HostProgram.Ended ended = HostProgram.run(words, service.timeLimit());
    if (ended.code() != 0) {
      throw HostProgram.problem(
          "The service "
              + service.service()
              + " was not "
              + (run ? "started" : "stopped")
              + ": "
              + ended(words, ended),
          "Run the command yourself to see why it fails.");
    }
    while (runs(service) != run) {
      if (System.nanoTime() > end) {
        throw HostProgram.problem(
            "The service "
                + service.service()
                + (run ? " does not run" : " still runs")
                + " "
                + Durations.text(service.timeLimit())
                + " after `"
                + HostProgram.line(words)
                + "`, says `"
                + HostProgram.line(service.running())
                + "`.",
            "Run both commands yourself, and correct `disaster.service-commands`.");
      }
      pause();
    }
  }

  private static boolean runs(ServiceSettings.Commands service) throws ProblemException {
    HostProgram.Ended ended = HostProgram.run(service.running(), service.timeLimit());
    if (ended.code() > MOST_NOT_RUNNING) {
      throw HostProgram.problem(
          "It is not known whether the service "
              + service.service()
              + " runs: "
              + ended(service.running(), ended),
          "The command must end with the exit code 0 if the service runs, and 1, 2 or 3 if it does"
              + " not, as `systemctl is-active` does. Run it yourself to see why it fails.");
    }
    return ended.code() == 0;
  }

  private static String ended(List<String> words, HostProgram.Ended ended) {
    return "`"
        + HostProgram.line(words)
        + "` ended with the exit code "
        + ended.code()
        + (ended.said().isEmpty() ? "." : " (" + ended.said() + ").");
  }

  private ServiceSettings.Commands of(String service) throws ProblemException {
    return all.stream()
        .filter(each -> each.service().equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                HostProgram.problem(
                    "No commands are set for the service " + service + ".",
                    "Add it to `disaster.service-commands`, or remove it from `disaster.stop`."));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
