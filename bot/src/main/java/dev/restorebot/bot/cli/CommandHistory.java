package dev.restorebot.bot.cli;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.MemoryJobStore;
import dev.restorebot.engine.job.Tested;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.task.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job of one command in memory, and those of the commands before it in a file of the state
 * folder, so that a restored database is compared with the last one that passed.
 *
 * <p>The file is not the bot's: a bot that runs keeps its own to itself. It is opened while the
 * sandbox starts, or when it is needed before that. A file that cannot be used leaves the command
 * without a history.
 */
final class CommandHistory implements JobStore {
  static final String FILE = "command-line.db";

  private static final Logger log = LoggerFactory.getLogger(CommandHistory.class);

  private final JobStore present = new MemoryJobStore();
  private final Path file;

  /** Opens the file, once, in the first thread that runs it. */
  private final FutureTask<JobStore> past;

  private boolean asked;
  private boolean unusable;

  private CommandHistory(Path file) {
    this.file = file;
    this.past = new FutureTask<>(() -> JdbcJobStore.open(file));
  }

  /** A store with a history where that state folder is there, otherwise without. */
  static JobStore open(Path stateDir) {
    return Files.isDirectory(stateDir) && Files.isWritable(stateDir)
        ? new CommandHistory(stateDir.resolve(FILE))
        : new MemoryJobStore();
  }

  private synchronized <T> T past(Function<JobStore, T> question, T otherwise) {
    if (unusable) {
      return otherwise;
    }
    asked = true;
    try {
      past.run();
      return question.apply(past.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (ExecutionException | RuntimeException e) {
      log.warn("{} cannot be used; this test is not compared with earlier ones", file, e);
      unusable = true;
      return otherwise;
    }
  }

  @Override
  public Job insert(Job job, JobEvent event) {
    return present.insert(job, event);
  }

  @Override
  public Optional<Job> update(Job job, JobEvent event) {
    if (job.state() == JobState.STARTING_SANDBOX) {
      openMeanwhile();
    }
    Optional<Job> updated = present.update(job, event);
    boolean judged = job.outcome().isPresent() && job.report().isPresent();
    boolean first = job.state() == JobState.READY || (job.state().ended() && !wasReady(job));
    if (updated.isPresent() && judged && first) {
      Job unused = past(store -> store.insert(job, event), job);
    }
    return updated;
  }

  private synchronized void openMeanwhile() {
    if (!asked) {
      asked = true;
      Thread unused = Threads.start("command-history", past);
    }
  }

  private boolean wasReady(Job job) {
    return history(job.id()).stream().anyMatch(event -> event.what().equals("READY"));
  }

  @Override
  public Optional<Job> find(String id) {
    return present.find(id);
  }

  @Override
  public Stream<Job> open() {
    return present.open();
  }

  @Override
  public Stream<Job> recent(int limit) {
    List<String> before =
        past(store -> store.recent(limit).map(Job::id).toList(), List.<String>of());
    return Stream.concat(
            present.recent(limit),
            before.stream()
                .flatMap(id -> past(store -> store.find(id), Optional.<Job>empty()).stream()))
        .limit(limit);
  }

  @Override
  public List<Tested> tested() {
    return present.tested();
  }

  @Override
  public List<JobEvent> history(String jobId) {
    return present.history(jobId);
  }

  @Override
  public String owner() {
    return present.owner();
  }

  @Override
  public synchronized void close() {
    if (asked) {
      past(
          store -> {
            store.close();
            return true;
          },
          false);
    }
    present.close();
  }
}
