/** The audit log in the SQLite file of the state. */
package dev.restorebot.engine.audit.jdbc;
