package dev.restorebot.engine.disaster.contents;

import java.util.Optional;

/**
 * A table and what is in it.
 *
 * @param name its schema and name, as {@code public.users}
 * @param rows how many rows it has
 * @param exact whether they were counted, and not estimated by the server
 * @param newest the newest value of one of its timestamp columns in UTC, if it was asked for
 */
public record TableContents(String name, long rows, boolean exact, Optional<String> newest) {}
