package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.server.PsqlRelease;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL's programs in one folder.
 *
 * @param programs the folder
 * @param major such as 15
 * @param minor such as 18
 */
public record Installation(Path programs, int major, int minor) {
  /**
   * @param versionLine what {@code postgres --version} prints
   * @throws IllegalArgumentException when it is not of a release, such as a beta
   */
  static Installation parse(Path programs, String versionLine) {
    PsqlRelease release =
        PsqlRelease.parse(versionLine)
            .orElseThrow(
                () -> new IllegalArgumentException("not a released PostgreSQL: " + versionLine));
    return new Installation(programs, release.major(), release.minor());
  }

  /** Returns whether pg_restore and psql are among them. */
  boolean hasClientTools() {
    return Files.isExecutable(programs.resolve("pg_restore"))
        && Files.isExecutable(programs.resolve("psql"));
  }

  /**
   * Returns whether psql can be told to ignore the commands that a hostile dump hides in its data.
   */
  boolean psqlIsFit() {
    return new PsqlRelease(major, minor).psqlIsFit();
  }

  /** Returns the version, such as {@code 15.18}. */
  public String version() {
    return major + "." + minor;
  }

  /** The program's path if it is one of PostgreSQL's, else its name as it is. */
  String program(String name) {
    Path path = programs.resolve(name);
    return !name.contains("/") && Files.isExecutable(path) ? path.toString() : name;
  }
}
