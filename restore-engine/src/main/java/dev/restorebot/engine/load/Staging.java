package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Tee;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.ForwardingSandbox;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxGuard;
import dev.restorebot.engine.task.Cancellation;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages a dump in a sandbox's own storage while the backup is read and checked, so that it need
 * not be read again to be loaded.
 *
 * <p>Only dumps in one file that is sought in are staged: custom and tar archives. Where one cannot
 * be staged, because the sandbox has not the room or goes away, it is read again, and that says
 * why. Used for one backup. Thread-safe.
 */
public final class Staging {
  private static final Logger log = LoggerFactory.getLogger(Staging.class);

  private final Tee tee;
  private final SandboxGuard guard;
  private volatile Optional<String> path = Optional.empty();

  private Staging(Tee tee, SandboxGuard guard) {
    this.tee = tee;
    this.guard = guard;
  }

  /**
   * Stages a dump if its format is fit.
   *
   * @param begin begins to start the sandbox that a backup with this head needs; false when none is
   *     to be started. Called by the thread that reads
   * @param guard ends the staging when the sandbox's disk is about to be full
   */
  public static Staging of(Predicate<BackupArchive> begin, SandboxGuard guard) {
    return new Staging(new Tee(head -> isFit(head.format()) && begin.test(head)), guard);
  }

  /** Returns one that stages nothing. */
  public static Staging none() {
    return new Staging(Tee.none(), new SandboxGuard(DiskLimits.DEFAULT));
  }

  private static boolean isFit(ArchiveFormat format) {
    return format == ArchiveFormat.CUSTOM || format == ArchiveFormat.TAR;
  }

  /** Returns what the reader of the backup passes the dump on to. */
  public Tee tee() {
    return tee;
  }

  /**
   * Stores the dump while it is read, and returns when it is stored, or cannot be. For a second
   * sandbox nothing is staged: what the first one had is gone with it.
   *
   * @param server a sandbox whose server runs; its database need not exist yet
   */
  public void into(Sandbox server, Cancellation cancellation) {
    path = Optional.empty();
    if (!tee.isWanted()) {
      return;
    }
    try {
      path = Optional.of(guard.during(new Kept(server), cancellation, put(server)));
      tee.stored();
    } catch (ProblemException e) {
      log.info("the backup is not staged while it is read: {}", e.getMessage());
    } finally {
      tee.abandon();
    }
  }

  private SandboxGuard.Work<String> put(Sandbox server) {
    return limited -> server.put(Transfer.FILE, tee.content(), limited);
  }

  /** Nothing is staged any more; nobody waits for it. What is staged stays. */
  public void end() {
    tee.abandon();
  }

  /** The sandbox is removed, and what was staged with it. */
  public void discard() {
    tee.abandon();
    path = Optional.empty();
  }

  /**
   * Returns the path in the sandbox of the staged dump of that backup: of its very bytes, since it
   * has the SHA-256 of the read that filled it.
   */
  Optional<String> path(BackupArchive archive) {
    return tee.storedSha256().isPresent() && tee.storedSha256().equals(archive.sha256())
        ? path
        : Optional.empty();
  }

  /** A sandbox that outlives a staging that is ended. */
  private static final class Kept extends ForwardingSandbox {
    Kept(Sandbox sandbox) {
      super(sandbox);
    }

    @Override
    public void remove() {
      // the backup is read again into it, and that says what is wrong
    }
  }
}
