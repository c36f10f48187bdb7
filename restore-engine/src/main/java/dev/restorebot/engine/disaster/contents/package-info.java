/**
 * What is in a database, and how two states of it differ: tables, rows, newest times, migrations.
 */
package dev.restorebot.engine.disaster.contents;
