/**
 * The engine: {@link dev.restorebot.engine.RestoreEngine} builds its parts from its settings.
 *
 * <p>May import every package of the engine. No package of the engine imports this one.
 */
package dev.restorebot.engine;
