package dev.restorebot.engine.sandbox.local;

import java.nio.file.Path;

/**
 * The folder of one sandbox. It belongs to the bot; only {@link #data()} and {@link #home()} belong
 * to the user who runs the server, so that one cannot replace what the bot believes.
 *
 * @param root the folder
 */
record SandboxFolder(Path root) {
  static final String PREFIX = "restore-test-";

  /** The server's data. */
  Path data() {
    return root.resolve("data");
  }

  /** Returns the working folder of server and tools, in which the server's log is. */
  Path home() {
    return root.resolve("home");
  }

  Path log() {
    return home().resolve("server.log");
  }

  /** Files that were put in. */
  Path files() {
    return root.resolve("files");
  }

  /** The facts, for after a restart. */
  Path state() {
    return root.resolve("sandbox.json");
  }

  /** The password, for a person who wants to look. */
  Path pgpass() {
    return root.resolve("pgpass");
  }

  /** The superuser's password, for after a restart. */
  Path adminPassword() {
    return root.resolve("admin-password");
  }

  /** The superuser's first password, for initdb; there for a moment only. */
  Path firstPassword() {
    return root.resolve("first-password");
  }

  String name() {
    return root.getFileName().toString();
  }
}
