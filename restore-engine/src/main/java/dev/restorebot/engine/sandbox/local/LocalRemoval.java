package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Ends a sandbox's server and deletes its folder. What is missing is fine. */
final class LocalRemoval {
  private static final int TRIES = 3;

  private final ServerAccount account;

  LocalRemoval(ServerAccount account) {
    this.account = account;
  }

  void remove(SandboxFolder folder) throws ProblemException {
    if (!Files.exists(folder.root())) {
      return;
    }
    if (!Postmaster.end(folder.data(), account.prefix())) {
      throw left(folder, "its server does not stop", null);
    }
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        emptyAsItsUser(folder);
        delete(folder.root());
        return;
      } catch (IOException e) {
        last = e; // an initdb that a crash left behind may still be writing
      }
    }
    throw left(folder, String.valueOf(last.getMessage()), last);
  }

  /** Deletes what a user without rights wrote, with that user's rights. */
  private void emptyAsItsUser(SandboxFolder folder) throws ProblemException {
    List<String> command = new ArrayList<>(account.prefix());
    if (command.isEmpty()) {
      return;
    }
    command.addAll(List.of("rm", "-rf", "--", folder.data().toString(), folder.home().toString()));
    try {
      LocalCommands.output(command);
    } catch (IOException expected) {
      // it may empty the two folders, and not take them out of ours
    }
  }

  static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
            if (Files.exists(file)) {
              throw error;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException error)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static ProblemException left(SandboxFolder folder, String why, Exception cause) {
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The sandbox was not removed completely: " + why,
            ShellWords.command("rm", "-rf", folder.root().toString()))
        .exception(cause);
  }
}
