package dev.restorebot.engine.archive;

import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The real archives in {@code src/test/resources/archives}; its README says how they were made. */
public final class Fixtures {
  static final String PASSPHRASE = "fixture-key-not-a-secret";
  public static final ArchiveReader READER =
      new ArchiveReader(new ArchiveKey(PASSPHRASE, ArchiveKey.DEFAULT_ITERATIONS));

  private Fixtures() {}

  public static Path path(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/archives/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static BackupArchive whole(Path file) throws ProblemException {
    return READER.readWhole(file, ProgressListener.none(), Cancellation.none());
  }

  /** What is inside, as it is read for loading. */
  public static byte[] dump(ArchiveReader reader, Path file) throws ProblemException {
    BackupArchive archive = reader.readWhole(file, ProgressListener.none(), Cancellation.none());
    return reader.readAgain(archive, Cancellation.none(), dump -> dump.readAllBytes());
  }

  /** As if these very bytes, whatever they are, had been read whole. */
  public static BackupArchive asRead(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    return new BackupArchive(
        file,
        content.length,
        List.of(),
        ArchiveFormat.PLAIN,
        ArchiveHeader.EMPTY,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(DigestUtils.sha256Hex(content)),
        true);
  }

  /** What reading it whole complains about; nothing when it succeeds. */
  public static Optional<Problem> complaint(ArchiveReader reader, Path file) {
    try {
      reader.readWhole(file, ProgressListener.none(), Cancellation.none());
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  public static Optional<Problem> complaint(Path file) {
    return complaint(READER, file);
  }

  /** What the quick look complains about. */
  public static Optional<Problem> quickComplaint(Path file) {
    try {
      READER.inspect(file);
      return Optional.empty();
    } catch (ProblemException e) {
      return Optional.of(e.problem());
    }
  }

  /** Names of the entries of a kind. */
  public static List<String> names(BackupArchive archive, String kind) {
    return archive.entries().stream()
        .filter(e -> e.kind().equals(kind))
        .map(TocEntry::name)
        .toList();
  }

  public static TocEntry entry(BackupArchive archive, String kind, String name) {
    return archive.entries().stream()
        .filter(e -> e.kind().equals(kind) && e.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
