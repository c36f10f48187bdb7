package dev.restorebot.bot.console;

import dev.restorebot.bot.command.ChatFrontEnd;
import dev.restorebot.bot.command.CommandParser;
import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.command.HelpText;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.command.UsageError;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.TableView;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A bot that plays a restore; the test says when it goes on. */
final class ScriptedBot implements Inbound {
  static final String BACKUP = "zenops_db_2026-02-09_14-30-00.dump";

  private static final Form FORM =
      new Form(
          Action.DISASTER,
          BACKUP,
          "Disaster restore",
          "Ask for approval",
          List.of("Backup: " + BACKUP, "It replaces production's database."),
          List.of(
              new Form.Input("database", "Database, its name typed out", "", Form.Kind.LINE, 63),
              new Form.Input("reason", "Why is it needed?", "A sentence.", Form.Kind.TEXT, 500),
              new Form.Input("code", "Code", "Six digits.", Form.Kind.SECRET, 10)),
          Card.of(Tone.WARN, "Type it").build());

  private final BlockingQueue<ThreadRef> started = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> clicks = new LinkedBlockingQueue<>();
  private ChatFrontEnd chat;

  void join(ChatFrontEnd front) throws DeliveryException {
    chat = front;
    front.start(this);
  }

  @Override
  public boolean maySee(String channel) {
    return true;
  }

  @Override
  public boolean maySee(Actor actor) {
    return true;
  }

  @Override
  public void command(String text, String channel, Actor actor, Responder responder) {
    String word = text.strip().split(" ", 2)[0];
    try {
      if (word.equals("test")) {
        started.add(chat.post(channel, running(actor.name(), 0.08, "Reading the backup")));
      } else if (word.equals("disaster")) {
        responder.ask(FORM);
      } else if (CommandParser.parse(text) instanceof UsageError error) {
        responder.ephemeral(HelpText.card(error));
      } else {
        responder.ephemeral(HelpText.card());
      }
    } catch (DeliveryException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void button(
      Action action, String value, String channel, Actor actor, Responder responder) {
    clicks.add(action.word() + " " + value + " by " + actor.id());
    responder.ephemeral(Card.of(Tone.INFO, "Removing the sandbox of " + value).build());
  }

  @Override
  public void form(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder) {
    clicks.add(action.word() + " " + value + " " + inputs + " by " + actor.id());
    responder.ephemeral(Card.of(Tone.INFO, "Asked for").build());
  }

  ThreadRef started() throws InterruptedException {
    return present(started.poll(60, TimeUnit.SECONDS));
  }

  String clicked() throws InterruptedException {
    return present(clicks.poll(60, TimeUnit.SECONDS));
  }

  private static <T> T present(T value) {
    if (value == null) {
      throw new AssertionError("waited in vain");
    }
    return value;
  }

  static Card running(String who, double fraction, String step) {
    return Card.of(Tone.RUNNING, "Testing " + BACKUP)
        .progress(fraction)
        .line(step)
        .field("Job", "k3m9x2")
        .field("Asked by", who)
        .field("Running for", "1 min 12 s")
        .button(
            new Button(
                Action.CANCEL,
                "k3m9x2",
                "Stop the test",
                Button.Style.DANGER,
                Optional.of("Stop the test of " + BACKUP + "?")))
        .build();
  }

  static Card passed(String who) {
    return Card.of(Tone.GOOD, "PASSED: " + BACKUP + " can be restored")
        .line("All 9 checks held. The sandbox stands until 05:12; production was not touched.")
        .field("Job", "k3m9x2")
        .field("Asked by", who)
        .field("Backup taken", "9 Feb 2026, 14:30 (3 h ago)")
        .field("Took", "2 min 41 s")
        .field("Tables", "112")
        .field("Rows", "2,812,440")
        .code("psql 'host=127.0.0.1 port=49207 dbname=zenops user=inspector'")
        .button(
            new Button(
                Action.EXTEND, "k3m9x2", "Keep 2 h longer", Button.Style.NORMAL, Optional.empty()))
        .button(
            new Button(
                Action.CLEANUP,
                "k3m9x2",
                "Clean up",
                Button.Style.DANGER,
                Optional.of("Remove the sandbox of k3m9x2? Open psql sessions end.")))
        .build();
  }

  static Card failed() {
    return Card.of(Tone.BAD, "FAILED: zenops_db_2026-02-08_14-30-00.dump cannot be restored")
        .line("The file ends in the middle of table `assignment_documents`: it was cut off.")
        .line("Next: test an older backup: `/restore test zenops_db_2026-02-07_14-30-00.dump`.")
        .field("Job", "p7q2r4")
        .field("Asked by", "Ben")
        .button(
            new Button(
                Action.TEST, "old", "Test the one before", Button.Style.PRIMARY, Optional.empty()))
        .build();
  }

  static Card unsure() {
    return Card.of(Tone.UNSURE, "COULD NOT VERIFY: the disk filled up during the restore")
        .line("This says nothing about the backup. Free 4 GB on /var/lib/docker and try again.")
        .field("Job", "c1d8e5")
        .build();
  }

  static Card checks() {
    List<List<String>> rows =
        List.of(
            List.of("✓ PASSED", "Database answers", "PostgreSQL 15.18"),
            List.of("✓ PASSED", "Tables are there", "112 of 112"),
            List.of("✓ PASSED", "Alembic version", "9f3c2ab1d0e4"),
            List.of("? NOT CHECKED", "Document download", "needs the application"));
    return Card.of(Tone.GOOD, "What was checked")
        .table(new TableView("Checks", List.of("Result", "Check", "Found"), rows))
        .build();
  }

  static Card rows() {
    List<List<String>> rows =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    List.of(
                        "public.table_" + i,
                        String.format("%,d", 1_000_000 / (i + 1)),
                        i % 7 == 0 ? "+3.2 %" : "0 %",
                        (i * 13 % 900) + " kB"))
            .toList();
    return Card.of(Tone.INFO, "Rows by table, compared with production's last count")
        .table(new TableView("Row counts", List.of("Table", "Rows", "Drift", "Size"), rows))
        .build();
  }

  @Override
  public void foreign(
      Action action, String value, String channel, Actor actor, Responder responder) {
    responder.done();
  }
}
