package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves for one kind of target, before anything is stopped, that the swap and the way back can be
 * carried out and would last. Changes nothing.
 */
public interface SwapProof {
  /**
   * Refuses a target whose swap could not be written down.
   *
   * @throws ProblemException with what is missing
   */
  void requireReachable(Target target) throws ProblemException;

  /** Returns the file that names the new storage; {@code /} for a target that needs none. */
  Path overrideFile(Target target, TargetSettings settings) throws ProblemException;

  /** Returns what a person should know of the target before deciding. */
  List<String> warnings(
      Target target, TargetSettings settings, Path overrideFile, boolean withUploads)
      throws ProblemException;

  /** Identifies what the target is made from, as a SHA-256, so that a change of it is noticed. */
  String hash(Target target) throws ProblemException;

  /** Returns other storage that the file names and must go on naming. */
  Map<String, String> kept(Path overrideFile, Target target, Optional<String> newUploads)
      throws ProblemException;

  /**
   * Identifies what a swap recreates, for {@link #requireSwap}; empty when it recreates nothing.
   */
  Optional<String> definition(DisasterPlan plan) throws ProblemException;

  /**
   * Proves that nothing else would undo the swap.
   *
   * @throws ProblemException with what would, and what to do
   */
  void requireLasting(DisasterPlan plan) throws ProblemException;

  /**
   * Proves right before the swap stops anything that it would be carried out as approved.
   *
   * @throws ProblemException when something has changed since
   */
  void requireSwap(DisasterPlan plan) throws ProblemException;

  /**
   * Proves before a rollback stops anything that the old storage would come back.
   *
   * @param before what {@link Swap#before} returned
   * @return what the way back has to restore of it
   * @throws ProblemException when the old storage would not come back, with what to do
   */
  Optional<String> requireWayBack(DisasterPlan plan, Optional<String> before)
      throws ProblemException;

  /**
   * Refuses a plan whose swap would fail because restore-bot may not write what it changes.
   *
   * @throws ProblemException why, with what to do
   */
  default void requireWritable(PlanOptions options, Path override) throws ProblemException {}
}
