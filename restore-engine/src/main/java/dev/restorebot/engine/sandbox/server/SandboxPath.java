package dev.restorebot.engine.sandbox.server;

import java.util.regex.Pattern;

/**
 * Paths below the folder that holds our files in a sandbox.
 *
 * @param root that folder
 */
public record SandboxPath(String root) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

  /**
   * The path of a new file.
   *
   * @throws IllegalArgumentException unless the name is plain, so that it cannot leave the folder
   */
  public String resolve(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    return root + "/" + name;
  }

  /**
   * The same path, if it is one of ours.
   *
   * @throws IllegalArgumentException when it is not
   */
  public String own(String path) {
    if (!path.startsWith(root + "/")) {
      throw new IllegalArgumentException("not a file of this sandbox: " + path);
    }
    return resolve(path.substring(root.length() + 1));
  }
}
