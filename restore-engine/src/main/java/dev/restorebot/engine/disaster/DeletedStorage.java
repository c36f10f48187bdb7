package dev.restorebot.engine.disaster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records the deletion of the storage that a disaster restore left. Stored before anything is
 * deleted: from then on there is no way back.
 *
 * @param names the volumes and folders
 * @param beganAt when the leads had approved it
 * @param endedAt when all of them were deleted; empty before
 */
public record DeletedStorage(List<String> names, Instant beganAt, Optional<Instant> endedAt) {
  public DeletedStorage {
    names = List.copyOf(names);
  }

  DeletedStorage ended(Instant at) {
    return new DeletedStorage(names, beganAt, Optional.of(at));
  }
}
