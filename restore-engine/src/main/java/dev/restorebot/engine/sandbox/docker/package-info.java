/** Sandboxes in Docker containers. The only package that knows docker-java. */
package dev.restorebot.engine.sandbox.docker;
