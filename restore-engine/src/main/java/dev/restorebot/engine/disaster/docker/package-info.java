/** Finds, fills and looks at production's database through the Docker engine. */
package dev.restorebot.engine.disaster.docker;
