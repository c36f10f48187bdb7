package dev.restorebot.engine.disaster.rehearsal;

import java.util.Map;

/**
 * Names what a rehearsal makes.
 *
 * @param id the rehearsal's id
 * @param project its Compose project
 */
public record RehearsalNames(String id, String project) {
  /** The label with the rehearsal's id, on each container, volume and network of it. */
  public static final String LABEL = "dev.restore-bot.rehearsal";

  /** The service from which pages are got. */
  public static final String PROBE = "restore-bot-probe";

  /** The rehearsal with that id of a project. */
  public static RehearsalNames of(String project, String id) {
    return new RehearsalNames(id, project + "-rehearsal-" + id);
  }

  /** Returns the labels of each part of it. */
  Map<String, String> labels() {
    return Map.of(LABEL, id);
  }
}
