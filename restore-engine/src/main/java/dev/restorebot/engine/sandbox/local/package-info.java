/** Sandboxes without Docker: the machine's own PostgreSQL programs, as an unprivileged user. */
package dev.restorebot.engine.sandbox.local;
