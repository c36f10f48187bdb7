package dev.restorebot.bot.wiring;

import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.TestRestores;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a bot that is not running, for commands that test, drill and clean up in its place.
 * Disaster restores are not touched: those are {@link BreakGlass}'s.
 */
public final class StoppedBot implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoppedBot.class);

  private final Settings settings;
  private final OfflineEngine offline;
  private final RestoreEngine engine;

  /**
   * Opens the bot's state.
   *
   * @throws IOException when that is not possible, with a message for people: the bot is running
   */
  public StoppedBot(Settings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    EngineEvents events =
        new EngineEvents(
            new NoDisasters(),
            RehearsalEvents.NONE,
            new QuietDrills(StoppedBot::laterThread),
            new NoReports(),
            nobody -> false);
    offline = new OfflineEngine(settings, state -> events, clock);
    engine = offline.engine();
  }

  /** Returns the test restores. */
  public TestRestores tests() {
    return engine.tests();
  }

  /**
   * Runs a drill's test restore to its verdict. The bot records it and asks for the sign-off when
   * it runs again.
   *
   * @param database whose; may be left out when only one has drills
   * @throws ProblemException why it does not run
   */
  public Drilled drill(Optional<String> database, Actor by) throws ProblemException {
    Ended ended = new Ended();
    engine.tests().addListener(ended);
    engine.tests().start();
    Drill drill = engine.drills().run(database, Optional.of(DrillKind.TEST), by, channel(database));
    String job = drill.run().flatMap(Drill.Run::job).orElseThrow();
    return new Drilled(drill, ended.of(job).join());
  }

  /** A drill and its test restore, which has a verdict or has ended. */
  public record Drilled(Drill drill, Job job) {}

  /** Returns where the bot reports it when it runs again. */
  private String channel(Optional<String> database) {
    return settings.drills().stream()
        .filter(each -> database.isEmpty() || each.database().equals(database.get()))
        .findFirst()
        .map(each -> each.channel())
        .orElse("");
  }

  @Override
  public void close() {
    offline.close();
  }

  /** No disaster restore is asked for or resumed here. */
  private record NoDisasters() implements DisasterEvents {
    @Override
    public void changed(Disaster disaster, Optional<ApprovalRequest> request) {}

    @Override
    public void stands(Disaster disaster, Optional<ApprovalRequest> request) {}

    @Override
    public void progress(Disaster disaster, Progress progress) {}

    @Override
    public void note(Disaster disaster, String words) {}

    @Override
    public void reminder(Disaster disaster, String words, boolean escalate) {}

    @Override
    public void trouble(Disaster disaster, String words) {}
  }

  /** Returns the thread in which the bot posts a drill when it runs again. */
  private static String laterThread(String channel) {
    String[] parts = channel.split(":", 2);
    return parts.length == 2 ? Origin.fresh(parts[0], parts[1]).write() : "";
  }

  /** The bot writes the report of a drill once it is signed off. */
  private record NoReports() implements EvidenceEvents {
    @Override
    public void written(String origin, WrittenReport written) {}

    @Override
    public void failed(String origin, String id, String why) {
      log.warn("the report of {} was not written: {}", id, why);
    }
  }

  /** Waits for tests that have a verdict or have ended. */
  private static final class Ended implements JobListener {
    private final ConcurrentMap<String, CompletableFuture<Job>> jobs = new ConcurrentHashMap<>();

    CompletableFuture<Job> of(String id) {
      return jobs.computeIfAbsent(id, any -> new CompletableFuture<>());
    }

    @Override
    public void changed(Job job, JobEvent event) {
      if (job.outcome().isPresent() || job.state().ended()) {
        boolean unused = of(job.id()).complete(job);
      }
    }

    @Override
    public void progress(Job job, Progress progress) {}

    @Override
    public void milestone(Job job, Milestone milestone) {}
  }
}
