package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.function.Predicate;

/**
 * Ends the rehearsal of a target when a disaster restore of it is requested, and before it begins:
 * what it needs of memory and disk is for the disaster restore.
 *
 * @param lock the lock of the target
 * @param rehearsals ends the rehearsal of that target, and waits for that
 */
public record EndsRehearsals(TargetLock lock, Runnable rehearsals) implements TargetLock {
  @Override
  public void take(Disaster disaster, Predicate<String> left) throws ProblemException {
    lock.take(disaster, left);
    rehearsals.run();
  }

  @Override
  public void requireFree(TargetSettings target, Predicate<String> left) throws ProblemException {
    lock.requireFree(target, left);
  }

  @Override
  public void makeRoom() {
    lock.makeRoom();
    rehearsals.run();
  }

  @Override
  public void release(Disaster disaster) throws ProblemException {
    lock.release(disaster);
  }
}
