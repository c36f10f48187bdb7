package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.bot.testing.ThreadPage;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.engine.approval.Authenticator;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.jdbc.JdbcAuditLog;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.jdbc.JdbcDrillStore;
import dev.restorebot.engine.state.StateFolder;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disaster restore of a real Compose project, from the command to the way back. The tests of a
 * class share the project: each leaves production as it found it.
 */
@RequiresDocker
@RequiresCompose
public abstract class DisasterStoryContract {
  private static final String BACKUP = "zenops_db_2026-02-09_14-30-00.dump";
  private static final Pattern ID = Pattern.compile("Disaster restore\\W+([a-z0-9]{6})\\b");
  private static final Pattern REHEARSAL = Pattern.compile("Rehearsal\\W+([a-z0-9]{6})\\b");
  private static final int ASHA = 0;
  private static final int BEN = 1;
  private static final int CHEN = 2;
  private static final String CODE = "Code of your authenticator app";

  @TempDir static Path shared;
  private static ComposeUnderTest project;

  @TempDir Path folder;
  private ChatDriver chat;
  private App app;

  /** A chat that serves already, with three people in it. */
  protected abstract ChatDriver chat();

  /** Settings with which a bot joins it, as variables of the environment. */
  protected abstract Map<String, String> environment();

  /** The setting of the on-call leads. */
  protected abstract String leads();

  /** Whether the bot is connected, so that the chat hands on what people do. */
  protected abstract boolean joined();

  /**
   * Whether the application is rehearsed to its end, by a drill that is due: dear, and the same in
   * each chat but for how it is shown. In the others a rehearsal is stopped.
   */
  protected abstract boolean rehearsesWhole();

  @BeforeAll
  static void startProject() throws Exception {
    project = new ComposeUnderTest(shared.resolve("project")).up();
    project.fill("saved");
    Path backups = Files.createDirectories(shared.resolve("backups"));
    Path unused = project.dump(backups.resolve(BACKUP));
    project.sql("INSERT INTO items (name) VALUES ('lost')");
  }

  @AfterAll
  static void stopProject() throws Exception {
    project.close();
  }

  @BeforeEach
  void open() throws Exception {
    chat = chat();
  }

  private void start(int readyz, String factor) throws Exception {
    start(readyz, factor, chat.idOf(chat.person(BEN)) + "," + chat.idOf(chat.person(CHEN)));
  }

