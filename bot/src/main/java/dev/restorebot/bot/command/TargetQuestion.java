package dev.restorebot.bot.command;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.Disasters;
import dev.restorebot.engine.disaster.TargetBackups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the target and the backup that a person means, and asks for what is missing.
 *
 * @param target the name that was given
 * @param backup the name that was given
 */
record TargetQuestion(TargetPurpose purpose, Optional<String> target, Optional<String> backup) {
  /**
   * A target with a backup of it.
   *
   * @param only whether there is no other target
   */
  record Answer(String target, Disasters disasters, Backup backup, boolean only) {
    /** The target's name for a form or a button; empty where there is only one. */
    String shownTarget() {
      return only ? "" : target;
    }
  }

  /** Returns whether the name of the backup is a target's: people may type only that. */
  boolean beginsWithTarget(DisasterTargets targets) {
    return target.isEmpty() && backup.filter(targets.names()::contains).isPresent();
  }

  /** Returns the command for another backup, as people type it. */
  String line(Subcommand command, Backup other) {
    List<String> words = new ArrayList<>(target.stream().toList());
    words.add(other.name());
    return CommandParser.line(command, words);
  }

  /** Refuses what this person may not do with a target. */
  @FunctionalInterface
  interface Permission {
    void require(String target, Disasters of) throws ProblemException;
  }

  /**
   * Finds both.
   *
   * @return empty when the person was asked, or was told what is wrong
   */
  Optional<Answer> ask(DisasterSession disasters, Permission permission) throws ProblemException {
    CommandSession session = disasters.session();
    DisasterTargets targets = disasters.disasters();
    TargetBackups backups = targets.backups(session.context().engine()::databaseIn);
    Optional<Backup> found = Optional.empty();
    if (backup.isPresent()) {
      found = Optional.of(found(disasters, backups));
    }
    Optional<String> name = target.or(() -> targets.only());
    if (name.isEmpty() && found.isPresent()) {
      List<String> owners = backups.targetsOf(found.get());
      name = owners.stream().filter(any -> owners.size() == 1).findFirst();
    }
    if (name.isEmpty()) {
      session.responder().choose(TargetChoice.of(purpose, targets.names(), backup.orElse("")));
      return Optional.empty();
    }
    String chosen = name.get();
    Optional<Disasters> known = targets.of(chosen);
    if (known.isEmpty()) {
      session.answer(TargetChoice.unknown(chosen, targets.names()));
      return Optional.empty();
    }
    permission.require(chosen, known.get());
    boolean only = targets.names().size() < 2;
    if (found.isEmpty()) {
      session.offer(
          all -> backups.of(chosen, all), BackupChoice.forTarget(purpose, only ? "" : chosen));
      return Optional.empty();
    }
    backups.requireOf(chosen, found.get());
    return Optional.of(new Answer(chosen, known.get(), found.get(), only));
  }

  /** {@code latest} is the newest of the target. */
  private Backup found(DisasterSession disasters, TargetBackups backups) throws ProblemException {
    CommandSession session = disasters.session();
    Optional<String> name = target.or(() -> disasters.disasters().only());
    if (name.isPresent() && backup.orElseThrow().equals(BackupWords.LATEST)) {
      List<Backup> own = backups.of(name.get(), session.context().backups().newestFirst());
      if (!own.isEmpty()) {
        return own.get(0);
      }
    }
    try {
      return session.backup(backup.orElseThrow());
    } catch (ProblemException e) {
      Problem why = e.problem();
      if (name.isPresent()) {
        throw e;
      }
      throw new Problem(
              why.code(),
              why.message(),
              why.hint()
                  + " Or name a target first: "
                  + String.join(", ", disasters.disasters().names())
                  + ".")
          .exception(e);
    }
  }
}
