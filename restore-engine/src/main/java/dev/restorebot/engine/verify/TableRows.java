package dev.restorebot.engine.verify;

/**
 * A table and how many rows it really has.
 *
 * @param schema its schema
 * @param name its name
 * @param rows exact count
 */
public record TableRows(String schema, String name, long rows) {
  /** {@code public.users}. */
  public String qualified() {
    return schema + "." + name;
  }
}
