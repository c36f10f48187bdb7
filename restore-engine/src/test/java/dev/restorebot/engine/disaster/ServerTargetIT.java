package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.PostgresUnderTest;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Restores a database in a server that has others, as a role that is no superuser, and swaps it by
 * renaming.
 */
@RequiresLocalPostgres
class ServerTargetIT {
  private static final String ROWS = "SELECT string_agg(name, ' ' ORDER BY id) FROM users";
  private static final String OLD = "asha ben written-later";
  private static final String RESTORED = "asha ben";

  private static PostgresUnderTest server;

  @TempDir Path folder;
  private JdbcDisasterStore store;
  private ServerRig rig;
  private Path dump;
  private List<String> atBackup;

  @BeforeAll
  static void start() throws Exception {
    server = new PostgresUnderTest();
    SampleServer.fill(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void production() throws Exception {
    SampleServer.production(server);
    store = JdbcDisasterStore.open(folder.resolve("state.db"));
    rig = new ServerRig(server, folder, store);
    dump = server.dump("zenops", folder.resolve("zenops.dump"), "-Fc");
    atBackup = server.everything("none");
    server.sql("zenops", "INSERT INTO public.users VALUES (3, 'written-later')");
  }

  @AfterEach
  void remove() throws Exception {
    store.close();
    rig.close();
    for (String each :
        server.column(
            "postgres",
            PostgresUnderTest.SUPERUSER,
            "SELECT datname FROM pg_database WHERE datname ~ '^zenops|^restore_bot_lock'")) {
      server.sql("postgres", "DROP DATABASE \"" + each + "\" WITH (FORCE)");
    }
  }

  private static String rows(String database) throws SQLException {
    return server.column(database, "reporter", ROWS).get(0);
  }

  /** Without what only the database that is kept has. */
  private static List<String> everything(String without) throws Exception {
    return server.everything(without).stream().filter(line -> !line.contains(without)).toList();
  }

  @Test
  void everythingButTheDatabaseIsAsBeforeAndTheWayBackIsComplete() throws Exception {
    List<String> beforeTheRestore = server.everything("none");
    List<String> slots = slots();
    Path runs = Files.createFile(folder.resolve("api-runs"));
    Disaster waiting = rig.restored(rig.settings().with(program(runs)), dump, PlanOptions.DEFAULT);
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
    assertThat(rows("zenops")).isEqualTo(OLD);
    assertThat(runs).doesNotExist();

    DisasterPlan plan = waiting.plan();
    Disaster done;
    try (Connection client = server.connect("zenops", "reporter")) {
      done = rig.run(waiting).go();
      assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
      assertThatThrownBy(() -> execute(client, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(runs).exists();
    assertThat(rows("zenops")).isEqualTo(RESTORED);
    assertThat(server.column("zenops", "reporter", "SELECT secret FROM \"App schema\".secrets"))
        .containsExactly("a");
    assertThat(server.column("zenops", "reporter", "SHOW statement_timeout"))
        .containsExactly("90s");
    assertThat(everything(plan.oldStorage())).isEqualTo(atBackup);
    assertThat(rows(plan.oldStorage())).isEqualTo(OLD);
    assertThat(rig.probe().storage(done)).isEqualTo(plan.newVolume());

    Disaster back = rig.run(done).rollBack();
    assertThat(back.state()).as("%s", back.problem()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(rows("zenops")).isEqualTo(OLD);
    assertThat(everything(plan.newVolume())).isEqualTo(beforeTheRestore);
    assertThat(rig.probe().storage(back)).isEqualTo("zenops");
    assertThat(slots()).isEqualTo(slots).hasSize(2);
    for (String role : List.of("app_owner", "reporter", "restorer", "nobody_in")) {
      assertThat(server.column("billing", role, "SELECT current_user")).containsExactly(role);
    }
  }

  /** A service that is a file. */
  private static ServiceSettings program(Path runs) {
    return new ServiceSettings(
        ServiceSettings.Kind.COMMANDS,
        List.of(
            new ServiceSettings.Commands(
                "api",
                List.of("rm", runs.toString()),
                List.of("touch", runs.toString()),
                List.of("test", "-e", runs.toString()),
                Duration.ofSeconds(10))));
  }

  private static List<String> slots() throws SQLException {
    return server.column(
        "postgres",
        PostgresUnderTest.SUPERUSER,
        "SELECT slot_name || ' ' || slot_type || ' ' || coalesce(database, '') || ' ' ||"
            + " coalesce(restart_lsn::text, '') || ' ' || coalesce(confirmed_flush_lsn::text, '')"
            + " FROM pg_replication_slots ORDER BY 1");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The moments of a swap at which the process may end. */
  enum Killed {
    CLOSING,
    CLOSED,
    BEFORE_RENAMING,
    RENAMED,
    BEFORE_RENAMING_BACK,
    RENAMED_BACK;

    boolean isOfTheWayBack() {
      return this == BEFORE_RENAMING_BACK || this == RENAMED_BACK;
    }
  }

  /** The process ends: nothing of the run goes on. */
  private static final class KilledError extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record KilledSwap(Swap real, Killed when) implements Swap {
    @Override
    public Optional<String> before(DisasterPlan plan) throws ProblemException {
      return real.before(plan);
    }

    @Override
    public Optional<String> restored(DisasterPlan plan) throws ProblemException {
      return real.restored(plan);
    }

    @Override
    public void stopDatabase(DisasterPlan plan) throws ProblemException {
      if (when == Killed.CLOSING) {
        try {
          server.sql("postgres", "ALTER DATABASE zenops ALLOW_CONNECTIONS false");
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
        throw new KilledError();
      }
      real.stopDatabase(plan);
      kill(Killed.CLOSED);
    }

    @Override
    public void swapIn(DisasterPlan plan, String by, String reason, Cancellation cancellation)
        throws ProblemException {
      kill(Killed.BEFORE_RENAMING);
      real.swapIn(plan, by, reason, cancellation);
      kill(Killed.RENAMED);
    }

    @Override
    public void swapBack(DisasterPlan plan, Optional<String> previous, Cancellation cancellation)
        throws ProblemException {
      if (when == Killed.BEFORE_RENAMING_BACK) {
        try {
          server.sql("postgres", "ALTER DATABASE zenops ALLOW_CONNECTIONS false");
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
      kill(Killed.BEFORE_RENAMING_BACK);
      real.swapBack(plan, previous, cancellation);
      kill(Killed.RENAMED_BACK);
    }

    @Override
    public String resume(DisasterPlan plan, Optional<String> before, String content)
        throws ProblemException {
      return real.resume(plan, before, content);
    }

    @Override
    public Optional<String> doneByHand(DisasterPlan plan) throws ProblemException {
      return real.doneByHand(plan);
    }

    private void kill(Killed now) {
      if (when == now) {
        throw new KilledError();
      }
    }
  }

  /** One restore, whose every process ends one moment later than the one before it. */
  @Test
  void whateverASwapWasAtWhenProcessesEndedItIsFinished() throws Exception {
    Disaster waiting = rig.restored(dump);
    assertThatThrownBy(() -> rig.run(waiting, killed(Killed.CLOSING)).go())
        .isInstanceOf(KilledError.class);
    for (Killed when : List.of(Killed.CLOSED, Killed.BEFORE_RENAMING, Killed.RENAMED)) {
      assertThatThrownBy(() -> rig.run(rig.stored(waiting), killed(when)).drive())
          .isInstanceOf(KilledError.class);
    }
    Disaster done = rig.run(rig.stored(waiting)).drive();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(rows("zenops")).isEqualTo(RESTORED);

    assertThatThrownBy(() -> rig.run(done, killed(Killed.BEFORE_RENAMING_BACK)).rollBack())
        .isInstanceOf(KilledError.class);
    assertThatThrownBy(() -> rig.run(rig.stored(done), killed(Killed.RENAMED_BACK)).drive())
        .isInstanceOf(KilledError.class);
    assertThat(rig.run(rig.stored(done)).drive().state()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(rows("zenops")).isEqualTo(OLD);
  }

  private static UnaryOperator<Swap> killed(Killed when) {
    return real -> new KilledSwap(real, when);
  }

  @Exhaustive
  @ParameterizedTest
  @EnumSource
  void whateverASwapWasAtWhenTheProcessEndedItIsFinishedOrUndone(Killed when) throws Exception {
    Disaster waiting = rig.restored(dump);
    if (when.isOfTheWayBack()) {
      Disaster done = rig.run(waiting).go();
      assertThatThrownBy(() -> rig.run(done, killed(when)).rollBack())
          .isInstanceOf(KilledError.class);
    } else {
      assertThatThrownBy(() -> rig.run(waiting, killed(when)).go()).isInstanceOf(KilledError.class);
    }

    Disaster left = rig.stored(waiting);
    assertThat(left.state().working()).isTrue();
    Disaster ended = rig.run(left).drive();
    if (when.isOfTheWayBack()) {
      assertThat(ended.state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(rows("zenops")).isEqualTo(OLD);
      return;
    }
    assertThat(ended.state()).as("%s", ended.problem()).isEqualTo(DisasterState.DONE);
    assertThat(rows("zenops")).isEqualTo(RESTORED);
    Disaster back = rig.run(ended).rollBack();
    assertThat(back.state()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(rows("zenops")).isEqualTo(OLD);
  }

  @Test
  void whenTheProcessEndsWhilePeopleStopAndStartServicesNothingIsLost() throws Exception {
    TargetSettings settings =
        rig.settings().with(new ServiceSettings(ServiceSettings.Kind.CHECKLIST, List.of()));
    Disaster asked = rig.approved(settings, rig.plan(settings, dump));
    killedIn(DisasterState.AWAITING_SERVICES, asked, DisasterRun::drive);
    killedIn(DisasterState.STOPPING_SERVICES, asked, DisasterRun::confirmed);
    assertThat(rig.run(rig.stored(asked)).drive().state()).isEqualTo(DisasterState.AWAITING_GO);
    killedIn(DisasterState.AWAITING_SERVICES, asked, DisasterRun::go);
    assertThat(rows("zenops")).isEqualTo(RESTORED);
    killedIn(DisasterState.STARTING_SERVICES, asked, DisasterRun::confirmed);
    Disaster done = rig.run(rig.stored(asked)).drive();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);

    killedIn(DisasterState.AWAITING_SERVICES, done, DisasterRun::rollBack);
    assertThat(rows("zenops")).isEqualTo(RESTORED);
    killedIn(DisasterState.ROLLING_BACK, done, DisasterRun::confirmed);
    Disaster back = rig.run(rig.stored(done)).drive();
    assertThat(back.state()).as("%s", back.problem()).isEqualTo(DisasterState.ROLLED_BACK);
    assertThat(rows("zenops")).isEqualTo(OLD);
    assertThat(back.progress().handWork().orElseThrow().task()).isEqualTo(HandWork.Task.START);
  }

  /** What a run does until its process ends. */
  private interface Driven {
    Disaster by(DisasterRun run) throws ProblemException;
  }

  /** The process ends as soon as that state is stored. */
  private void killedIn(DisasterState state, Disaster disaster, Driven driven) {
    DisasterListener killer =
        now -> {
          if (now.state() == state) {
            throw new KilledError();
          }
        };
    assertThatThrownBy(() -> driven.by(rig.run(rig.stored(disaster), real -> real, killer)))
        .isInstanceOf(KilledError.class);
    assertThat(rig.stored(disaster).state()).isEqualTo(state);
  }

  @Test
  void aSwapThatFailsIsUndoneAndTheDatabaseLetsConnectionsIn() throws Exception {
    Disaster waiting = rig.restored(dump);
    server.sql(
        "zenops", "BEGIN", "INSERT INTO public.users VALUES (9, 'x')", "PREPARE TRANSACTION 'p'");
    try {
      // It is found before anything is closed.
      assertThatThrownBy(() -> rig.run(waiting).go()).hasMessageContaining("prepared transactions");
      assertThat(rows("zenops")).isEqualTo(OLD);
      Disaster ended = rig.run(rig.stored(waiting)).rollBack();
      assertThat(ended.state()).isEqualTo(DisasterState.CANCELLED);
    } finally {
      server.sql("zenops", "ROLLBACK PREPARED 'p'");
    }
    assertThat(everything("none")).noneMatch(line -> line.contains(waiting.plan().newVolume()));
  }

  @Test
  void whatProductionIsAfterwardsIsToldByTheIdentityOfTheDatabase() throws Exception {
    Disaster done = rig.run(rig.restored(dump)).go();
    server.sql("postgres", "DROP DATABASE \"" + done.plan().oldStorage() + "\"");
    assertThat(rig.probe().storage(done)).isEqualTo(done.plan().newVolume());

    Disaster stuck = rig.run(done).rollBack();
    assertThat(stuck.state()).isEqualTo(DisasterState.FAILED);
    assertThat(stuck.problem().orElseThrow().message()).contains("no longer exists");
    assertThat(rows("zenops")).isEqualTo(RESTORED);
  }

  /** Also when the process ends in the swap. */
  @Test
  void aDroppedDatabaseIsRestoredWithTheOwnerGrantsAndSettingsThatItHad() throws Exception {
    String before = String.join("\n", rig.plan(rig.settings(), dump).lines(Instant.now()));
    assertThat(before).doesNotContain("NO WAY BACK");
    server.sql("postgres", "DROP DATABASE zenops");
    Disaster waiting = rig.restored(dump);
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
    List<String> lines = waiting.plan().lines(Instant.now());
    assertThat(lines.get(1)).startsWith("NO WAY BACK: the old database zenops no longer exists.");
    assertThat(String.join("\n", lines))
        .contains(
            "has no database zenops: it was dropped or renamed.",
            "remembered from before it was dropped, asked",
            "Database now: none; its owner was app_owner")
        .doesNotContain("90s");

    assertThatThrownBy(() -> rig.run(waiting, killed(Killed.RENAMED)).go())
        .isInstanceOf(KilledError.class);
    Disaster done = rig.run(rig.stored(waiting)).drive();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(server.everything("none")).isEqualTo(atBackup);
    assertThat(rig.probe().storage(done)).isEqualTo(done.plan().newVolume());

    Disaster stuck = rig.run(done).rollBack();
    assertThat(stuck.problem().orElseThrow().message()).startsWith("There is no way back");
    assertThat(rows("zenops")).isEqualTo(RESTORED);
  }

  /** As somebody does who wants to help, before the restore. */
  @Test
  void anEmptyDatabaseInPlaceOfTheDroppedOneIsNotRemembered() throws Exception {
    DisasterPlan before = rig.plan(rig.settings(), dump);
    server.sql("postgres", "DROP DATABASE zenops", "CREATE DATABASE zenops OWNER app_owner");
    DisasterPlan empty = rig.plan(rig.settings(), dump);
    assertThat(empty.target().volume().key()).isNotEqualTo(before.target().volume().key());
    server.sql("postgres", "DROP DATABASE zenops");

    Disaster done = rig.run(rig.restored(dump)).go();

    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(server.everything("none")).isEqualTo(atBackup);
  }

  @Test
  void aSwapOfADroppedDatabaseThatFailsTwiceNamesTheVerifiedOneAndTheCommandsForIt()
      throws Exception {
    server.sql("postgres", "DROP DATABASE zenops");
    Disaster waiting = rig.restored(dump);
    String restored = waiting.plan().newVolume();

    Disaster ended = rig.run(waiting, real -> failing(real, () -> true)).go();

    assertThat(ended.state()).isEqualTo(DisasterState.FAILED);
    assertThat(ended.progress().leftOn()).isEmpty();
    Problem why = ended.problem().orElseThrow();
    assertThat(why.message())
        .isEqualTo(
            "The server refused. The swap did not finish; the verified database is "
                + restored
                + ".");
    String commands = why.hint().substring(0, why.hint().indexOf(". Then"));
    server.sql("postgres", commands.split("; "));
    server.sql("postgres", "GRANT CONNECT ON DATABASE zenops TO PUBLIC");
    assertThat(rows("zenops")).isEqualTo(RESTORED);
    assertThat(rig.probe().storage(ended)).isEqualTo(restored);
  }

  @Test
  void aSwapOfADroppedDatabaseThatFailsOnceIsTriedAgainAndEverybodyMayConnect() throws Exception {
    server.sql("postgres", "DROP DATABASE zenops");
    AtomicBoolean failed = new AtomicBoolean();
    Disaster done =
        rig.run(rig.restored(dump), real -> failing(real, () -> failed.compareAndSet(false, true)))
            .go();
    assertThat(failed).isTrue();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(rows("zenops")).as("everybody may connect").isEqualTo(RESTORED);
  }

  /** Fails where the restored database lets no connection in any more. */
  private static Swap failing(Swap real, BooleanSupplier fails) {
    Swap swap = mock(Swap.class, delegatesTo(real));
    try {
      doAnswer(
              call -> {
                DisasterPlan plan = call.getArgument(0);
                if (fails.getAsBoolean()) {
                  server.sql(
                      "postgres",
                      "ALTER DATABASE \"" + plan.newVolume() + "\" ALLOW_CONNECTIONS false");
                  throw new Problem(ProblemCode.SWAP_FAILED, "The server refused.", "Wait.")
                      .exception();
                }
                real.swapIn(plan, call.getArgument(1), call.getArgument(2), call.getArgument(3));
                return null;
              })
          .when(swap)
          .swapIn(any(), any(), any(), any());
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
    return swap;
  }

  @Test
  void aDroppedDatabaseThatIsNotRememberedIsMadeAsTheBackupSays() throws Exception {
    server.sql("postgres", "DROP DATABASE zenops");
    DisasterPlan plan = rig.plan(rig.settings(), dump);
    assertThat(plan.target().cluster().owner()).isEqualTo("app_owner");
    assertThat(String.join("\n", plan.lines(Instant.now())))
        .contains(
            "Owner, encoding and locale: the backup.",
            "Grants on the database: PostgreSQL's default, CONNECT and TEMPORARY for PUBLIC",
            "nobody knows them");
    assertRefused(
        rig.settings(), server.dump("billing", folder.resolve("b.sql")), "has no database zenops");
  }

  @Test
  void aClientCertificateIsUsedWithoutAPassword() throws Exception {
    Path authority = server.certificates().authority();
    Path certificate = server.certificates().sign(PostgresUnderTest.CERTIFIED);
    Path key = Path.of(certificate.toString().replace(".crt", ".key"));
    Disaster waiting =
        rig.restored(
            rig.certified(authority, Optional.of(certificate), Optional.of(key)),
            dump,
            PlanOptions.DEFAULT);
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);

    assertRefused(
        rig.certified(authority, Optional.empty(), Optional.empty()),
        dump,
        "does not let the role certified log in");
    assertRefused(
        rig.certified(certificate, Optional.of(certificate), Optional.of(key)),
        dump,
        "not signed by one of the configured certificates");
    assertRefused(
        rig.certified(authority, Optional.of(certificate), Optional.of(certificate)),
        dump,
        "is not in PKCS #8");
  }

  @Test
  void aServerThatDoesNotAnswerIsRefused() throws Exception {
    TargetSettings settings = rig.settings("restorer", PostgresUnderTest.PASSWORD, 1);
    assertThatThrownBy(() -> rig.plan(settings, dump))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().message()).contains("127.0.0.1:1 does not answer");
              assertThat(e.problem().hint()).contains("set up another one with the same roles");
            });
  }

  @Test
  void anotherDatabaseWithTheNameOfTheRestoredOneIsNotTakenForIt() throws Exception {
    Disaster waiting = rig.restored(dump);
    recreated(waiting.plan().newVolume());
    assertThatThrownBy(() -> rig.run(waiting).go())
        .hasMessageContaining("is not the one that was restored and verified");
    assertThat(rows("zenops")).isEqualTo(OLD);
    assertThat(rig.run(rig.stored(waiting)).rollBack().state()).isEqualTo(DisasterState.CANCELLED);
    assertThat(everything("none"))
        .anyMatch(line -> line.startsWith("CREATE DATABASE " + waiting.plan().newVolume()));

    Disaster byHand =
        rig.restored(
            dump,
            new PlanOptions(
                PlanOptions.Stop.BEFORE_RESTORE,
                PlanOptions.Swap.MANUAL,
                false,
                AfterSwap.DEFAULT));
    DisasterPlan plan = byHand.plan();
    recreated(plan.newVolume());
    server.sql(
        "postgres",
        "ALTER DATABASE zenops RENAME TO " + plan.oldStorage(),
        "ALTER DATABASE " + plan.newVolume() + " RENAME TO zenops");
    assertThatThrownBy(() -> rig.run(byHand).go())
        .hasMessageContaining("is not the one that was restored and verified");
    assertThat(rig.stored(byHand).state()).isEqualTo(DisasterState.AWAITING_GO);
  }

  private static void recreated(String database) throws SQLException {
    server.sql(
        "postgres",
        "DROP DATABASE " + database,
        "CREATE DATABASE " + database + " OWNER app_owner");
  }

  @Test
  void onlyOneRestoreOfADatabaseHasItsLock() throws Exception {
    TargetSettings settings = rig.settings();
    Disaster first = rig.asked(settings, rig.plan(settings, dump));
    Disaster second = rig.asked(settings, rig.plan(settings, dump));
    rig.lock().take(first, id -> false);
    rig.lock().take(first, id -> false);
    assertThatThrownBy(() -> rig.lock().take(second, id -> false))
        .hasMessageContaining("Another disaster restore of zenops on 127.0.0.1")
        .hasMessageContaining(first.id() + ", requested by Asha");
    assertThatThrownBy(() -> rig.lock().requireFree(settings, id -> false))
        .hasMessageContaining("in progress");
    rig.lock().take(second, first.id()::equals);
    rig.lock().release(second);
    rig.lock().requireFree(settings, id -> false);
  }

  @Test
  void refusesBeforeAnybodyIsAskedWhatTheRoleCannotDo() throws Exception {
    assertRefused(
        rig.settings("restorer", "wrong"), dump, "rejected the password of the role restorer");
    assertRefused(
        rig.settings("nobody_in", PostgresUnderTest.PASSWORD),
        dump,
        "nobody_in is not the owner of the database zenops (app_owner)");
    assertRefused(
        rig.settings("app_owner", PostgresUnderTest.PASSWORD),
        dump,
        "app_owner may not create databases");
    server.sql("postgres", "REVOKE auditor FROM restorer");
    try {
      assertRefused(rig.settings(), dump, "objects of the roles auditor, and restorer may not");
    } finally {
      server.sql("postgres", "GRANT auditor TO restorer");
    }
    server.sql(
        "zenops",
        "CREATE TABLE public.guest (id int)",
        "ALTER TABLE public.guest OWNER TO auditor");
    assertRefused(
        rig.settings(),
        server.dump("zenops", folder.resolve("guest.dump"), "-Fc"),
        "do not belong to the same role: TABLE public.guest of auditor");
    server.sql("zenops", "DROP TABLE public.guest");
    server.sql("zenops", "CREATE EXTENSION pg_stat_statements");
    assertRefused(
        rig.settings(),
        server.dump("zenops", folder.resolve("extension.dump"), "-Fc"),
        "only an administrator may create: pg_stat_statements");
    server.sql("postgres", "CREATE ROLE rds_superuser", "GRANT rds_superuser TO restorer");
    try {
      assertThat(
              String.join(
                  "\n",
                  rig.plan(rig.settings(), folder.resolve("extension.dump")).lines(Instant.now())))
          .contains("only an administrator may create: pg_stat_statements. Whether this managed");
    } finally {
      server.sql("postgres", "DROP ROLE rds_superuser");
    }
    server.sql(
        "zenops",
        "CREATE FUNCTION public.seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION public.seen()",
        "DROP EXTENSION pg_stat_statements");
    assertRefused(
        rig.settings(),
        server.dump("zenops", folder.resolve("trigger.dump"), "-Fc"),
        "only a superuser may create: EVENT TRIGGER seen");
    assertRefused(
        rig.settings(),
        server.dump("zenops", folder.resolve("zenops.sql"), "--create", "--clean"),
        "creates or connects to databases");
  }

  private void assertRefused(TargetSettings settings, Path backup, String why) {
    assertThatThrownBy(() -> rig.plan(settings, backup))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  @Test
  void thePlanNamesWhatCannotBeAsBefore() throws Exception {
    server.sql(
        "zenops",
        "SELECT pg_create_logical_replication_slot('changes', 'pgoutput')",
        "ALTER ROLE reporter IN DATABASE zenops SET work_mem TO '16MB'",
        "ALTER DATABASE zenops SET log_min_duration_statement TO '4321ms'");
    try (Connection admin = server.connect("zenops", PostgresUnderTest.SUPERUSER)) {
      assertThat(admin.isValid(1)).isTrue();
      String text = String.join("\n", rig.plan(rig.settings(), dump).lines(Instant.now()));
      assertThat(text)
          .contains(
              "zenops on 127.0.0.1:" + server.port(),
              "may not end the connections of postgres",
              "logical replication slots changes stay with the old database",
              "The setting work_mem of the role reporter cannot be set",
              "The setting log_min_duration_statement of the database cannot be set",
              "ALTER DATABASE \"zenops\" SET \"log_min_duration_statement\" TO … (its value:",
              "disk space is free on the server is not known")
          .doesNotContain("4321", "16MB")
          .doesNotContainIgnoringCase("compose")
          .doesNotContainIgnoringCase("docker")
          .doesNotContainIgnoringCase("volume")
          .doesNotContainIgnoringCase("container");
    } finally {
      server.sql("zenops", "SELECT pg_drop_replication_slot('changes')");
    }
  }

  @Test
  void theDatabaseStaysInItsTablespaceAndThePlanNamesOthers() throws Exception {
    server.tablespace("fast");
    server.tablespace("slow");
    server.sql(
        "postgres",
        "ALTER DATABASE zenops SET TABLESPACE fast",
        "GRANT CREATE ON TABLESPACE fast TO restorer");
    server.sql(
        "zenops",
        "CREATE TABLE public.archived (id int) TABLESPACE slow",
        "ALTER TABLE public.archived OWNER TO app_owner");
    Path backup = server.dump("zenops", folder.resolve("slow.dump"), "-Fc");
    server.sql("zenops", "DROP TABLE public.archived", "DROP TABLESPACE slow");
    Disaster waiting = rig.restored(backup);
    assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
    assertThat(String.join("\n", waiting.plan().lines(Instant.now())))
        .contains("objects in the tablespaces slow (the server has no slow)")
        .doesNotContain("is in the tablespace fast");
    assertThat(
            server.column(
                waiting.plan().newVolume(),
                PostgresUnderTest.SUPERUSER,
                "SELECT spcname FROM pg_tablespace t JOIN pg_database d ON dattablespace = t.oid"
                    + " WHERE datname = current_database()"))
        .containsExactly("fast");

    server.sql("postgres", "REVOKE CREATE ON TABLESPACE fast FROM restorer");
    assertThat(String.join("\n", rig.plan(rig.settings(), dump).lines(Instant.now())))
        .contains("is in the tablespace fast; the restored one will be in the server's default");
  }

  @Test
  void theRunbookRestoresByHand() throws Exception {
    DisasterPlan plan = rig.plan(rig.settings(), dump);
    Path script = Files.writeString(folder.resolve("runbook.sh"), plan.asRunbook());
    assertThat(plan.asRunbook())
        .doesNotContain(PostgresUnderTest.PASSWORD)
        .doesNotContainIgnoringCase("docker");
    String path = PostgresUnderTest.programs() + ":" + System.getenv("PATH");
    String said = server.client(Map.of("PATH", path), "/bin/sh", script.toString());
    assertThat(rows("zenops")).as(said).isEqualTo(RESTORED);
    assertThat(everything(plan.oldStorage()).stream().filter(l -> !l.contains("work_mem")).toList())
        .isEqualTo(atBackup.stream().filter(l -> !l.contains("work_mem")).toList());
  }

  @Test
  void sqlFilesAreRestoredToo() throws Exception {
    Path sql = server.dump("zenops", folder.resolve("zenops.sql"));
    server.sql("zenops", "INSERT INTO public.users VALUES (4, 'lost')");
    Disaster done = rig.run(rig.restored(sql)).go();
    assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
    assertThat(rows("zenops")).isEqualTo(OLD);
  }
}
