package dev.restorebot.engine.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A program that locks a file until it is killed. */
public final class HoldsFileLock {
  private HoldsFileLock() {}

  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), CREATE, WRITE)) {
      System.out.println("holding " + channel.lock());
      while (System.in.read() >= 0) {}
    }
  }
}
