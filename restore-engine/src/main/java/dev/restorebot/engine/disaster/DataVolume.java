package dev.restorebot.engine.disaster;

/**
 * The volume that production's data really lies on.
 *
 * @param name its name in Docker, such as {@code zenops_postgres_data}
 * @param key its name in the project's files, such as {@code postgres_data}
 * @param bytes how large the data is
 * @param freeBytes how much is free beside it
 */
public record DataVolume(String name, String key, long bytes, long freeBytes) {
  /** The name without what earlier restores added to it. */
  public String base() {
    return base(name);
  }

  static String base(String name) {
    return name.replaceFirst("(_restored_\\d{8}_\\d{6})+$", "");
  }
}
