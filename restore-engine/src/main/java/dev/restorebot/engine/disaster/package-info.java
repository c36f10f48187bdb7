/**
 * A disaster restore of a Compose project: what it works on, its plan, its steps with their undo. A
 * restore never writes to the volume that production has; it makes a new one and swaps by name.
 */
package dev.restorebot.engine.disaster;
