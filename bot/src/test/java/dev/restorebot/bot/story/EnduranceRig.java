package dev.restorebot.bot.story;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.slack.SlackChatDriver;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.bot.testing.BotProcess;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A bot in a process of its own, with its chat, the disk of its state, and its backups. */
final class EnduranceRig implements AutoCloseable {
  private static final int STATE_MEGABYTES = 256;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final SlackChatDriver chat = new SlackChatDriver(SlackOptions.Mode.SOCKET);
  final SmallDisk disk;
  final OwnSandboxes own;
  private final Actor asha = chat.person(0);
  private final Path folder;
  private final Path state;
  private final JdbcJobStore jobs;
  private BotProcess bot;

  EnduranceRig(Path folder, String runtime) throws Exception {
    this.folder = folder;
    own = new OwnSandboxes(runtime);
    state = Files.createDirectory(folder.resolve("state"));
    disk = SmallDisk.mount(state, STATE_MEGABYTES);
    SampleBackups.unpack(backups());
    Path unused = SlowBackup.write(backups(), 3600);
    Files.createDirectory(temporary());
    start();
    jobs = JdbcJobStore.open(state.resolve(StateFolder.DATABASE_FILE));
  }

  private Path backups() throws IOException {
    return Files.createDirectories(folder.resolve("backups"));
  }

  private Path temporary() {
    return folder.resolve("tmp");
  }

  private void start() throws Exception {
    Map<String, String> environment = new HashMap<>(chat.environment());
    environment.putAll(own.environment());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_STATE_DIR", state.toString());
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", backups().toString());
    environment.put("JDK_JAVA_OPTIONS", "-Xms16m -Djava.io.tmpdir=" + temporary());
    bot = BotProcess.start(environment, "run");
    Eventually.get("the bot in the chat", chat::joined, connected -> connected, PATIENCE);
  }

  void killAndStart() throws Exception {
    int unused = bot.kill().exitCode();
    Eventually.get("the old connection to end", chat::joined, connected -> !connected);
    start();
  }

  /** Asks for a test of a backup, and returns its job. */
  Job test(String backup) throws Exception {
    Optional<String> before = newest().map(Job::id);
    type("test " + backup);
    return Eventually.get(
            "a job",
            this::newest,
            job -> job.isPresent() && !job.map(Job::id).equals(before),
            PATIENCE)
        .orElseThrow();
  }

  private Optional<Job> newest() {
    return jobs.recent(1).findFirst();
  }

  /**
   * Fills the disk of the state, asks for a test, and makes room again.
   *
   * @return the job if it could be stored, in room that the database had before
   */
  Optional<Job> testOnFullDisk(String backup) throws Exception {
    Optional<String> before = newest().map(Job::id);
    int refusals = chat.onlyShownTo(asha).size();
    disk.fill();
    type("test " + backup);
    Optional<Job> job =
        Eventually.get(
            "a refusal or a job",
            () -> newest().filter(each -> !Optional.of(each.id()).equals(before)),
            accepted -> accepted.isPresent() || chat.onlyShownTo(asha).size() > refusals,
            PATIENCE);
    disk.free();
    return job;
  }

  void type(String text) throws Exception {
    Duration unused = chat.type(asha, text);
  }

  /** Waits for a state of a job. */
  Job await(Job job, String what, Predicate<JobState> wanted) {
    return Eventually.get(
        job.id() + " " + what,
        () -> jobs.find(job.id()).orElseThrow(),
        now -> wanted.test(now.state()),
        PATIENCE);
  }

  long pid() {
    return bot.pid();
  }

  /** Waits until no sandbox is left; returns the files that the bot has in its temporary folder. */
  long temporaryFilesWithoutSandboxes() throws IOException {
    Eventually.get("no sandbox", this::sandboxes, List::isEmpty, PATIENCE);
    try (Stream<Path> files = Files.list(temporary())) {
      return files.count();
    }
  }

  private List<String> sandboxes() {
    try {
      return own.existing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    jobs.close();
    bot.close();
    chat.close();
    own.clear();
    disk.close();
  }
}
