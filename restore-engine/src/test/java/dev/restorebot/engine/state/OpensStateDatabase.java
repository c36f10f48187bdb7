package dev.restorebot.engine.state;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that opens and closes the state databases of a folder as soon as each is there. */
public final class OpensStateDatabase {
  private OpensStateDatabase() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    System.out.println("ready");
    for (int i = 0; i < 20; i++) {
      Path file = folder.resolve(i + ".db");
      while (!Files.exists(file)) {
        Thread.onSpinWait();
      }
      StateDatabase.open(file).close();
    }
    System.out.println("opened all");
  }
}
