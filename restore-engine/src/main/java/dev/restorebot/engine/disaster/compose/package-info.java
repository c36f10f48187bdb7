/** Drives the project's own Docker Compose. The only package that starts that program. */
package dev.restorebot.engine.disaster.compose;
