package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.server.InputFailure;
import dev.restorebot.engine.sandbox.server.SandboxPath;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that are put into a sandbox. Only the user who runs the tools may read them. */
final class PutFiles {
  private static final int BUFFER = 1 << 20;

  private final Path root;
  private final ServerAccount account;
  private final SandboxPath paths;

  PutFiles(Path root, ServerAccount account) {
    this.root = root;
    this.account = account;
    this.paths = new SandboxPath(root.toString());
  }

  String put(String name, InputStream content, Cancellation cancellation) throws ProblemException {
    Path path = Path.of(paths.resolve(name));
    Path unfinished = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".part");
    try (content;
        Cancellation.Registration ignored = cancellation.onCancel(() -> closeQuietly(content))) {
      cancellation.check();
      makeFolders(path.getParent());
      Files.createFile(unfinished);
      account.own(unfinished, "rw-------");
      copy(content, unfinished, cancellation);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return path.toString();
    } catch (IOException e) {
      cancellation.check();
      throw notWritten(e);
    } finally {
      deleteQuietly(unfinished);
    }
  }

  private void makeFolders(Path folder) throws IOException {
    Path at = root;
    for (Path part : root.relativize(folder)) {
      at = at.resolve(part);
      if (!part.toString().isEmpty()) {
        account.passage(at);
      }
    }
  }

  private static void copy(InputStream content, Path target, Cancellation cancellation)
      throws IOException, ProblemException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(target)) {
      while (true) {
        int count;
        try {
          count = content.read(buffer);
        } catch (IOException | RuntimeException e) {
          cancellation.check();
          throw InputFailure.of(e);
        }
        cancellation.check();
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, count);
      }
    }
  }

  void delete(String path) throws ProblemException {
    try {
      LocalRemoval.delete(Path.of(paths.own(path)));
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "A file of the sandbox could not be deleted: " + e.getMessage(),
              "Remove the sandbox.")
          .exception(e);
    }
  }

  private static ProblemException notWritten(IOException e) {
    if (ServerLog.saysDiskFull(String.valueOf(e.getMessage()))) {
      return ServerLog.diskFull().exception(e);
    }
    return new Problem(
            ProblemCode.SANDBOX_FAILED,
            "The backup could not be copied into the sandbox: " + e.getMessage(),
            "Check the disk that holds the sandboxes, then try again.")
        .exception(e);
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException ignored) {
      // it was only to wake its reader
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException ignored) {
      // goes with the sandbox
    }
  }
}
