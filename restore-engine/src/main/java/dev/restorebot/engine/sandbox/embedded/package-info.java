/**
 * PostgreSQL servers that restore-bot brings along, for machines without Docker and PostgreSQL.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.sandbox.embedded;
