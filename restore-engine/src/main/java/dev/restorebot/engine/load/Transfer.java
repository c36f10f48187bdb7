package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.archive.unwrap.TarFolder;
import dev.restorebot.engine.archive.unwrap.TarMember;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Streams a backup into a sandbox's own storage, with what lies around the dump taken off on the
 * way: a decrypted backup never lies on the host.
 */
final class Transfer {
  /** The name of a dump that is one file. */
  static final String FILE = "backup.dump";

  private static final String FOLDER = "backup";

  private final ArchiveReader reader;
  private final Staging staging;
  private final Sandbox sandbox;

  Transfer(ArchiveReader reader, Staging staging, Sandbox sandbox) {
    this.reader = reader;
    this.staging = staging;
    this.sandbox = sandbox;
  }

  /**
   * Sends it, unless it was staged. What is in the sandbox then has the SHA-256 of the backup that
   * was read.
   *
   * @return the path inside the sandbox
   */
  String send(BackupArchive archive, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Optional<String> staged = staging.path(archive);
    if (staged.isPresent()) {
      return staged.get();
    }
    progress.progress(Progress.of(0, "copying the backup into the sandbox"));
    if (archive.format() != ArchiveFormat.DIRECTORY) {
      return reader.readAgain(archive, cancellation, dump -> sandbox.put(FILE, dump, cancellation));
    }
    return archive.wrappers().contains(Wrapper.TAR)
        ? reader.readAgain(archive, cancellation, tar -> sendTar(archive, tar, cancellation))
        : sendFolder(archive, cancellation);
  }

  /** A tar of a folder, file by file: pg_restore reads the folder. */
  private String sendTar(BackupArchive archive, PeekInput tar, Cancellation cancellation)
      throws IOException, ProblemException {
    String last = "";
    TarFolder files = new TarFolder(tar, new ArchiveMessages(archive.file()));
    for (Optional<TarMember> file = files.next(); file.isPresent(); file = files.next()) {
      String name = file.get().name();
      last = put(name.substring(name.lastIndexOf('/') + 1), file.get(), cancellation);
      file.get().finish();
    }
    return folderOf(last);
  }

  /** The files beside its table of contents: pg_restore reads no others. */
  private String sendFolder(BackupArchive archive, Cancellation cancellation)
      throws ProblemException {
    List<String> sent = new ArrayList<>();
    reader.readFolderAgain(
        archive,
        cancellation,
        (file, content) -> {
          if (archive.file().equals(file.getParent())) {
            sent.add(put(file.getFileName().toString(), content, cancellation));
          }
        });
    return folderOf(sent.get(sent.size() - 1));
  }

  private String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return sandbox.put(FOLDER + "/" + name, content, cancellation);
  }

  private static String folderOf(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
