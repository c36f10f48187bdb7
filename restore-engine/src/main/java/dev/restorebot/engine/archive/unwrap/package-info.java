/**
 * Recognises a stream by its content and takes compression, tar and encryption off it.
 *
 * <p>May import the packages above it in the map of CONTRIBUTING.md.
 */
package dev.restorebot.engine.archive.unwrap;
