package dev.restorebot.engine.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Actor ASHA = new Actor("slack:U1", "Asha");
  private static final Actor BEN = new Actor("slack:U2", "Ben");
  private static final Actor EVE = new Actor("slack:U9", "Eve");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final List<Backup> there = new ArrayList<>();
  private final PlayedTests tests = new PlayedTests(clock);
  private final PlayedTests played = new PlayedTests(clock);
  private DrillRuns rehearsals = played;
  private final List<String> said = new ArrayList<>();
  private final List<String> threads = new ArrayList<>();
  private final Map<DrillState, Set<DrillState>> taken = new EnumMap<>(DrillState.class);
  private final Map<String, DrillState> last = new java.util.HashMap<>();
  private DrillSettings settings = monthly(false, BackupRule.NEWEST);
  private JdbcDrillStore store;
  private JdbcAuditLog audit;
  private Drills drills;

  @BeforeEach
  void open() {
    backup("zenops_db_2026-01-01_02-00-00.dump", now);
    start();
  }

  @Test
  void otherSettingsAreInForceAtOnce() throws Exception {
    drills.replace(List.of(), SamePersonRules.DISTINCT);
    assertThat(drills.databases()).isEmpty();
    assertThat(drills.next()).isEmpty();
    now = now.plus(Duration.ofDays(62));
    drills.look();
    assertThat(drills.recent(Optional.empty(), 10)).isEmpty();

    drills.replace(List.of(settings), new SamePersonRules(List.of(Set.of(ASHA.id(), BEN.id()))));
    drills.look();
    Drill due = drills.recent(Optional.empty(), 10).get(0);
    Drill running = drills.run(due.id(), ASHA, Optional.empty());
    tests.end(running, JobState.READY, Optional.of(Outcome.PASSED));
    drills.look();
    assertThatThrownBy(() -> drills.signOff(due.id(), BEN))
        .hasMessageContaining("person who ran a drill");
  }

  /** As a new process does. */
  private void start() {
    store = JdbcDrillStore.open(folder.resolve("state.db"));
    audit = JdbcAuditLog.open(folder.resolve("state.db"));
    drills =
        new Drills(
            List.of(settings),
            store,
            new BackupCatalog(List.of(new PlayedTests.Folder(there)), Duration.ofSeconds(3)),
            kind -> kind == DrillKind.TEST ? tests : rehearsals,
            audit,
            actor -> !actor.equals(EVE),
            SamePersonRules.DISTINCT,
            new Heard(),
            clock,
            new Random(1));
    drills.stand();
    drills.look();
  }

  @AfterEach
  void close() {
    assertThat(audit.verify(Optional.empty()).whole()).isTrue();
    audit.close();
    store.close();
  }

  private void restart() {
    close();
    start();
  }

  private static DrillSettings monthly(boolean auto, BackupRule pick) {
    return new DrillSettings(
        "zenops",
        DrillKind.TEST,
        Optional.of(CronSchedule.of("30 2 1 * *", BERLIN)),
        "slack:C1",
        Optional.empty(),
        Optional.empty(),
        auto,
        pick,
        Optional.of(java.util.regex.Pattern.compile("zenops_db_")),
        Optional.of(Level.DEEP),
        Duration.ofDays(3));
  }

  /** Every third hour, with a restart every fourth day. */
  @Test
  void inAYearEachMonthHasOneReminderAndOneRecord() throws Exception {
    playAYear(Duration.ofHours(3), 4 * 8);
    eachMonthHasOneReminderAndOneRecord();
  }

  /** Hour by hour, with a restart a day. */
  @Exhaustive
  @Test
  void inAYearOfHoursEachMonthHasOneReminderAndOneRecord() throws Exception {
    playAYear(Duration.ofHours(1), 24);
    eachMonthHasOneReminderAndOneRecord();
  }

  private void eachMonthHasOneReminderAndOneRecord() {
    List<Drill> all = store.recent(Optional.of("zenops"), 100);
    assertThat(all).hasSize(12);
    assertThat(all).allSatisfy(drill -> assertThat(drill.state()).isEqualTo(DrillState.RECORDED));
    assertThat(all)
        .extracting(drill -> drill.dueAt().atZone(BERLIN).toLocalDate().getMonthValue())
        .containsExactly(1, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
    assertThat(all)
        .allSatisfy(
            drill -> assertThat(drill.dueAt().atZone(BERLIN).toLocalTime()).hasToString("02:30"));
    assertThat(threads.stream().filter(each -> each.startsWith("drill"))).doesNotHaveDuplicates();
    assertThat(audit.entries(0, 10_000).stream().filter(e -> e.event().what().equals("drill.due")))
        .hasSize(12);
  }

  /** With a fortnight's downtime and both changes of the clocks. */
  private void playAYear(Duration step, int stepsBetweenRestarts) throws Exception {
    long stepsUntilRun = Math.max(1, Duration.ofHours(5).dividedBy(step));
    Instant end = Instant.parse("2027-01-01T12:00:00Z");
    int steps = 0;
    while (now.isBefore(end)) {
      boolean away =
          now.isAfter(Instant.parse("2026-06-25T00:00:00Z"))
              && now.isBefore(Instant.parse("2026-07-09T00:00:00Z"));
      now = now.plus(step);
      if (away) {
        continue;
      }
      drills.look();
      if (++steps % stepsBetweenRestarts == 0) {
        restart();
      }
      for (Drill drill : store.open()) {
        if (drill.state() == DrillState.DUE && steps % stepsUntilRun == 0) {
          Drill running = drills.run(drill.id(), ASHA, Optional.empty());
          tests.end(running, JobState.READY, Optional.of(Outcome.PASSED));
        }
      }
    }
  }

  @Test
  void aNightWhoseClocksChangeIsDueOnce() {
    CronSchedule nightly = CronSchedule.of("30 2 * * *", BERLIN);
    for (String day : List.of("2026-03-28", "2026-10-24")) {
      List<Instant> times = new ArrayList<>();
      Instant at = Instant.parse(day + "T12:00:00Z");
      for (Instant next = nightly.next(at);
          next.isBefore(at.plus(Duration.ofDays(3)));
          next = nightly.next(next)) {
        times.add(next);
      }
      assertThat(times.stream().map(t -> t.atZone(BERLIN).toLocalDate()).toList())
          .as(day)
          .hasSize(3)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void afterALongDowntimeTheNewestIsAskedForAndTheOthersAreMissed() {
    now = Instant.parse("2026-05-20T09:00:00Z");
    restart();

    assertThat(store.recent(Optional.empty(), 10))
        .extracting(Drill::state)
        .containsExactly(DrillState.DUE, DrillState.MISSED, DrillState.MISSED, DrillState.MISSED);
    assertThat(threads).hasSize(1);
    restart();
    assertThat(threads).hasSize(1);
  }

  @Test
  void theRecordIsTheRunbooks() throws Exception {
    due();
    Drill drill = newest();
    assertThat(drill.backup().orElseThrow().name()).contains("2026-01-01");
    assertThat(Drills.before(store, drill)).isEmpty();
    Drill running = drills.run(drill.id(), ASHA, Optional.empty());
    now = now.plus(Duration.ofMinutes(4));
    tests.end(running, JobState.READY, Optional.of(Outcome.PASSED));
    drills.look();
    drills.issue(drill.id(), "the index is slow", ASHA);
    drills.action(drill.id(), "rebuild it", ASHA);
    assertThatThrownBy(() -> drills.signOff(drill.id(), ASHA))
        .hasMessageContaining("The person who ran a drill cannot sign it off");
    assertThatThrownBy(() -> drills.signOff(drill.id(), EVE)).hasMessageContaining("on-call lead");
    drills.signOff(drill.id(), BEN);

    Drill record = newest();
    assertThat(record.state()).isEqualTo(DrillState.SIGNED_OFF);
    assertThat(record.run().orElseThrow().by()).isEqualTo(ASHA);
    assertThat(record.run().orElseThrow().took()).contains(Duration.ofMinutes(4));
    assertThat(record.run().orElseThrow().outcome()).contains(Outcome.PASSED);
    assertThat(record.issues()).extracting(Drill.Note::text).containsExactly("the index is slow");
    assertThat(record.actions()).extracting(Drill.Note::by).containsExactly(ASHA);
    assertThat(record.signedOff().orElseThrow().by()).isEqualTo(BEN);
    assertThatThrownBy(() -> drills.issue(drill.id(), "more", ASHA))
        .hasMessageContaining("Nothing can be added");
    assertThat(audit.entries(0, 100))
        .extracting(entry -> entry.event().what())
        .contains(
            "drill.due",
            "drill.started",
            "drill.recorded",
            "drill.issue",
            "drill.refused",
            "drill.signed-off");
  }

  @Test
  void whatNobodyRunsIsEscalatedOnceAStep() {
    due();
    for (int day = 0; day < 12; day++) {
      now = now.plus(Duration.ofDays(1));
      restart();
    }
    assertThat(said.stream().filter(each -> each.startsWith("overdue")).toList())
        .containsExactly("overdue 1", "overdue 2", "overdue 3");
    assertThat(drills.overdue()).isEqualTo(1);
  }

  @Test
  void whatIsPutOffComesBackAfterADay() throws Exception {
    due();
    drills.snooze(newest().id(), BEN);
    now = now.plus(Duration.ofHours(23));
    drills.look();
    assertThat(newest().state()).isEqualTo(DrillState.SNOOZED);
    now = now.plus(Duration.ofHours(2));
    restart();
    assertThat(newest().state()).isEqualTo(DrillState.DUE);
    assertThat(threads).hasSize(1);
  }

  @Test
  void itRunsByItselfWhenTheSettingsSaySo() {
    settings = monthly(true, BackupRule.NEWEST);
    restart();
    due();
    assertThat(newest().state()).isEqualTo(DrillState.RUNNING);
    assertThat(newest().run().orElseThrow().by()).isEqualTo(Actor.BOT);
    assertThat(tests.recent().get(0).level()).contains(Level.DEEP);
  }

  @Test
  void takesOnlyBackupsOfItsDatabase() throws Exception {
    settings = withoutNames(BackupRule.NEWEST);
    there.add(0, unnamed("chinook_2023-03-15.sql.gz"));
    restart();
    due();
    assertThat(newest().backup().orElseThrow().name()).startsWith("zenops_db_");

    there.clear();
    there.add(unnamed("chinook.dump"));
    tests.contains("chinook.dump", "chinook");
    for (BackupRule rule : BackupRule.values()) {
      settings = withoutNames(rule);
      restart();
      now = now.plus(Duration.ofDays(31));
      drills.look();
      assertThat(newest().backup()).as("%s", rule).isEmpty();
      assertThatThrownBy(() -> drills.run(newest().id(), ASHA, Optional.empty()))
          .hasMessageContaining("no backup of the database zenops")
          .hasMessageContaining("chinook.dump");
    }
    assertThatThrownBy(() -> drills.run(newest().id(), ASHA, Optional.of("chinook.dump")))
        .hasMessageContaining("is a backup of the database chinook, not of zenops");
    assertThat(tests.recent()).isEmpty();
  }

  @Test
  void refusesABackupWhoseContentIsOfAnotherDatabase() {
    settings = withoutNames(BackupRule.NEWEST);
    tests.contains("zenops_db_2026-01-01_02-00-00.dump", "chinook");
    restart();
    due();
    assertThatThrownBy(() -> drills.run(newest().id(), ASHA, Optional.empty()))
        .hasMessageContaining("is a backup of the database chinook, not of zenops");
    assertThat(newest().state()).isEqualTo(DrillState.DUE);
  }

  private static DrillSettings rehearsing() {
    DrillSettings of = monthly(false, BackupRule.NEWEST_UNVERIFIED);
    return new DrillSettings(
        of.database(),
        DrillKind.REHEARSAL,
        of.schedule(),
        of.channel(),
        of.mention(),
        of.heartbeat(),
        of.auto(),
        of.pick(),
        of.names(),
        of.level(),
        of.overdueAfter());
  }

  /** Both are known from now on, and due. */
  private List<Drill> bothDue() {
    drills.replace(List.of(settings, rehearsing()), SamePersonRules.DISTINCT);
    drills.look();
    now = now.plus(Duration.ofDays(31));
    drills.look();
    return drills.recent(Optional.empty(), 10).stream()
        .filter(drill -> drill.state() == DrillState.DUE)
        .sorted(Comparator.comparing(Drill::kind))
        .toList();
  }

  @Test
  void aDatabaseHasDrillsOfBothKindsWithSchedulesOfTheirOwn() throws Exception {
    List<Drill> due = bothDue();
    assertThat(due).extracting(Drill::kind).containsExactly(DrillKind.TEST, DrillKind.REHEARSAL);

    Drill running = drills.run(due.get(1).id(), ASHA, Optional.empty());
    played.end(running, JobState.READY, Optional.of(Outcome.PASSED));
    drills.look();

    Drill recorded = drills.find(running.id()).orElseThrow();
    assertThat(recorded.state()).isEqualTo(DrillState.RECORDED);
    assertThat(recorded.run().orElseThrow().outcome()).contains(Outcome.PASSED);
    assertThat(tests.recent()).isEmpty();
    assertThat(drills.find(due.get(0).id()).orElseThrow().state()).isEqualTo(DrillState.DUE);
    assertThat(drills.before(recorded)).isEmpty();
    Drill asked = drills.run(Optional.empty(), Optional.empty(), BEN, "slack:C1");
    assertThat(asked.kind()).isEqualTo(DrillKind.TEST);
    Drill again =
        drills.run(Optional.of("zenops"), Optional.of(DrillKind.REHEARSAL), BEN, "slack:C1");
    assertThat(again.kind()).isEqualTo(DrillKind.REHEARSAL);
    assertThat(drills.before(again)).contains(recorded);
  }

  @Test
  void saysWhichKindsOfDrillsThereAre() {
    Optional<DrillKind> rehearsal = Optional.of(DrillKind.REHEARSAL);

    assertThatThrownBy(() -> drills.run(Optional.of("zenops"), rehearsal, ASHA, "slack:C1"))
        .hasMessageContaining("zenops has no rehearsal drill.")
        .satisfies(e -> assertThat(hint(e)).isEqualTo("Its drills: test."));
    assertThatThrownBy(() -> drills.run(Optional.empty(), rehearsal, ASHA, "slack:C1"))
        .hasMessageContaining("The settings have no rehearsal drill.");
    assertThatThrownBy(() -> drills.run(Optional.of("other"), rehearsal, ASHA, "slack:C1"))
        .hasMessageContaining("There are no drills of other.")
        .satisfies(e -> assertThat(hint(e)).isEqualTo("Databases with drills: zenops."));
  }

  private static String hint(Throwable refused) {
    return ((ProblemException) refused).problem().hint();
  }

  @Test
  void aRehearsalThatIsRefusedIsDueAgain() throws Exception {
    DrillRuns refusing = mock(DrillRuns.class, CALLS_REAL_METHODS);
    when(refusing.start(any(), any(), any(), any()))
        .thenThrow(DrillJournal.problem("A disaster restore is in progress.", "Wait."));
    rehearsals = refusing;
    restart();
    Drill due = bothDue().get(1);

    assertThatThrownBy(() -> drills.run(due.id(), ASHA, Optional.empty()))
        .hasMessageContaining("A disaster restore is in progress");

    assertThat(drills.find(due.id()).orElseThrow().state()).isEqualTo(DrillState.DUE);
  }

  private static DrillSettings withoutNames(BackupRule pick) {
    DrillSettings of = monthly(false, pick);
    return new DrillSettings(
        of.database(),
        of.kind(),
        of.schedule(),
        of.channel(),
        of.mention(),
        of.heartbeat(),
        of.auto(),
        pick,
        Optional.empty(),
        of.level(),
        of.overdueAfter());
  }

  private Backup unnamed(String name) {
    return new Backup(
        name, Path.of("/b", name), 100, now, Optional.empty(), Optional.empty(), false);
  }

  @Test
  void theBackupIsPickedAsTheSettingsSay() throws Exception {
    backup("zenops_db_2026-01-02_02-00-00.dump", now.plus(Duration.ofDays(1)));
    backup("other_db_2026-01-03_02-00-00.dump", now.plus(Duration.ofDays(2)));
    due();
    assertThat(newest().backup().orElseThrow().name()).contains("zenops_db_2026-01-02");
    tests.end(
        drills.run(newest().id(), ASHA, Optional.empty()),
        JobState.READY,
        Optional.of(Outcome.PASSED));
    drills.look();

    settings = monthly(false, BackupRule.NEWEST_UNVERIFIED);
    restart();
    now = now.plus(Duration.ofDays(31));
    drills.look();
    assertThat(newest().backup().orElseThrow().name()).contains("2026-01-01");

    settings = monthly(false, BackupRule.RANDOM);
    restart();
    for (int month = 0; month < 6; month++) {
      now = now.plus(Duration.ofDays(31));
      drills.look();
    }
    assertThat(
            store.recent(Optional.empty(), 6).stream()
                .map(drill -> drill.backup().orElseThrow().name())
                .collect(Collectors.toSet()))
        .hasSize(2)
        .allMatch(name -> name.startsWith("zenops"));
  }

  @Test
  void aProcessThatDiesBeforeItsTestRestoreWasAskedForLeavesItDue() throws Exception {
    due();
    Drill running = drills.run(newest().id(), ASHA, Optional.empty());
    tests.forget();
    restart();
    assertThat(newest().state()).isEqualTo(DrillState.DUE);
    assertThat(running.state()).isEqualTo(DrillState.RUNNING);
  }

  @Test
  void everyTransitionOfTheTableIsTakenAndNoOther() throws Exception {
    playAYear(Duration.ofHours(5), 5 * 14);
    Drill failed = newest();
    drills.signOff(failed.id(), BEN);
    now = now.plus(Duration.ofDays(31));
    drills.look();
    drills.snooze(newest().id(), BEN);
    tests.end(
        drills.run(newest().id(), BEN, Optional.empty()), JobState.CANCELLED, Optional.empty());
    drills.look();
    drills.snooze(newest().id(), BEN);
    now = now.plus(Duration.ofDays(2));
    drills.look();
    tests.end(drills.run(newest().id(), BEN, Optional.empty()), JobState.FAILED, Optional.empty());
    drills.look();
    assertThat(newest().run().orElseThrow().outcome()).contains(Outcome.FAILED);
    tests.end(
        drills.run(newest().id(), BEN, Optional.empty()),
        JobState.READY,
        Optional.of(Outcome.PASSED));
    drills.look();
    assertThatThrownBy(() -> drills.run(newest().id(), BEN, Optional.empty()))
        .hasMessageContaining("is not waiting");
    now = now.plus(Duration.ofDays(31));
    drills.look();
    now = now.plus(Duration.ofDays(31));
    drills.look();
    drills.snooze(newest().id(), BEN);
    now = now.plus(Duration.ofHours(1));
    settings =
        new DrillSettings(
            "zenops",
            DrillKind.TEST,
            Optional.of(CronSchedule.of("0 * * * *", BERLIN)),
            "slack:C1",
            Optional.empty(),
            Optional.empty(),
            false,
            BackupRule.NEWEST,
            Optional.empty(),
            Optional.empty(),
            Duration.ofDays(3));
    restart();

    for (DrillState from : DrillState.values()) {
      assertThat(taken.getOrDefault(from, EnumSet.noneOf(DrillState.class)))
          .as("from %s", from)
          .isEqualTo(from.next());
    }
  }

  private void due() {
    now = Instant.parse("2026-02-01T09:00:00Z");
    drills.look();
    assertThat(newest().state()).isNotEqualTo(DrillState.MISSED);
  }

  private Drill newest() {
    return store.recent(Optional.empty(), 1).get(0);
  }

  private void backup(String name, Instant at) {
    there.add(
        0,
        new Backup(
            name, Path.of("/b", name), 100, at, Optional.of("zenops"), Optional.empty(), false));
  }

  private final class Heard implements DrillEvents {
    @Override
    public String thread(String channel) {
      return channel + " " + threads.size();
    }

    @Override
    public void changed(Drill drill) {
      if (!threads.contains(drill.origin())) {
        threads.add(drill.origin());
      }
      DrillState before = last.put(drill.id(), drill.state());
      if (before != null && before != drill.state()) {
        taken.computeIfAbsent(before, any -> EnumSet.noneOf(DrillState.class)).add(drill.state());
      }
    }

    @Override
    public void recorded(Drill drill) {
      said.add("recorded " + drill.run().orElseThrow().outcome().orElseThrow());
    }

    @Override
    public void note(Drill drill, String words) {
      said.add(words);
    }

    @Override
    public void overdue(Drill drill, int step) {
      said.add("overdue " + step);
    }
  }
}
