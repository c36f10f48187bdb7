package dev.restorebot.benchmark;

import java.io.IOException;

/** Describes the machine of the measurement. */
final class Machine {
  private Machine() {}

  static String facts(String image) throws IOException, InterruptedException {
    String engine = Shell.succeed("docker", "info", "-f", "{{.ServerVersion}} ({{.Driver}})");
    String cores = Shell.succeed("docker", "info", "-f", "{{.NCPU}}");
    String postgres =
        Shell.succeed("docker", "run", "--rm", "--entrypoint", "postgres", image, "--version");
    return cores
        + " cores, Docker Engine "
        + engine
        + ", "
        + image
        + " ("
        + postgres
        + "), Java "
        + Runtime.version().feature();
  }
}
