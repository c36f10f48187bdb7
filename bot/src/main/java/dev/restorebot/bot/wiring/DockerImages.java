package dev.restorebot.bot.wiring;

import dev.restorebot.bot.doctor.ImageDiagnostic;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerSandboxProvider;
import java.util.Optional;
import java.util.OptionalInt;

/** The images of sandboxes in Docker, for the doctor. */
record DockerImages(DockerSandboxProvider provider) implements ImageDiagnostic.Engine {
  @Override
  public Optional<Problem> unavailable() {
    return provider.unavailable();
  }

  @Override
  public Optional<Problem> unsuitable(Optional<String> image, OptionalInt major)
      throws ProblemException {
    return provider.imageUnsuitable(image, major);
  }

  @Override
  public void close() {
    provider.close();
  }
}
