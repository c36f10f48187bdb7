/** What every sandbox's PostgreSQL server needs, however it is run. Shared by the adapters only. */
package dev.restorebot.engine.sandbox.server;
