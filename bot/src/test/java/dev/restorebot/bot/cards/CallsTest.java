package dev.restorebot.bot.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.delivery.EventChat;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.Facts;
import dev.restorebot.bot.testing.FakeChat;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ApprovalState;
import dev.restorebot.engine.approval.Binding;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterState;
import dev.restorebot.engine.disaster.SampleDisasters;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.verify.Outcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is mentioned, and what the webhook gets, through the states of a disaster restore. */
class CallsTest {
  private static final Origin THREAD = Origin.fresh("fake", "ops");

  @TempDir Path folder;
  private final FakeChat chat = new FakeChat();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final EventChat webhook =
      new EventChat() {
        @Override
        public String name() {
          return Alerts.WEBHOOK;
        }

        @Override
        public ThreadRef reply(ThreadRef subject, Card card) {
          events.add(subject.channel() + " " + subject.message());
          return subject;
        }
      };
  private JdbcOutbox outbox;
  private Delivery delivery;
  private DisasterThreads threads;

  @BeforeEach
  void open() throws Exception {
    outbox = JdbcOutbox.open(folder.resolve("state.db"));
    delivery = new Delivery(List.of(chat, webhook), outbox, Clock.systemUTC());
    threads =
        new DisasterThreads(
            delivery,
            new Alerts(delivery, true),
            new SamePeople(List.of("LEADS"), List.of("Nora, +49 30 1234"), List.of()));
  }

  @AfterEach
  void close() {
    delivery.close();
    outbox.close();
  }

  private static Disaster in(DisasterState state) {
    Disaster asked = SampleDisasters.asked("d1a2b3", "zenops");
    return new Disaster(
        asked.id(),
        state,
        new Actor("fake:asha", "Asha"),
        asked.reason(),
        THREAD.write(),
        asked.approval(),
        asked.settings(),
        asked.plan(),
        asked.progress(),
        Optional.empty(),
        List.of(),
        asked.changedAt(),
        1);
  }

  private static Optional<ApprovalRequest> request(String id, ApprovalState state) {
    return Optional.of(
        new ApprovalRequest(
            id,
            new Actor("fake:asha", "Asha"),
            "the disk died",
            new ChannelRef("fake", "", "ops"),
            Binding.of(
                id.equals("r2") ? "rollback" : "restore", "ab".repeat(32), "zenops/db", "the plan"),
            2,
            "policy",
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            List.of(),
            0,
            state,
            Optional.empty(),
            1));
  }

  private List<Card> replies(int count) {
    var unused = Eventually.get("the replies", chat::allReplies, all -> all.size() >= count);
    assertThat(chat.allReplies()).hasSize(count);
    return chat.allReplies();
  }

  @Test
  void theLeadsAreCalledOnceForEachDecision() {
    Optional<ApprovalRequest> pending = request("r1", ApprovalState.PENDING);
    Optional<ApprovalRequest> used = request("r1", ApprovalState.USED);
    threads.changed(in(DisasterState.AWAITING_APPROVAL), pending);
    threads.changed(in(DisasterState.AWAITING_APPROVAL), pending);
    threads.changed(in(DisasterState.PREPARING), used);
    threads.changed(in(DisasterState.AWAITING_GO), used);
    threads.reminder(in(DisasterState.AWAITING_GO), "Waiting for go or no-go for 10 min.", true);
    threads.changed(in(DisasterState.SWAPPING), used);
    threads.changed(in(DisasterState.DONE), used);

    List<Card> cards = replies(6).stream().filter(card -> !card.mentions().isEmpty()).toList();
    assertThat(cards)
        .extracting(card -> card.mentions() + " " + card.title())
        .containsExactly(
            "[LEADS] Approval needed from 2 on-call leads. Use the buttons in the first message of"
                + " this thread.",
            "[LEADS] Go or no-go: a lead decides. Use the buttons in the first message of this"
                + " thread.",
            "[LEADS] Waiting for go or no-go for 10 min. Use the buttons in the first message of"
                + " this thread.",
            "[asha] DONE: zenops/zenops runs on the restored data");
    assertThat(cards.get(2).fields())
        .as("a reminder after one that nobody answered says whom to call")
        .extracting(Object::toString)
        .anySatisfy(fact -> assertThat(fact).contains("Nora"));
    delivery.close();
    assertThat(events)
        .containsExactly(
            "approval-needed disaster-d1a2b3",
            "disaster-running disaster-d1a2b3",
            "go-needed disaster-d1a2b3",
            "go-needed disaster-d1a2b3",
            "disaster-running disaster-d1a2b3",
            "disaster-ended disaster-d1a2b3");
  }

  @Test
  void aFileOfSeveralDatabasesIsNoAlertOfItsOwn() {
    JobThreads jobs =
        new JobThreads(
            delivery, any -> 0, new Alerts(delivery, true), () -> true, Clock.systemUTC());
    for (ProblemCode code :
        List.of(ProblemCode.SEVERAL_DATABASES, ProblemCode.DOCKER_UNREACHABLE)) {
      Job job =
          Facts.because(
              code.name(),
              JobState.COULD_NOT_VERIFY,
              Outcome.COULD_NOT_VERIFY,
              new Problem(code, "a", "b"));
      jobs.changed(job, Facts.event(job, Actor.BOT, ""));
    }
    delivery.close();
    assertThat(events).containsExactly("test-could-not-verify test-" + Facts.BACKUP);
  }

  @Test
  void aRollbackCallsTheLeadsAgain() {
    threads.stands(in(DisasterState.DONE), request("r1", ApprovalState.USED));
    threads.changed(in(DisasterState.DONE), request("r2", ApprovalState.PENDING));
    assertThat(replies(1).get(0).mentions()).containsExactly("LEADS");
    assertThat(replies(1).get(0).title()).startsWith("Rollback: approval needed from 2 on-call");
  }

  @Test
  void aRestartCallsNobodyForWhatWasSaid() {
    threads.stands(in(DisasterState.AWAITING_APPROVAL), request("r1", ApprovalState.PENDING));
    threads.changed(in(DisasterState.AWAITING_APPROVAL), request("r1", ApprovalState.PENDING));
    threads.changed(in(DisasterState.FAILED), request("r1", ApprovalState.USED));
    assertThat(replies(1).get(0).mentions()).containsExactly("asha", "LEADS");
  }
}
