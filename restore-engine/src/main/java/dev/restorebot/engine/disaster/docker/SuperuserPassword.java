package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.ResolvedProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the superuser's password where the official image takes it from. */
final class SuperuserPassword {
  private SuperuserPassword() {}

  /**
   * Returns POSTGRES_PASSWORD, or what is in the secret's file that POSTGRES_PASSWORD_FILE names.
   */
  static Optional<String> of(ResolvedProject.Service service) {
    ContainerEnvironment values = ContainerEnvironment.of(service.environment());
    return values
        .get("POSTGRES_PASSWORD")
        .or(
            () ->
                values
                    .get("POSTGRES_PASSWORD_FILE")
                    .map(service.secretFiles()::get)
                    .flatMap(SuperuserPassword::content));
  }

  private static Optional<String> content(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)).replaceFirst("\\n+$", ""))
          .filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
