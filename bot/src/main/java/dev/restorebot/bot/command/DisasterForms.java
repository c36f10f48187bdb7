package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.SecondFactorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the dialogs about disaster restores, and reads what was filled in. Pure. */
final class DisasterForms {
  private static final String DISASTER = "disaster";
  private static final String DENY = "deny";
  private static final String ROLLBACK = "rollback";
  private static final int REASON = 500;

  private DisasterForms() {}

  /** For the person who requests a disaster restore. */
  static Form request(String backup, String shown) {
    return new Form(
        DISASTER,
        backup,
        "Disaster restore",
        "Ask for approval",
        List.of(
            "Backup: " + shown,
            "It replaces production's database. Everything written since the backup is lost."
                + " Nothing is changed until on-call leads approve. The plan is posted to the"
                + " channel first."),
        List.of(
            new Form.Input(
                "database",
                "Name of the database to replace",
                "Type the full name.",
                Form.Kind.LINE,
                63),
            reason("Why is it needed?")),
        typed(
            "The database and the reason are missing",
            "disaster " + shown + " DATABASE the reason why"));
  }

  /** For a lead who denies. */
  static Form deny(String job, String seal) {
    return new Form(
        DENY,
        job + " " + seal,
        "Deny " + job,
        "Deny",
        List.of("This ends the request. Everybody in the channel can see the reason."),
        List.of(reason("Why not?")),
        typed("The reason is missing", "deny " + job + " the reason why"));
  }

  /** For the person who requests a rollback. */
  static Form rollback(String job) {
    return new Form(
        ROLLBACK,
        job,
        "Roll back " + job,
        "Ask for approval",
        List.of(
            "Production's database gets its previous volume back. Everything written since the"
                + " disaster restore is lost. Nothing is changed until on-call leads approve."),
        List.of(reason("Why?")),
        typed("The reason is missing", "rollback " + job + " the reason why"));
  }

  /** For a lead whose decision needs a code. */
  static Form code(Command.Decide.Decision decision, String job, String seal) {
    String word = decision.word();
    return new Form(
        word,
        job + " " + seal,
        word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1) + " " + job,
        "Send",
        List.of("Nothing has changed yet."),
        List.of(
            new Form.Input(
                "code",
                "Code of your authenticator app",
                "Six digits. Each code works once.",
                Form.Kind.SECRET,
                10)),
        decision == Command.Decide.Decision.APPROVE
            ? typed("A code of your authenticator app is needed", "approve " + job + " 123456")
            : Card.of(Tone.WARN, "A code of your authenticator app is needed")
                .line("Nothing changed. The dialog could not be opened. Press the button again.")
                .build());
  }

  private static Form.Input reason(String label) {
    return new Form.Input("reason", label, "A sentence or two.", Form.Kind.TEXT, REASON);
  }

  private static Card typed(String title, String command) {
    return Card.of(Tone.WARN, title)
        .line("Nothing changed. Type this in the channel; only you see it:")
        .code("/restore " + command)
        .build();
  }

  /** The command of a form that was filled in; empty when it is none of these forms. */
  static Optional<Command> filled(String action, String value, Map<String, String> inputs) {
    String[] parts = value.split(" ", 2);
    String seal = parts.length == 2 ? parts[1] : "-";
    return Optional.ofNullable(
        switch (action) {
          case DISASTER ->
              new Command.Disaster(
                  Optional.of(value), text(inputs, "database"), text(inputs, "reason"));
          case DENY -> new Command.Deny(parts[0], seal, text(inputs, "reason"));
          case ROLLBACK -> new Command.Rollback(value, text(inputs, "reason"));
          default ->
              Command.Decide.Decision.of(action)
                  .map(
                      decision ->
                          new Command.Decide(
                              decision,
                              parts[0],
                              seal,
                              text(inputs, "code").map(SecondFactorCode::new)))
                  .orElse(null);
        });
  }

  /** The text of an input; empty when it is blank. */
  static Optional<String> text(Map<String, String> inputs, String name) {
    return Optional.ofNullable(inputs.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }
}
