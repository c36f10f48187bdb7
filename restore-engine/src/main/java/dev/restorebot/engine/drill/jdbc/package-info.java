/** Drills in the SQLite file that jobs are in. */
package dev.restorebot.engine.drill.jdbc;
