/** What was tried and done, in an append-only log in which every entry vouches for those before. */
package dev.restorebot.engine.audit;
