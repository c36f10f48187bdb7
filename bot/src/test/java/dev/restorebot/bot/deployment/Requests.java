package dev.restorebot.bot.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of the bot's requests that make something, as docker-java wrote them. */
final class Requests {
  private Requests() {}

  /** A sandbox, of an image that there is not, so that the engine makes none. */
  static String container() throws IOException {
    return read("container.json");
  }

  /** What makes the data folder that sandboxes copy, of the same image. */
  static String prepared() throws IOException {
    return read("prepared.json");
  }

  static String exec() throws IOException {
    return read("exec.json");
  }

  static String volume() throws IOException {
    return read("volume.json");
  }

  static String network() throws IOException {
    return read("network.json");
  }

  private static String read(String name) throws IOException {
    try (InputStream in = Requests.class.getResourceAsStream("/docker-proxy/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
