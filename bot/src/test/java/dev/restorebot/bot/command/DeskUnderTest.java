package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.Alerts;
import dev.restorebot.bot.cards.JobThreads;
import dev.restorebot.bot.cards.SamePeople;
import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.bot.testing.FakeSandboxes;
import dev.restorebot.engine.advice.AdviceSettings;
import dev.restorebot.engine.advice.BestPractices;
import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.folder.FolderSource;
import dev.restorebot.engine.backup.rclone.RcloneRemotes;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.jdbc.JdbcJobStore;
import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.login.LoginSettings;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.testrestore.TestSettings;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.check.AllChecks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A desk with a real engine, a chat in memory and sandboxes without a server. */
final class DeskUnderTest implements AutoCloseable {
  static final String CHANNEL = "ops";

  final FakeChat chat = new FakeChat();
  final FakeSandboxes sandboxes = new FakeSandboxes();
  private final JobStore store = JdbcJobStore.inMemory();
  final TestRestores engine;
  private final Outbox outbox = JdbcOutbox.inMemory();
  private final Delivery delivery;
  final CommandDispatcher desk;

  DeskUnderTest(Path backups) {
    this(backups, ChatAccess.EVERYBODY, Optional.empty());
  }

  DeskUnderTest(Path backups, ChatAccess access, Optional<DisasterTargets> disasters) {
    this(backups, access, disasters, Optional.empty(), Optional.empty());
  }

  DeskUnderTest(
      Path backups,
      ChatAccess access,
      Optional<DisasterTargets> disasters,
      Optional<RehearsalJobs> rehearsals,
      Optional<Drills> drills) {
    engine =
        new TestRestores(
            store,
            sandboxes,
            () ->
                new ArchiveReader(new ArchiveKey(SampleBackups.KEY, ArchiveKey.DEFAULT_ITERATIONS)),
            AllChecks::verifier,
            () ->
                new TestSettings(
                    store.owner(),
                    1,
                    Duration.ofHours(24),
                    Duration.ofHours(1),
                    Duration.ofDays(7),
                    true,
                    0,
                    new LoginSettings(
                        true, Duration.ofHours(4), "db1.example", OptionalInt.empty()),
                    DiskLimits.DEFAULT,
                    BackupNames.usual(ZoneOffset.UTC),
                    Optional.empty(),
                    database ->
                        new DatabasePolicy(
                            LoadSettings.DEFAULT,
                            new VerifySettings(List.of(), Optional.empty()),
                            List.of(),
                            ServerChoice.USUAL,
                            Optional::empty)),
            Clock.systemUTC());
    delivery = new Delivery(List.of(chat), outbox, Clock.systemUTC());
    engine.addListener(
        new JobThreads(
            delivery, engine::place, new Alerts(delivery, false), () -> true, Clock.systemUTC()));
    BackupCatalog catalog =
        new BackupCatalog(
            List.of(new FolderSource(backups, BackupNames.usual(ZoneOffset.UTC))),
            Duration.ofSeconds(3));
    desk =
        new CommandDispatcher(
            new CommandContext(
                engine,
                catalog,
                () ->
                    new BestPractices(
                        new AdviceSettings(
                            List.of(), Duration.ofHours(26), Duration.ofHours(24), 50),
                        new RcloneRemotes()),
                chat,
                () -> access,
                disasters,
                rehearsals,
                drills,
                SamePeople.NONE,
                delivery,
                Clock.systemUTC()));
    engine.start();
    desk.open();
  }

  /** The first answer that only the person sees. */
  Card answer(Actor actor, String text) {
    Answered answered = new Answered();
    desk.command(text, CHANNEL, actor, answered);
    return answered.first();
  }

  /** Somebody types what is answered in a thread. */
  Answered type(Actor actor, String text) {
    Answered answered = new Answered();
    desk.command(text, CHANNEL, actor, answered);
    return answered;
  }

  Answered press(Actor actor, Action action, String value) {
    Answered answered = new Answered();
    desk.button(action, value, CHANNEL, actor, answered);
    return answered;
  }

  /** Waits for the newest job to be in that state. */
  Job newest(JobState state) {
    return Eventually.get(
            "a job that is " + state,
            () -> engine.recentJobs(1).toList(),
            jobs -> !jobs.isEmpty() && jobs.get(0).state() == state)
        .get(0);
  }

  Job await(Job job, JobState state) {
    return Eventually.get(
        job.id() + " is " + state,
        () -> engine.job(job.id()).orElseThrow(),
        now -> now.state() == state);
  }

  /** The job's headline in the chat. */
  ThreadRef thread(Job job) {
    Origin origin = Origin.read(job.origin());
    String message =
        Eventually.get("a headline", () -> outbox.message(origin), Optional::isPresent)
            .orElseThrow();
    return new ThreadRef(origin.frontEnd(), origin.channel(), message);
  }

  /** Waits for a reply of that title in the job's thread. */
  Card reply(Job job, String title) {
    return Eventually.get(
            "a reply: " + title,
            () -> chat.replies(thread(job)),
            cards -> cards.stream().anyMatch(card -> card.title().equals(title)))
        .stream()
        .filter(card -> card.title().equals(title))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Override
  public void close() {
    sandboxes.openGate();
    desk.close();
    engine.close();
    delivery.close();
    outbox.close();
    store.close();
  }

  /** What one person was shown. */
  static final class Answered implements Inbound.Responder {
    private final List<Card> cards = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void done() {
      ended.incrementAndGet();
    }

    /** How often it was said that nothing more comes. */
    int ended() {
      return ended.get();
    }

    @Override
    public void ephemeral(Card card) {
      cards.add(card);
    }

    Card first() {
      return Eventually.get("an answer", () -> cards, all -> !all.isEmpty()).get(0);
    }

    List<Card> all() {
      return cards;
    }
  }
}
