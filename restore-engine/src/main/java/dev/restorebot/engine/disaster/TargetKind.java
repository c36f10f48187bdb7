package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Tells what depends on the kind of a target: the steps and commands that replace its database, and
 * the words for that in plans, runbooks and messages. One class a kind.
 */
public interface TargetKind {
  /** Returns the kind of a target with that storage. */
  static TargetKind of(DataVolume volume) {
    return switch (volume.kind()) {
      case NAMED, MOUNTED, FOLDER -> new ComposeKind();
      case DATABASE -> new ServerKind();
    };
  }

  // Plans.

  /** Returns the longest name of new storage, in bytes. */
  int longestName();

  /** Returns whether a safety copy of the old storage can be made. */
  boolean canCopy();

  /** Returns whether the database serves until the swap when no service is stopped. */
  boolean servesMeanwhile();

  /** Returns whether the server's log is about this database only. */
  boolean hasLogOfItsOwn();

  /** Returns the name of the old storage after the swap. */
  String oldName(DisasterPlan plan);

  /** Returns the name of the restored storage after the swap. */
  String newName(DisasterPlan plan);

  /** Returns the lines that the team has to put into its own files; empty when there are none. */
  String toCommit(DisasterPlan plan);

  /** Returns the storage before and after, and the disk space, as lines of a plan. */
  List<String> describe(DisasterPlan plan);

  /** Says that what was approved is no longer what would be done. */
  String changed(Target now);

  // Steps and their commands.

  /** Returns the word for what a plan is for, beside the backup. */
  String object();

  /** Returns how the new storage is made, as the end of a sentence. */
  String likeness(Target target);

  /** Returns the steps that put the restored storage in the old one's place. */
  List<Step> swap(DisasterPlan plan);

  /** Returns the commands that begin a script. */
  List<String> begin(DisasterPlan plan);

  /** Returns the commands that name what the restore needs beside the backup. */
  List<String> needed(DisasterPlan plan);

  /** Returns the commands that fail when the new name is in use. */
  List<String> requireUnused(DisasterPlan plan);

  /**
   * Returns the commands that create the new storage.
   *
   * @param roles statements that create production's roles, without passwords
   */
  List<String> create(DisasterPlan plan, List<String> roles);

  /** Returns the commands that restore the backup into it. */
  List<String> restore(DisasterPlan plan);

  /** Returns the commands that verify it. */
  List<String> verify(DisasterPlan plan);

  /** Returns the commands that check the application's database after the swap. */
  List<String> check(DisasterPlan plan);

  /** Returns the comments that end a script: the way back, and what to commit. */
  List<String> end(DisasterPlan plan);

  // Messages.

  /** Names the target and its database. */
  String where(Target target);

  /** Says that a target was found and can be restored. */
  String found(Target target);

  /** Names the server by what identifies its programs. */
  Program program(Target target);

  /** Says which storage the application uses, from the restored one's name on. */
  String inUse();

  /** Says which storage the application uses after a rollback, from the old one's name on. */
  String backInUse();

  /**
   * Says how a person finishes a swap that failed and cannot be undone; empty when a restart of the
   * database does it.
   */
  Optional<String> finish(DisasterPlan plan);

  /** Names the absence of storage. */
  String none();

  /** Returns how storage is used by somebody, as a verb. */
  String usedBy();

  /** Says what to do about those who use storage that is to be deleted. */
  String release();

  /** Says what the application uses instead of what that disaster restore left it on. */
  String elsewhere(Disaster disaster, LostSwap lost);

  /** Explains what that means, and what to do. */
  Problem problem(Disaster disaster, LostSwap lost);

  /**
   * The program that the server runs.
   *
   * @param label what identifies it, such as {@code image of the database (id)}
   * @param id the identity
   * @param image the image that a sandbox can run too; empty for a server that is no container
   */
  record Program(String label, String id, Optional<String> image) {}
}
