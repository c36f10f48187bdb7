/**
 * Checks the schema's Alembic revision.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.verify.alembic;
