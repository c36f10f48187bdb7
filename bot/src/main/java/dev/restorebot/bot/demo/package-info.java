/**
 * The demo: sample backups, a small application with a database to restore, and a guided tour.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.demo;
