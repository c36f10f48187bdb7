package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.Humane;
import dev.restorebot.bot.cards.LastTests;
import dev.restorebot.bot.cards.StatusBoard;
import dev.restorebot.bot.console.ConsoleData;
import dev.restorebot.bot.message.Card;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.evidence.EvidenceList;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.job.ReportJson;
import dev.restorebot.engine.text.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what the console's page shows from the engine. */
final class ConsoleFacts implements ConsoleData {
  private static final int RUNS = 200;
  private static final int BACKUPS = 50;

  private final Supplier<RestoreEngine> engine;
  private final EvidenceList evidence;
  private final InstantSource clock;

  /**
   * Reads from that engine.
   *
   * @param reports the folder of the evidence reports
   */
  ConsoleFacts(Supplier<RestoreEngine> engine, Path reports, InstantSource clock) {
    this.engine = engine;
    this.evidence = new EvidenceList(reports);
    this.clock = clock;
  }

  @Override
  public Optional<Card> board() {
    return Optional.of(
        StatusBoard.of(
            engine.get().tests(),
            engine.get().drills().next(),
            engine.get().disasters(),
            clock.instant()));
  }

  @Override
  public History history() {
    return new History(
        engine
            .get()
            .tests()
            .recentJobs(RUNS)
            .filter(job -> job.outcome().isPresent())
            .map(ConsoleFacts::run)
            .toList(),
        engine.get().drills().nextOfEach().stream()
            .map(next -> new NextDrill(next.database(), next.at().toEpochMilli()))
            .toList());
  }

  private static Run run(Job job) {
    Optional<Report> report = job.report().map(ReportJson::read);
    return new Run(
        job.id(),
        job.title(),
        report.flatMap(any -> any.backup().database()).or(job::database).orElse(named(job)),
        job.outcome().orElseThrow().name(),
        job.createdAt().toEpochMilli(),
        report.flatMap(any -> Optional.ofNullable(any.timings().get("total"))),
        report.flatMap(any -> any.backup().sizeBytes()));
  }

  /** The database that the name of a backup names, of which nothing else could be read. */
  private static String named(Job job) {
    String file = job.backup().substring(job.backup().lastIndexOf('/') + 1);
    return BackupNames.usual(ZoneOffset.UTC).read(file).app().orElse("unknown database");
  }

  @Override
  public List<BackupLine> backups(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    Instant now = clock.instant();
    LastTests tests = LastTests.of(engine.get().tests());
    return engine.get().backups().listable().stream()
        .filter(backup -> backup.name().toLowerCase(Locale.ROOT).contains(wanted))
        .limit(BACKUPS)
        .map(
            backup ->
                new BackupLine(
                    backup.displayName(),
                    Humane.age(backup.takenAt(), now),
                    Sizes.text(backup.sizeBytes()),
                    tests.shown(backup, now)))
        .toList();
  }

  @Override
  public List<String> reports() throws IOException {
    return evidence.ids();
  }

  @Override
  public Optional<byte[]> report(String id, String file) throws IOException {
    return evidence.read(id, file);
  }
}
