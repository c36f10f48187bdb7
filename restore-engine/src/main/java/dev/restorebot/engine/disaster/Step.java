package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;

/**
 * A step of a disaster restore. {@link Steps} lists them once; the plan, the runbook and the
 * execution are views of that list.
 *
 * @param state the state that is stored before it runs; several steps may share one
 * @param what what happens, in words
 * @param undoing how it is undone, in words
 * @param commands the same as lines of a shell script, comments included, without secrets
 * @param prepare looks up what undoing needs; that is stored with the state
 * @param run carries it out; can be repeated after a crash
 * @param undo undoes it, however far it went; can be repeated too
 */
record Step(
    DisasterState state,
    String what,
    String undoing,
    List<String> commands,
    Work prepare,
    Work run,
    Work undo) {
  /** For a step that needs none. */
  static final Work NOTHING = run -> {};

  /** The bot's part of a step. */
  interface Work {
    void in(DisasterRun run) throws ProblemException;
  }

  /** A step that prepares nothing, and that undoing the others undoes. */
  static Step of(
      DisasterState state, String what, String undoing, List<String> commands, Work run) {
    return new Step(state, what, undoing, commands, NOTHING, run, NOTHING);
  }

  Step preparedBy(Work work) {
    return new Step(state, what, undoing, commands, work, run, undo);
  }

  Step undoneBy(Work work) {
    return new Step(state, what, undoing, commands, prepare, run, work);
  }
}
