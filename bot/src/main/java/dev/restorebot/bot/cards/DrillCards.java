package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.drill.Drill;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillState;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.text.Durations;
import dev.restorebot.engine.text.Sizes;
import dev.restorebot.engine.verify.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds the messages of drills. Pure. */
public final class DrillCards {
  private DrillCards() {}

  /**
   * The headline in the present state: the runbook's record, as far as it is filled in.
   *
   * @param before the last one of that database that ran
   */
  public static Card headline(Drill drill, Optional<Drill> before, Instant now) {
    Card.Builder card =
        Card.of(tone(drill), title(drill))
            .field("Drill", drill.id())
            .field("Due", Humane.time(drill.dueAt()));
    drill
        .backup()
        .ifPresentOrElse(
            backup ->
                card.field("Backup", backup.name())
                    .field("Backup taken", Humane.time(backup.takenAt()))
                    .field("Size", Sizes.text(backup.sizeBytes())),
            () -> card.field("Backup", "none found"));
    if (drill.state().waiting()) {
      card.field("Last drill", before.map(last -> last(last, now)).orElse("none"));
      drill.wakeAt().ifPresent(at -> card.field("Snoozed until", Humane.time(at)));
    }
    drill.run().ifPresent(run -> record(card, drill, run));
    buttons(card, drill);
    return card.build();
  }

  private static void record(Card.Builder card, Drill drill, Drill.Run run) {
    card.field("Start", Humane.time(run.startedAt()));
    run.endedAt().ifPresent(end -> card.field("End", Humane.time(end)));
    run.took().ifPresent(took -> card.field("Took", Durations.text(took)));
    run.downtime().ifPresent(text -> card.field("Down in a disaster", text));
    card.field("Result", run.outcome().map(DrillCards::word).orElse("running"));
    run.job().ifPresent(job -> card.field(capital(drill.kind().noun()), job));
    card.field("Tested by", by(run.by()));
    if (drill.state() != DrillState.RUNNING) {
      card.field("Issues found", notes(drill.issues()));
      card.field("Actions required", notes(drill.actions()));
      card.field(
          "Signed off",
          drill
              .signedOff()
              .map(sign -> sign.by().name() + ", " + Humane.time(sign.at()))
              .orElse("not yet: a lead who did not run it can sign off"));
    }
  }

  private static String capital(String noun) {
    return noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
  }

  private static String notes(List<Drill.Note> notes) {
    return notes.isEmpty()
        ? "none"
        : notes.stream()
            .map(note -> note.text() + " (" + note.by().name() + ")")
            .collect(Collectors.joining("; "));
  }

  private static String by(Actor actor) {
    return actor.equals(Actor.BOT) ? "restore-bot (automatic)" : actor.name();
  }

  private static String last(Drill last, Instant now) {
    Drill.Run run = last.run().orElseThrow();
    return Humane.age(run.startedAt(), now)
        + " by "
        + by(run.by())
        + run.outcome().map(outcome -> ": " + word(outcome)).orElse("");
  }

  private static Tone tone(Drill drill) {
    return switch (drill.state()) {
      case DUE -> drill.escalated() > 0 ? Tone.BAD : Tone.WARN;
      case SNOOZED, MISSED -> Tone.WARN;
      case RUNNING -> Tone.RUNNING;
      case RECORDED, SIGNED_OFF ->
          switch (drill.run().flatMap(Drill.Run::outcome).orElse(Outcome.COULD_NOT_VERIFY)) {
            case PASSED -> Tone.GOOD;
            case FAILED -> Tone.BAD;
            case COULD_NOT_VERIFY -> Tone.UNSURE;
          };
    };
  }

  private static String title(Drill drill) {
    String of =
        (drill.kind() == DrillKind.TEST ? "Restore" : "Rehearsal")
            + " drill of "
            + drill.database();
    return switch (drill.state()) {
      case DUE -> drill.escalated() > 0 ? of + " is OVERDUE" : of + " is due";
      case SNOOZED -> of + " is snoozed";
      case MISSED -> of + " was MISSED: the next one is due";
      case RUNNING -> of + " is running";
      case RECORDED ->
          of + ": " + drill.run().flatMap(Drill.Run::outcome).map(DrillCards::word).orElse("?");
      case SIGNED_OFF ->
          of
              + ": "
              + drill.run().flatMap(Drill.Run::outcome).map(DrillCards::word).orElse("?")
              + ", signed off";
    };
  }

  private static String word(Outcome outcome) {
    return outcome.name().replace('_', ' ');
  }

  private static void buttons(Card.Builder card, Drill drill) {
    String id = drill.id();
    if (drill.state().waiting()) {
      card.button(
              new Button(Action.DRILL_RUN, id, "Run now", Button.Style.PRIMARY, Optional.empty()))
          .button(Button.of(Action.DRILL_PICK, id, "Pick another backup"));
    }
    if (drill.state() == DrillState.DUE) {
      card.button(Button.of(Action.DRILL_SNOOZE, id, "Snooze a day"));
    }
    if (drill.state() == DrillState.RUNNING || drill.state() == DrillState.RECORDED) {
      card.button(Button.of(Action.DRILL_ISSUE, id, "Add an issue"))
          .button(Button.of(Action.DRILL_ACTION, id, "Add an action"));
    }
    if (drill.state() == DrillState.RECORDED) {
      card.button(
          new Button(Action.DRILL_SIGN, id, "Sign off", Button.Style.PRIMARY, Optional.empty()));
      if (!drill.run().flatMap(Drill.Run::outcome).equals(Optional.of(Outcome.PASSED))) {
        card.button(Button.of(Action.DRILL_RUN, id, "Run again"));
      }
    }
  }

  /** Says that the test or rehearsal has ended, and asks the leads to sign off. */
  public static Card recorded(Drill drill, List<String> leads) {
    return Card.of(tone(drill), title(drill))
        .line("A lead who did not run it signs it off: press \"Sign off\" in the first message.")
        .mention(leads)
        .build();
  }

  /** Nobody has run it. */
  public static Card overdue(Drill drill, List<String> people, List<String> contacts) {
    Card.Builder card =
        Card.of(Tone.BAD, "OVERDUE: restore drill of " + drill.subject())
            .line(
                "Nobody has run it. It has been due since "
                    + Humane.time(drill.dueAt())
                    + ". Press \"Run now\".");
    card.mention(people);
    if (!contacts.isEmpty()) {
      card.field("Call", String.join(", ", contacts));
    }
    return card.build();
  }

  /** A line for a list of drills. */
  public static List<String> row(Drill drill) {
    return List.of(
        Humane.time(drill.dueAt()),
        drill.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        drill.run().flatMap(Drill.Run::outcome).map(DrillCards::word).orElse(""),
        drill.run().flatMap(Drill.Run::took).map(Durations::text).orElse(""),
        drill.kind() == DrillKind.TEST ? "" : drill.kind().word(),
        drill.backup().map(Drill.Picked::name).orElse(""),
        drill.run().map(run -> by(run.by())).orElse(""),
        drill.signedOff().map(sign -> sign.by().name()).orElse(""));
  }
}
