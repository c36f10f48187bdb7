/**
 * The contents of a database and the differences of two states: tables, rows, newest times,
 * migrations.
 */
package dev.restorebot.engine.disaster.contents;
