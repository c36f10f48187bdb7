/** Requests for approval in the SQLite file of the state. */
package dev.restorebot.engine.approval.jdbc;
