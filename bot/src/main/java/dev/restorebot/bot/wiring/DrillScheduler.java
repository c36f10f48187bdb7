package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.DrillThreads;
import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.drill.DrillStore;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.evidence.EvidenceWriter;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.testrestore.TestRestores;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drills, made from settings, and what makes them look at the clock. */
final class DrillScheduler implements JobListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DrillScheduler.class);
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final int RETOLD = 20;

  private final DrillStore store;
  private final EvidenceWriter writer;
  private final Drills drills;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "drills");
            thread.setDaemon(true);
            return thread;
          });

  /** Nothing is due before {@link #start}. The parts stay their owner's. */
  DrillScheduler(
      Supplier<Settings> live,
      Map<ChatFrontEnd, Supplier<ChatAccess>> fronts,
      DrillStore store,
      TestRestores engine,
      BackupCatalog backups,
      AuditLog audit,
      Delivery delivery,
      EvidenceWriter writer,
      InstantSource clock) {
    this.store = store;
    this.writer = writer;
    Settings settings = live.get();
    Map<String, Supplier<ChatAccess>> accesses = new HashMap<>();
    fronts.forEach((front, access) -> accesses.put(front.name(), access));
    this.drills =
        new Drills(
            settings.drills(),
            store,
            backups,
            new EngineTests(engine),
            audit,
            new ChatMembership(fronts),
            new SamePersonRules(settings.approval().samePerson()),
            new DrillEvidence(
                new DrillThreads(
                    delivery,
                    drill -> Drills.before(store, drill),
                    chat -> accesses.getOrDefault(chat, () -> ChatAccess.EVERYBODY).get().leads(),
                    () -> live.get().disaster().contacts(),
                    clock),
                writer),
            clock,
            new SecureRandom());
  }

  Drills drills() {
    return drills;
  }

  /** Goes by other settings from now on. */
  void replace(Settings settings) {
    drills.replace(settings.drills(), new SamePersonRules(settings.approval().samePerson()));
  }

  void start() {
    drills.stand();
    // Whoever died just before may not have had the report written; it is written once.
    store.recent(Optional.empty(), RETOLD).stream()
        .filter(drill -> drill.state() == DrillState.SIGNED_OFF)
        .forEach(writer::drill);
    var unused =
        watch.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      drills.look();
    } catch (RuntimeException e) {
      log.error("could not check for drills; trying again", e);
    }
  }

  @Override
  public void changed(Job job, JobEvent event) {
    if (job.outcome().isPresent() || job.state().ended()) {
      try {
        watch.execute(this::look);
      } catch (RejectedExecutionException e) {
        log.debug("the next start looks at drills");
      }
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}

  @Override
  public void close() {
    watch.shutdown();
    try {
      boolean unused = watch.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
