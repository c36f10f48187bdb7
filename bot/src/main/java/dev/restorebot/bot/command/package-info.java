/**
 * Commands: parsing, permission, and answering them through the engine.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.command;
