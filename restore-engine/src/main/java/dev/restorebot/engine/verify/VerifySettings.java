package dev.restorebot.engine.verify;

import java.util.List;
import java.util.Optional;

/**
 * What a restored database has to be like, besides what its own archive says.
 *
 * @param keyTables tables that must be there and have rows: {@code name} or {@code schema.name}; a
 *     trailing {@code ?} means only if it is there
 * @param alembicHead the alembic revision that must be in force
 */
public record VerifySettings(List<String> keyTables, Optional<String> alembicHead) {
  public VerifySettings {
    keyTables = List.copyOf(keyTables);
  }
}
