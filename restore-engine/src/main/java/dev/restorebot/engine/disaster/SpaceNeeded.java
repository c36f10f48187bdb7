package dev.restorebot.engine.disaster;

import dev.restorebot.engine.text.Sizes;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk space that a plan needs at once, in bytes, beside the storage that production has.
 *
 * @param restored the new volume or folder
 * @param staged the backup, where it is read from a copy
 * @param safetyCopy the copy of the old storage; 0 without one
 * @param uploads the unpacked uploads; 0 without them
 */
record SpaceNeeded(long restored, long staged, long safetyCopy, long uploads) {
  /** A compressed backup unpacks to about this many times its size. */
  private static final int UNPACKED = 3;

  static SpaceNeeded of(DisasterPlan plan) {
    DataVolume volume = plan.target().volume();
    return new SpaceNeeded(
        Math.max(volume.bytes(), UNPACKED * plan.backup().bytes()),
        plan.backup().bytes(),
        plan.options().safetyCopy() ? volume.bytes() : 0,
        plan.newUploadsVolume().isEmpty()
            ? 0
            : plan.backup().uploads().orElseThrow().contentBytes());
  }

  long total() {
    return restored + staged + safetyCopy + uploads;
  }

  /** Returns the parts in words, such as {@code new volume 1.2 GB, backup 300.0 MB}. */
  String parts(String noun) {
    List<String> parts = new ArrayList<>();
    parts.add("new " + noun + " " + Sizes.text(restored));
    parts.add("backup " + Sizes.text(staged));
    if (safetyCopy > 0) {
      parts.add("safety copy " + Sizes.text(safetyCopy));
    }
    if (uploads > 0) {
      parts.add("uploads " + Sizes.text(uploads));
    }
    return String.join(", ", parts);
  }
}
