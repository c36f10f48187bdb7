package dev.restorebot.engine.evidence;

/** Receives the results of writing reports. Called from the writer's thread; must return soon. */
public interface EvidenceEvents {
  /**
   * A report was written.
   *
   * @param origin where its job was asked for
   */
  void written(String origin, WrittenReport written);

  /**
   * A report could not be written; the restore is not touched by that.
   *
   * @param why in words for people
   */
  void failed(String origin, String id, String why);
}
