package dev.restorebot.engine.disaster;

import java.util.List;

/**
 * Describes what a role could read before a swap.
 *
 * @param role its name
 * @param application whether the application uses it: it was connected, or owns tables
 * @param tables the tables that it could read, with their schemas
 */
public record RoleTables(String role, boolean application, List<String> tables) {
  public RoleTables {
    tables = List.copyOf(tables);
  }
}
