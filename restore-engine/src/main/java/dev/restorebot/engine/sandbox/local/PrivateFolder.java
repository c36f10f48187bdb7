package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A temporary folder of this machine for a backup. It is created when it is first used. */
final class PrivateFolder {
  private final ServerAccount account;
  private Optional<Path> folder = Optional.empty();

  PrivateFolder(ServerAccount account) {
    this.account = account;
  }

  String put(String name, InputStream content, Cancellation cancellation) throws ProblemException {
    return new PutFiles(path(), account).put(name, content, cancellation);
  }

  void delete(String path) throws ProblemException {
    new PutFiles(path(), account).delete(path);
  }

  synchronized Path path() throws ProblemException {
    if (folder.isEmpty()) {
      try {
        folder = Optional.of(Files.createTempDirectory("restore-bot-tools"));
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "No folder for temporary files could be created: " + e.getMessage(),
                "Check the folder for temporary files and its disk.")
            .exception(e);
      }
    }
    return folder.get();
  }

  /** Removes it with everything in it. */
  synchronized void close() throws ProblemException {
    if (folder.isPresent()) {
      try {
        LocalRemoval.delete(folder.get());
        folder = Optional.empty();
      } catch (IOException e) {
        throw new Problem(
                ProblemCode.SANDBOX_FAILED,
                "The temporary folder " + folder.get() + " could not be removed.",
                "Remove it by hand: it may hold a copy of the backup.")
            .exception(e);
      }
    }
  }
}
