package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Tone;

/** The purpose for which a target and a backup of it are chosen. */
enum TargetPurpose {
  DISASTER(
      Action.DISASTER,
      Tone.WARN,
      "Disaster restore",
      "Which target should be restored?",
      "Which backup should replace production's database%s?"),
  REHEARSAL(
      Action.REHEARSE,
      Tone.INFO,
      "Rehearsal",
      "Which target do you want to rehearse?",
      "Which backup%s do you want to rehearse?");

  private final Action action;
  private final Tone tone;
  private final String title;
  private final String whichTarget;
  private final String whichBackup;

  TargetPurpose(Action action, Tone tone, String title, String whichTarget, String whichBackup) {
    this.action = action;
    this.tone = tone;
    this.title = title;
    this.whichTarget = whichTarget;
    this.whichBackup = whichBackup;
  }

  Action action() {
    return action;
  }

  Tone tone() {
    return tone;
  }

  String title() {
    return title;
  }

  String whichTarget() {
    return whichTarget;
  }

  /** The question for the backup of a target; the target is empty where there is only one. */
  String whichBackup(String target) {
    return whichBackup.formatted(target.isEmpty() ? "" : " of " + target);
  }
}