  private void start(int readyz, String factor, String leads) throws Exception {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("RESTORE_BOT_STATE_DIR", folder.resolve("state").toString());
    environment.put("RESTORE_BOT_CONSOLE_ENABLED", "false");
    environment.put("RESTORE_BOT_SANDBOX_DOCKER_PULL", "false");
    environment.put("RESTORE_BOT_BACKUPS_FOLDERS", shared.resolve("backups").toString());
    environment.put(leads(), leads);
    environment.put(leads().replace("LEADS", "TESTERS"), chat.idOf(chat.person(ASHA)));
    environment.put("RESTORE_BOT_VERIFY_ALEMBIC_HEAD", "a1b2c3");
    environment.put("RESTORE_BOT_APPROVAL_SECOND_FACTOR", factor);
    Path settings =
        Files.writeString(
            folder.resolve("restore-bot.yaml"),
            """
            verify: {key-tables: [users, assignment_documents, alembic_version]}
            drills:
              - { database: zenops, kind: rehearsal, channel: "%s:%s", auto: true }
            metrics: {enabled: true, port: 0}
            disaster:
              project: %s
              rto: 1h
              hand-checks: [An administrator can log in, The assignment list loads]
              database: zenops
              stop: [api, email-worker]
              check-patience: %s
              stable-after: 1s
              contacts: [Dana +49 30 1234567]
              http-checks:
                - { name: readiness, url: "%s", status: %d }
                - { name: login, url: "%s", contains: asha }
                - { name: list, url: "%s", contains: saved }
                - { name: download, url: "%s", contains: an essay }
            """
                .formatted(
                    chat.person(ASHA).id().split(":", 2)[0],
                    chat.channel(),
                    project.name(),
                    readyz == 200 ? "20s" : "2s",
                    project.url("/readyz"),
                    readyz,
                    project.url("/login"),
                    project.url("/items"),
                    project.url("/download")));
    app = new App(SettingsLoader.load(Optional.of(settings), environment), List.of());
    Eventually.get("the bot in the chat", this::joined, connected -> connected);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      if (app != null) {
        app.close();
      }
    } finally {
      chat.close();
    }
  }

  @Test
  void threePeopleAndTheWayBack() throws Exception {
    if (rehearsesWhole()) {
      drillIsDue();
    }
    start(200, "none");
    if (rehearsesWhole()) {
      rehearsedByDrill();
    } else {
      rehearsalIsStopped();
    }
    ThreadRef headline = asked();
    String plan = shown().text();
    assertThat(plan)
        .contains(
            "DATA LOSS", "NEVER passed a test restore", "_restored_", "Undo: ", "Data loss", "Dana")
        .contains("0 of 2")
        .containsPattern(
            rehearsesWhole()
                ? "Last passed rehearsal: 20\\S+\\. .*, within the RTO of 1 h; \\d+ checks of the"
                    + " application passed"
                : "No rehearsal has passed: the downtime is an estimate");
    approvalCard(plan);
    String id = id(plan);
    calls(headline, "Approval needed from 2 on-call leads.", BEN, CHEN);

    press(ASHA, headline, "Approve");
    told(ASHA, "Nothing changed");
    press(BEN, headline, "Approve");
    channel("1 of 2: " + chat.person(BEN).name());
    press(BEN, headline, "Approve");
    told(BEN, "Nothing changed");
    press(CHEN, headline, "Approve");
    channel("GO OR NO-GO");
    assertThat(shown().text()).contains("has 1 fewer row than production", "public.items");
    assertThat(shown().buttons()).contains("Look at it");
    assertThat(project.compose("ps", "--services", "--status", "running")).contains("db");
    calls(headline, "Go or no-go: a lead decides. The services are stopped.", BEN, CHEN);

    press(ASHA, headline, "Swap in");
    Eventually.get("the refusal", () -> refusals(ASHA), now -> now == 2);
    press(BEN, headline, "Swap in");
    channel("DONE:");
    assertThat(project.get("/items")).isEqualTo("200 saved");
    assertThat(shown().text())
        .contains("external: true", "TAKE A BACKUP NOW", "not used since", "fewer row");
    assertThat(shown().buttons()).contains("Roll back", "Delete the old volume");
    assertThat(thread(headline, "Audit log up to")).contains("Evidence written");
    assertThat(thread(headline, "Checks to do by hand"))
        .contains("readiness", "alembic", "login", "list", "download");

    press(ASHA, headline, "Delete the old volume");
    chat.fill(chat.person(ASHA), Map.of("Why?", "nobody needs it"));
    channel("Deletion requested: nobody needs it");
    assertThat(shown().text()).contains("THE WAY BACK ENDS WITH IT");
    press(BEN, headline, "Deny");
    chat.fill(chat.person(BEN), Map.of("Why not?", "we may need it"));
    Eventually.get(
        "the buttons", () -> shown().buttons(), all -> all.contains("Delete the old volume"));
    project.sql("INSERT INTO items (name) VALUES ('after')");

    press(ASHA, headline, "Roll back");
    chat.fill(chat.person(ASHA), Map.of("Why?", "the backup is too old"));
    channel("Rollback requested: the backup is too old");
    assertThat(shown().text()).contains("1 row inserted in 1 table", "public.items");
    press(BEN, headline, "Approve");
    channel("1 of 2");
    press(CHEN, headline, "Approve");
    channel("ROLLED BACK:");
    assertThat(shown().text()).contains("Left behind until", "1 row inserted in 1 table");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    calls(headline, "ROLLED BACK:", ASHA, BEN, CHEN);
    evidence(id);
    assertThat(thread(headline, "earlier revisions are kept")).contains("Audit log up to");
    String where = headline.frontEnd();
    ThreadPage.write(
        chat,
        where + "-disaster",
        "A disaster restore and its rollback",
        shown(),
        chat.threadShows(headline),
        List.of(chat.person(ASHA), chat.person(BEN), chat.person(CHEN)));

    try (JdbcAuditLog audit = JdbcAuditLog.open(folder.resolve("state/state.db"))) {
      assertThat(audit.verify(Optional.empty()).whole()).isTrue();
      assertThat(audit.entries(0, 100)).hasSizeGreaterThan(8);
    }
  }

  /** The schedule has been known for more than a month. */
  private void drillIsDue() {
    Path state = folder.resolve("state");
    try (JdbcDrillStore store = JdbcDrillStore.open(state.resolve(StateFolder.DATABASE_FILE))) {
      Instant known = Instant.now().minus(Duration.ofDays(40));
      assertThat(store.since("zenops", DrillKind.REHEARSAL, known)).isEqualTo(known);
    }
  }

  /**
   * The application runs on the restored data, and drill, thread and report say what that shows.
   */
  private void rehearsedByDrill() throws Exception {
    String before = running();
    channel("PASSED: the application of");
    ThreadRef thread = headline();
    assertThat(shown().text())
        .contains("would be down for", ", within the RTO of 1 h", "Proves: the backup restores")
        .contains("Does not prove: ");
    assertThat(shown().buttons()).containsExactly("Rehearse again");
    String id = found(REHEARSAL, shown().text());
    assertThat(thread(thread, "would be down for"))
        .contains("no port is published", "http login", "http download", "checked", "rto")
        .doesNotContain("/restore");
    assertThat(running()).isEqualTo(before);
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");

    ThreadRef drill = message("Rehearsal drill of zenops: PASSED");
    assertThat(message(drill))
        .contains("Down in a disaster", ", within the RTO of 1 h", "restore-bot (automatic)", id);
    chat.press(chat.person(BEN), drill, "Sign off");
    ThreadRef signed = message("Rehearsal drill of zenops: PASSED, signed off");
    assertThat(signed).isEqualTo(drill);
    Path report = folder.resolve("state/reports").resolve(id);
    Path second = report.resolve("revision-2/report.md");
    Eventually.get("the signed report", () -> Files.exists(second), there -> there);
    assertThat(Files.readString(report.resolve("report.md")))
        .contains(
            "RTO measured", "within the RTO of 1 h", "**passed** http login", "requested it: ");
    assertThat(Files.readString(second))
        .contains("signed the drill off: " + chat.person(BEN).name())
        .contains("Kind: rehearsal", "Down in a disaster: ");
    assertThat(metrics())
        .containsPattern("restorebot_last_rehearsal_downtime_seconds\\{target=\"\\w+\"} [1-9]")
        .contains(
            "restorebot_rto_seconds{target=\"" + project.name() + "\"} 3600.0",
            "drills_overdue 0.0");

    chat.type(chat.person(ASHA), "history zenops");
    channel("Drills and tests of zenops");
    assertThat(thread(headline(), "The last rehearsals"))
        .contains(project.name() + ": 1 of 1 rehearsal within the RTO.", BACKUP);
  }

  private String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.metricsAddress().orElseThrow().resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The message in the channel that says so. */
  private ThreadRef message(String text) {
    String id =
        Eventually.get(
                "the channel says " + text,
                () ->
                    chat.channelShowsOfWork().stream()
                        .filter(each -> each.text().contains(text))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow()
            .id();
    return new ThreadRef(chat.person(ASHA).id().split(":", 2)[0], chat.channel(), id);
  }

  private String message(ThreadRef at) {
    return chat.channelShowsOfWork().stream()
        .filter(each -> each.id().equals(at.message()))
        .map(Shown::text)
        .findFirst()
        .orElseThrow();
  }

  /** The command, the steps, the button, and that nothing is left. */
  private void rehearsalIsStopped() throws Exception {
    String before = running();
    chat.type(chat.person(ASHA), "rehearse latest");
    channel(": restoring");
    ThreadRef rehearsal = headline();
    assertThat(shown().buttons()).containsExactly("Stop the rehearsal");
    chat.press(chat.person(ASHA), rehearsal, "Stop the rehearsal");
    channel("CANCELLED: rehearsal of");
    assertThat(headline()).isEqualTo(rehearsal);
    assertThat(shown().text())
        .contains("Everything that it made was removed", "stopped the rehearsal");
    assertThat(shown().buttons()).contains("Rehearse again");
    assertThat(running()).isEqualTo(before);
  }

  private static String running() throws Exception {
    return project.compose("ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.State}}");
  }

  /** The same order in every chat, with times in the reader's zone. */
  private static void approvalCard(String shown) {
    assertThat(shown)
        .containsSubsequence(
            "APPROVAL NEEDED",
            "Data loss",
            "Downtime",
            "Last test",
            "Backup: ",
            "DATA LOSS",
            "Warning: ",
            "Approved by",
            "Undo: ")
        .doesNotContain("2026-02-09T14:30", "2026-02-09 14:30 UTC");
  }

  /** One report of what was done, and one of the way back; with everybody who let it happen. */
  private void evidence(String id) throws Exception {
    Path first = folder.resolve("state/reports").resolve(id);
    Path second = first.resolve("revision-2/report.md");
    Eventually.get("the second report", () -> Files.exists(second), there -> there);
    assertThat(Files.readString(first.resolve("report.md")))
        .contains("PASSED", "Ended as: DONE", "requested it: ", "The plan that was approved")
        .contains("approved the disaster: " + chat.person(BEN).name())
        .contains("approved the disaster: " + chat.person(CHEN).name())
        .contains(
            "**passed** http readiness",
            "**skipped** what only people can check",
            "RESTORING",
            "SWAPPING");
    assertThat(Files.readString(second))
        .contains("Ended as: ROLLED\\_BACK", "approved the rollback: ", "SWAPPING")
        .doesNotContain("PASSED:");
  }

  @Test
  void aDenyEndsItAndNothingWasTouched() throws Exception {
    start(200, "none");
    chat.type(chat.person(ASHA), "rehearse latest");
    channel("restoring");
    ThreadRef rehearsal = headline();
    ThreadRef headline = asked("the volume is damaged\n1. Stop nothing.");
    Eventually.get(
        "the end of the rehearsal",
        chat::channelShows,
        shown ->
            shown.stream()
                .map(Shown::text)
                .anyMatch(
                    text ->
                        text.contains("CANCELLED: rehearsal of")
                            && text.contains("A disaster restore of")
                            && text.contains("priority")));
    assertThat(rehearsal).isNotEqualTo(headline);
    assertThat(shown().text())
        .contains("Reason, as it was typed:")
        .containsPattern("(>|&gt;|\\\\>) 1\\S? Stop nothing");
    String id = id(shown().text());
    chat.type(chat.person(ASHA), "deny " + id + " not mine to deny");
    told(ASHA, "Nothing changed");
    press(BEN, headline, "Deny");
    chat.fill(chat.person(BEN), Map.of("Why not?", "the database is fine"));
    channel("DENIED:");
    assertThat(thread(headline, "the database is fine"))
        .contains(chat.person(BEN).name() + " denied it");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
  }

  @Test
  protected void aCodeServesOnceALeadWhoLeftCannotSwapAndAFailedCheckBringsTheOldDataBack()
      throws Exception {
    chat.inGroup(List.of(chat.person(BEN), chat.person(CHEN)));
    start(204, "totp", chat.group().orElseThrow());
    Authenticator bens = enrolled(BEN);
    Authenticator chens = enrolled(CHEN);
    ThreadRef headline = asked();
    SecondFactorCode code = bens.code(Instant.now());
    press(BEN, headline, "Approve");
    chat.fill(chat.person(BEN), Map.of(CODE, code.digits()));
    channel("1 of 2: " + chat.person(BEN).name());

    press(CHEN, headline, "Approve");
    chat.fill(chat.person(CHEN), Map.of(CODE, "000000"));
    told(CHEN, "The code is wrong");
    press(CHEN, headline, "Approve");
    chat.fill(chat.person(CHEN), Map.of(CODE, chens.code(Instant.now()).digits()));
    channel("GO OR NO-GO");
    chat.inGroup(List.of(chat.person(BEN)));
    long before = refusals(CHEN);
    press(CHEN, headline, "Swap in");
    chat.fill(chat.person(CHEN), Map.of(CODE, chens.code(Instant.now().plusSeconds(30)).digits()));
    Eventually.get("the refusal", () -> refusals(CHEN), now -> now == before + 1);
    refused(CHEN, "go", "NOT_A_LEAD");
    assertThat(shown().text()).contains("GO OR NO-GO");
    chat.inGroup(List.of(chat.person(BEN), chat.person(CHEN)));

    // A fresh one, used and tried again at once: one that is too old is only wrong.
    SecondFactorCode once = bens.code(Instant.now().plusSeconds(30));
    press(BEN, headline, "Look at it");
    chat.fill(chat.person(BEN), Map.of(CODE, once.digits()));
    Eventually.get("the code to be used", () -> decidedToLook(BEN), used -> used);
    press(BEN, headline, "Abandon");
    chat.fill(chat.person(BEN), Map.of(CODE, once.digits()));
    told(BEN, "This code has already been used");
    String unused = thread(headline, "To look at the restored database");
    assertThat(shown().text()).contains("GO OR NO-GO");

    press(CHEN, headline, "Swap in");
    chat.fill(chat.person(CHEN), Map.of(CODE, chens.code(Instant.now().plusSeconds(30)).digits()));
    channel("ROLLED BACK:");
    assertThat(shown().text()).contains("answers 200 instead of 204", "Dana");
    assertThat(project.get("/items")).isEqualTo("200 saved,lost");
    assertThat(chat.channelShows().toString() + chat.threadShows(headline))
        .doesNotContain(code.digits(), once.digits());
  }

  private boolean decidedToLook(int who) {
    try (JdbcAuditLog audit = JdbcAuditLog.open(folder.resolve("state/state.db"))) {
      return audit.entries(0, 100).stream()
          .map(AuditEntry::event)
          .anyMatch(
              event ->
                  event.what().equals("approval.decided")
                      && event.by().id().equals(chat.person(who).id())
                      && event.detail().toString().contains("look at the restored database"));
    }
  }

  private long refusals(int who) {
    return chat.onlyShownTo(chat.person(who)).stream()
        .filter(each -> each.text().contains("Nothing changed"))
        .count();
  }

  private void refused(int who, String tried, String why) throws Exception {
    try (JdbcAuditLog audit = JdbcAuditLog.open(folder.resolve("state/state.db"))) {
      assertThat(audit.entries(0, 100))
          .anySatisfy(
              entry -> {
                assertThat(entry.event().what()).isEqualTo("approval.refused");
                assertThat(entry.event().by().id()).isEqualTo(chat.person(who).id());
                assertThat(entry.event().detail().toString()).contains(tried, why);
              });
    }
  }

  private Authenticator enrolled(int who) throws Exception {
    Path state = folder.resolve("state");
    try (JdbcAuditLog audit = JdbcAuditLog.open(state.resolve(StateFolder.DATABASE_FILE))) {
      TotpSecondFactor codes =
          new TotpSecondFactor(
              state.resolve(StateFolder.AUTHENTICATORS_FILE),
              audit,
              java.time.InstantSource.system());
      return new Authenticator(codes.enrol(chat.person(who)).orElseThrow().secret());
    }
  }

  @Test
  void aWrongNameAsksNobody() throws Exception {
    start(200, "none");
    ask("postgres", "the volume is damaged");
    channel("NOT REQUESTED: disaster restore of");
    assertThat(shown().text()).contains("type the exact name");
    assertThat(shown().buttons()).isEmpty();
  }

  private ThreadRef asked() throws Exception {
    return asked("the volume is damaged");
  }

  private ThreadRef asked(String reason) throws Exception {
    ask("zenops", reason);
    channel("APPROVAL NEEDED:");
    return headline();
  }

  private ThreadRef headline() {
    return new ThreadRef(chat.person(ASHA).id().split(":", 2)[0], chat.channel(), shown().id());
  }

  private void ask(String database, String reason) throws Exception {
    chat.type(chat.person(ASHA), "disaster " + BACKUP);
    chat.fill(
        chat.person(ASHA),
        Map.of("Name of the database to replace", database, "Why is it needed?", reason));
  }

  private static String id(String text) {
    return found(ID, text);
  }

  private static String found(Pattern pattern, String text) {
    Matcher id = pattern.matcher(text);
    assertThat(id.find()).as(text).isTrue();
    return id.group(1);
  }

  /** A reply mentions those people, so that their phones ring. */
  private void calls(ThreadRef headline, String words, int... people) {
    String unused = thread(headline, words);
    List<String> mentions =
        IntStream.of(people).mapToObj(who -> "@" + chat.idOf(chat.person(who))).toList();
    assertThat(chat.threadShows(headline))
        .extracting(Shown::text)
        .anySatisfy(text -> assertThat(text).contains(words).contains(mentions));
  }

  private void press(int who, ThreadRef headline, String label) throws Exception {
    Eventually.get("the button " + label, () -> shown().buttons(), all -> all.contains(label));
    chat.press(chat.person(who), headline, label);
  }

  private void told(int who, String text) {
    Eventually.get(
        "an answer: " + text,
        () -> chat.onlyShownTo(chat.person(who)),
        all -> all.stream().anyMatch(each -> each.text().contains(text)));
  }

  private Shown shown() {
    List<Shown> all = chat.channelShowsOfWork();
    return all.get(all.size() - 1);
  }

  /** With time for a restore. */
  private void channel(String text) {
    List<Shown> unused =
        Eventually.get(
            "the channel says " + text,
            chat::channelShowsOfWork,
            all -> !all.isEmpty() && all.get(all.size() - 1).text().contains(text),
            Eventually.RESTORE);
  }

  private String thread(ThreadRef headline, String until) {
    return Eventually.get(
        "the thread says " + until,
        () ->
            chat.threadShows(headline).stream()
                .map(Shown::text)
                .reduce("", (one, other) -> one + other),
        text -> text.contains(until));
  }
}
