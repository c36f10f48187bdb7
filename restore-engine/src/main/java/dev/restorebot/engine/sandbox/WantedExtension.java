package dev.restorebot.engine.sandbox;

/**
 * An extension that a backup asks for.
 *
 * @param name its name, such as {@code cube}
 * @param schema the schema that it goes into; empty when the backup does not say
 */
public record WantedExtension(String name, String schema) {}
