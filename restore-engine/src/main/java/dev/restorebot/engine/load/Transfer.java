package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.unwrap.SidecarFiles;
import dev.restorebot.engine.archive.unwrap.TarFolder;
import dev.restorebot.engine.archive.unwrap.TarMember;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Streams a backup into a sandbox's own storage, with what lies around the dump taken off on the
 * way: a decrypted backup never lies on the host.
 */
final class Transfer {
  private static final String FOLDER = "backup";

  private final ArchiveReader reader;
  private final Sandbox sandbox;

  Transfer(ArchiveReader reader, Sandbox sandbox) {
    this.reader = reader;
    this.sandbox = sandbox;
  }

  /** Sends it; the result is the path inside the sandbox. */
  String send(BackupArchive archive, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    progress.progress(Progress.of(0, "copying the backup into the sandbox"));
    if (archive.format() != ArchiveFormat.DIRECTORY) {
      return sendFile("backup.dump", reader.open(archive.file()), cancellation);
    }
    return archive.wrappers().contains(Wrapper.TAR)
        ? sendTar(archive.file(), cancellation)
        : sendFolder(archive.file(), cancellation);
  }

  /** A tar of a folder, file by file: pg_restore reads the folder. */
  private String sendTar(Path tar, Cancellation cancellation) throws ProblemException {
    String last = "";
    try (InputStream in = reader.open(tar);
        Cancellation.Registration ignored = cancellation.onCancel(() -> close(in))) {
      TarFolder files = new TarFolder(new PeekInput(in), new ArchiveMessages(tar));
      for (Optional<TarMember> file = files.next(); file.isPresent(); file = files.next()) {
        String name = file.get().name();
        last =
            sandbox.put(
                FOLDER + "/" + name.substring(name.lastIndexOf('/') + 1), file.get(), cancellation);
        file.get().finish();
      }
    } catch (IOException e) {
      throw unreadable(tar, e);
    }
    return last.substring(0, last.lastIndexOf('/'));
  }

  private String sendFolder(Path folder, Cancellation cancellation) throws ProblemException {
    String last = "";
    for (Path file : filesOf(folder)) {
      last = sendFile(FOLDER + "/" + file.getFileName(), open(file), cancellation);
    }
    return last.substring(0, last.lastIndexOf('/'));
  }

  private static List<Path> filesOf(Path folder) throws ProblemException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !SidecarFiles.test(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static InputStream open(Path file) throws ProblemException {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private String sendFile(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    try (content;
        Cancellation.Registration ignored = cancellation.onCancel(() -> close(content))) {
      return sandbox.put(name, content, cancellation);
    } catch (IOException e) {
      throw unreadable(Path.of(name), e);
    }
  }

  /** Wakes a read from a remote that does not answer. */
  static void close(InputStream content) {
    try {
      content.close();
    } catch (IOException e) {
      // nothing more is read from it
    }
  }

  static ProblemException unreadable(Path file, IOException cause) {
    return ArchiveReader.problemOf(cause).orElseGet(() -> gone(file, cause));
  }

  private static ProblemException gone(Path file, IOException cause) {
    return new Problem(
            ProblemCode.BACKUP_UNREADABLE,
            "The backup could no longer be read (" + file.getFileName() + ").",
            "Check that the file and its disk are still there, then run the test again.")
        .exception(cause);
  }
}
