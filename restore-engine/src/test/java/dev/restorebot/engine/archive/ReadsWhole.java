package dev.restorebot.engine.archive;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;

/** Reads a backup and says how many entries it has, or what is wrong with it. */
final class ReadsWhole {
  private ReadsWhole() {}

  public static void main(String[] arguments) {
    try {
      System.out.println("entries " + Fixtures.whole(Path.of(arguments[0])).entries().size());
    } catch (ProblemException e) {
      System.out.println(e.problem().code().code() + ": " + e.problem().message());
    } catch (OutOfMemoryError e) {
      System.out.println("ran out of memory");
    }
  }
}
