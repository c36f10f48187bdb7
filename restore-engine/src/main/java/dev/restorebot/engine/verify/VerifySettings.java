package dev.restorebot.engine.verify;

import java.util.List;
import java.util.Optional;

/**
 * Settings of a verification: the conditions beyond those of the archive itself.
 *
 * @param keyTables tables that must be there and have rows: {@code name} or {@code schema.name}; a
 *     trailing {@code ?} means only if it is there
 * @param alembicHead the alembic revision that must be in force
 * @param ladder how thoroughly it is looked at, and what the further checks ask for
 */
public record VerifySettings(
    List<String> keyTables, Optional<String> alembicHead, CheckSettings ladder) {
  public VerifySettings {
    keyTables = List.copyOf(keyTables);
  }

  /** With nothing asked of the further checks. */
  public VerifySettings(List<String> keyTables, Optional<String> alembicHead) {
    this(keyTables, alembicHead, CheckSettings.DEFAULT);
  }

  /**
   * The same without what asks how old data may be or how long a restore may take, and without
   * asking for counts that are not there: in a disaster people have decided that already.
   */
  public VerifySettings forDisaster() {
    return new VerifySettings(keyTables, alembicHead, ladder.forDisaster());
  }

  /** The same at another level. */
  public VerifySettings at(Level level) {
    return new VerifySettings(keyTables, alembicHead, ladder.at(level));
  }
}
