package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.LeftStorage;
import dev.restorebot.engine.disaster.RunbookStatus;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.testrestore.TestRestores;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds the card that says in five seconds how things are: which services are down and since when,
 * who is waited for, what runs, the last verified backup of each database and the next drill.
 */
public final class StatusBoard {
  private static final int JOBS = 500;
  private static final int KEPT = 3;

  private StatusBoard() {}

  /** Returns the present state. */
  public static Card of(
      TestRestores engine,
      Optional<Drills.Next> drill,
      Optional<DisasterTargets> disasters,
      Instant now) {
    List<Restore> restores =
        disasters
            .map(
                all ->
                    all.current().stream()
                        .map(each -> new Restore(each, all.request(each)))
                        .toList())
            .orElseGet(List::of);
    return withRunbooks(
        of(engine.recentJobs(JOBS), restores, drill, now),
        disasters.map(DisasterTargets::runbookFaults).orElseGet(Map::of));
  }

  /** Adds what is wrong with the daily runbooks, with what to do. */
  static Card withRunbooks(Card board, Map<String, RunbookStatus.Fault> faults) {
    Card card = board;
    for (Map.Entry<String, RunbookStatus.Fault> each : faults.entrySet()) {
      card =
          card.withLine(
              "Runbook of "
                  + each.getKey()
                  + ": "
                  + each.getValue().what()
                  + " What to do: "
                  + each.getValue().cure());
    }
    return card;
  }

  /** A disaster restore and its request. */
  public record Restore(Disaster disaster, Optional<ApprovalRequest> request) {
    /** Returns whom it waits for; empty when it waits for nobody. */
    Optional<String> waitsFor() {
      if (disaster.state() == DisasterState.AWAITING_GO) {
        return Optional.of("a lead, to swap in or abandon");
      }
      if (disaster.state() == DisasterState.AWAITING_SERVICES) {
        return disaster
            .progress()
            .handWork()
            .map(
                work ->
                    "people, to "
                        + work.task().verb()
                        + " "
                        + String.join(", ", work.services())
                        + ", and a lead, to confirm it");
      }
      if (disaster.state() == DisasterState.AWAITING_KEEP) {
        return Optional.of(
            disaster.plan().target().hasWayBack()
                ? "a lead, to keep the restored data or roll back"
                : "a lead, to keep the restored data");
      }
      return request
          .filter(asked -> asked.state() == ApprovalState.PENDING)
          .map(
              asked ->
                  asked.missing()
                      + (asked.missing() == 1 ? " more lead" : " more leads")
                      + ", to approve "
                      + switch (asked.binding().kind()) {
                        case "rollback" -> "the rollback";
                        case "deletion" -> "the deletion of what the restore left";
                        default -> "the restore";
                      });
    }

    String target() {
      return DisasterCardParts.where(disaster);
    }
  }

  /** Returns the state that those jobs and restores, both newest first, describe. */
  public static Card of(
      Stream<Job> newestFirst, List<Restore> restores, Optional<Drills.Next> drill, Instant now) {
    List<Job> jobs = new ArrayList<>();
    List<HistoryCards.Tested> tested = new ArrayList<>();
    newestFirst.forEach(
        job -> {
          jobs.add(job.withoutReport());
          HistoryCards.Tested.of(job).ifPresent(tested::add);
        });
    List<Restore> down =
        restores.stream().filter(each -> each.disaster().servicesDownSince().isPresent()).toList();
    List<Restore> waiting = restores.stream().filter(each -> each.waitsFor().isPresent()).toList();
    List<Restore> lost = lost(restores);
    Card.Builder card = headline(down, lost, waiting, now);
    for (Restore each : down) {
      card.field("Services down", down(each, now));
    }
    for (Restore each : lost) {
      card.field("Wrong data", SwappedCards.lost(each.disaster()).orElseThrow() + ", " + id(each));
    }
    for (Restore each : waiting) {
      card.field(
          "Waiting for", each.waitsFor().orElseThrow() + ": " + each.target() + ", " + id(each));
    }
    for (Restore each : newestSwaps(restores)) {
      if (each.disaster().state() == DisasterState.DONE
          && each.disaster().observations().freshBackup().isEmpty()) {
        card.field(
            "Backup needed",
            each.target()
                + ": none newer than the swap of "
                + Humane.time(LeftStorage.since(each.disaster()))
                + ", "
                + id(each));
      }
    }
    List<Restore> keeping =
        restores.stream().filter(each -> !LeftStorage.of(each.disaster()).isEmpty()).toList();
    for (Restore each : keeping.subList(0, Math.min(KEPT, keeping.size()))) {
      card.field(
          "Kept", LeftStorage.text(each.disaster(), now) + ": " + each.target() + ", " + id(each));
    }
    if (keeping.size() > KEPT) {
      card.field("Kept", "and of " + (keeping.size() - KEPT) + " older restores");
    }
    card.field("Running", running(jobs, restores));
    for (Restore each : newestSwaps(restores)) {
      card.field("Last disaster restore", ended(each, now));
    }
    card.field(
        "Next drill",
        drill.map(next -> next.subject() + ", " + Humane.time(next.at())).orElse("not scheduled"));
    List<List<String>> verified = verified(tested, now);
    return verified.isEmpty()
        ? card.line("No backup has passed a test restore yet. Run `/restore test`.").build()
        : card.table(
                new TableView(
                    "Last verified backup of each database",
                    List.of("Database", "Backup", "Data from", "Tested", "Newest test"),
                    verified))
            .build();
  }

