package dev.restorebot.engine.state;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Path;

/** A program that loads the native libraries and has a temporary file until it is killed. */
final class HoldsTemporaryFiles {
  private HoldsTemporaryFiles() {}

  public static void main(String[] arguments) throws IOException {
    try (var files = TemporaryFiles.keepIn(Path.of(arguments[0]));
        var database = StateDatabase.inMemory()) {
      System.out.println(TemporaryFiles.create("compose", ".out").getParent());
      System.out.println(
          Zstd.compress(new byte[10]).length
              + " bytes, "
              + database.read(handle -> "a database, ")
              + files);
      while (System.in.read() >= 0) {}
    }
  }
}
