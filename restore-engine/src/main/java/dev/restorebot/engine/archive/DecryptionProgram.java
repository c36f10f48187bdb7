package dev.restorebot.engine.archive;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A program of this machine that decrypts backups.
 *
 * @param program a name in {@code PATH}, or a full path
 * @param keyFile the file that it takes the identity or the passphrase from; empty when none is
 *     configured
 */
public record DecryptionProgram(String program, Optional<Path> keyFile) {
  /** The program {@code age}, without an identity. */
  public static DecryptionProgram age() {
    return new DecryptionProgram("age", Optional.empty());
  }

  /** The program {@code gpg}, with the keys of its keyring and its agent. */
  public static DecryptionProgram gpg() {
    return new DecryptionProgram("gpg", Optional.empty());
  }

  /** Returns whether the program is there and may be run. */
  public boolean installed() {
    try {
      if (program.contains(File.separator)) {
        return Files.isExecutable(Path.of(program));
      }
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return Arrays.stream(path.split(File.pathSeparator))
          .map(folder -> Path.of(folder).resolve(program))
          .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns whether a key file is configured and cannot be read. */
  public boolean keyFileUnreadable() {
    return keyFile.filter(file -> !Files.isReadable(file) || Files.isDirectory(file)).isPresent();
  }
}