  private static String id(Restore restore) {
    return "`" + restore.disaster().id() + "`";
  }

  /** The newest of each target that swapped: it says which data is in use. */
  private static List<Restore> newestSwaps(List<Restore> newestFirst) {
    Set<String> targets = new HashSet<>();
    return newestFirst.stream()
        .filter(each -> each.disaster().progress().swapBegan())
        .filter(each -> targets.add(each.disaster().target()))
        .toList();
  }

  /** Those whose swap or rollback somebody lost; only the newest swap of a target counts. */
  private static List<Restore> lost(List<Restore> newestFirst) {
    return newestSwaps(newestFirst).stream()
        .filter(each -> SwappedCards.lost(each.disaster()).isPresent())
        .toList();
  }

  private static String ended(Restore restore, Instant now) {
    Disaster disaster = restore.disaster();
    return restore.target()
        + ": "
        + disaster.state().name().replace('_', ' ')
        + ", "
        + Humane.age(disaster.changedAt(), now)
        + ", "
        + id(restore);
  }

  private static Card.Builder headline(
      List<Restore> down, List<Restore> lost, List<Restore> waiting, Instant now) {
    if (!down.isEmpty()) {
      Restore first = down.get(0);
      return Card.of(
          Tone.BAD,
          "SERVICES DOWN: "
              + first.target()
              + " for "
              + since(first, now)
              + first.waitsFor().map(whom -> ", waiting for " + whom).orElse(""));
    }
    if (!lost.isEmpty()) {
      Disaster first = lost.get(0).disaster();
      return Card.of(
          Tone.BAD,
          "WRONG DATA: "
              + lost.get(0).target()
              + " is "
              + first.state().name().replace('_', ' ')
              + ", but "
              + SwappedCards.lost(first).orElseThrow());
    }
    if (!waiting.isEmpty()) {
      Restore first = waiting.get(0);
      return Card.of(
          Tone.WARN,
          "WAITING: the disaster restore of "
              + first.target()
              + " needs "
              + first.waitsFor().orElseThrow());
    }
    return Card.of(Tone.INFO, "Nothing waits for anybody, and no services were stopped");
  }

  private static String since(Restore restore, Instant now) {
    return Durations.minutes(
        Duration.between(restore.disaster().servicesDownSince().orElseThrow(), now));
  }

  private static String down(Restore restore, Instant now) {
    return String.join(", ", restore.disaster().progress().ran())
        + " of "
        + restore.target()
        + ", since "
        + Humane.time(restore.disaster().servicesDownSince().orElseThrow())
        + " ("
        + since(restore, now)
        + ")";
  }

  private static String running(List<Job> jobs, List<Restore> restores) {
    long tests = jobs.stream().filter(job -> job.state().running()).count();
    long queued = jobs.stream().filter(job -> job.state() == JobState.QUEUED).count();
    long disasters = restores.stream().filter(each -> each.disaster().state().working()).count();
    return tests
        + (tests == 1 ? " test, " : " tests, ")
        + queued
        + " queued, "
        + disasters
        + (disasters == 1 ? " disaster restore" : " disaster restores");
  }

  /** The last backup of each database that passed, and the verdict of its newest test. */
  private static List<List<String>> verified(List<HistoryCards.Tested> tested, Instant now) {
    Map<String, List<HistoryCards.Tested>> databases = new TreeMap<>();
    tested.stream()
        .sorted(
            Comparator.comparing((HistoryCards.Tested test) -> test.job().createdAt()).reversed())
        .forEach(
            test ->
                databases
                    .computeIfAbsent(test.database().orElse("unknown"), any -> new ArrayList<>())
                    .add(test));
    return databases.entrySet().stream()
        .filter(each -> !each.getKey().equals("unknown") || passed(each.getValue()).isPresent())
        .map(each -> row(each.getKey(), each.getValue(), now))
        .toList();
  }

  private static Optional<HistoryCards.Tested> passed(List<HistoryCards.Tested> newestFirst) {
    return newestFirst.stream().filter(test -> test.outcome() == Outcome.PASSED).findFirst();
  }

  private static List<String> row(
      String database, List<HistoryCards.Tested> newestFirst, Instant now) {
    HistoryCards.Tested newest = newestFirst.get(0);
    Optional<HistoryCards.Tested> passed = passed(newestFirst);
    return List.of(
        database,
        passed.map(test -> test.job().backup()).orElse("NONE"),
        passed
            .flatMap(HistoryCards.Tested::createdAt)
            .map(at -> Humane.age(at, now))
            .orElse("unknown"),
        passed.map(test -> Humane.age(test.job().createdAt(), now)).orElse("never"),
        newest.outcome().name().replace('_', ' ')
            + " "
            + Humane.age(newest.job().createdAt(), now));
  }
}
