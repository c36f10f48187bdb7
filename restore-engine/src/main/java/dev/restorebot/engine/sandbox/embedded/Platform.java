package dev.restorebot.engine.sandbox.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Names the machine's platform as the bundled servers' artifacts do. */
final class Platform {
  private static final Path ALPINE = Path.of("/etc/alpine-release");

  private Platform() {}

  static String ofThisMachine() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"), Files.exists(ALPINE));
  }

  static String of(String system, String processor, boolean alpine) {
    String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    String architecture =
        switch (processor) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64v8";
          default -> processor;
        };
    return os + "-" + architecture + (alpine ? "-alpine" : "");
  }
}
