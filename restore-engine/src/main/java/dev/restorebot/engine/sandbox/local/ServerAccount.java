package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The user who runs servers and tools. PostgreSQL refuses to run as root, and what restores a
 * backup that we do not trust should have no rights; so a bot that is root hands this to another
 * user. Thread-safe.
 */
final class ServerAccount {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  private final Optional<String> user;
  private String group = "";

  /**
   * Creates the account.
   *
   * @param user the other user; empty when the bot is not root and runs them itself
   */
  ServerAccount(Optional<String> user) {
    this.user = user;
  }

  static ServerAccount of(String wanted) {
    return new ServerAccount(
        "root".equals(System.getProperty("user.name")) ? Optional.of(wanted) : Optional.empty());
  }

  /** Returns the other user, if the bot is root. */
  Optional<String> user() {
    return user;
  }

  /** Returns the obstacle, if there is one. */
  Optional<Problem> unfit() {
    if (user.isEmpty()) {
      return Optional.empty();
    }
    if (user.get().equals("root") || user.get().equals("0")) {
      return Optional.of(refused("PostgreSQL does not run as root"));
    }
    if (!Files.isExecutable(SETPRIV)) {
      return Optional.of(refused(SETPRIV + " is missing, which drops privileges"));
    }
    try {
      String unused = group();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(refused(e.getMessage()));
    }
  }

  private Problem refused(String why) {
    return new Problem(
        ProblemCode.SANDBOX_FAILED,
        "Sandboxes without Docker cannot run as the user " + user.orElse("") + ": " + why + ".",
        "Run the bot as a user other than root, or name a user without rights in the settings.");
  }

  /**
   * Returns what comes before a command so that it runs as this user, and can never gain rights.
   */
  List<String> prefix() throws ProblemException {
    if (user.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(
          SETPRIV.toString(),
          "--reuid=" + user.get(),
          "--regid=" + group(),
          "--clear-groups",
          "--no-new-privs",
          "--");
    } catch (IOException e) {
      throw refused(e.getMessage()).exception(e);
    }
  }

  /** Asks the system once. */
  private synchronized String group() throws IOException {
    if (group.isEmpty()) {
      group = LocalCommands.output(List.of("id", "-g", user.get())).strip();
    }
    return group;
  }

  /** The same, for a program that must not start others either: the system refuses it to. */
  List<String> prefixWithoutChildren() throws ProblemException {
    List<String> prefix = new ArrayList<>(prefix());
    if (Files.isExecutable(PRLIMIT)) {
      prefix.addAll(List.of(PRLIMIT.toString(), "--nproc=0:0", "--"));
    }
    return prefix;
  }

  /** Gives a file to this user, with permissions such as {@code rw-------}. */
  void own(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    if (user.isPresent()) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.get()));
    }
  }

  /**
   * Makes a folder of the bot's own that this user can pass through.
   *
   * @throws IOException when it exists and is another's, or another may write into it
   */
  void passage(Path folder) throws IOException {
    Files.createDirectories(folder);
    String us = System.getProperty("user.name");
    if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(us)) {
      throw new IOException(folder + " belongs to another user");
    }
    Set<PosixFilePermission> permissions =
        PosixFilePermissions.fromString(user.isPresent() ? "rwx--x--x" : "rwx------");
    Files.setPosixFilePermissions(folder, permissions);
  }
}
