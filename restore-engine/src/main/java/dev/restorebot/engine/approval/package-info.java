/**
 * Who may let an operation run: requests, votes, deadlines, and what a request is bound to. Knows
 * neither Docker nor PostgreSQL nor any chat.
 */
package dev.restorebot.engine.approval;
