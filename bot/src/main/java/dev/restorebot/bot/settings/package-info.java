/**
 * Settings: names, defaults, validation, schema and reload.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.bot.settings;
