package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupSource;
import dev.restorebot.engine.backup.BackupStatus;
import dev.restorebot.engine.backup.FileEnds;
import dev.restorebot.engine.backup.NameFacts;
import dev.restorebot.engine.backup.folder.IgnoredFiles;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Backups in a remote of rclone: a bucket, a drive, a server. Nothing is copied to this machine;
 * {@link Backup#file()} is a path whose content comes as it is read.
 *
 * <p>A folder with a {@code toc.dat} is one backup, as in a folder of this machine. Whether a file
 * is encrypted is seen by its first bytes; those of the newest are fetched with each list, so that
 * of a large remote the older ones go by their extensions until they had their turn.
 */
public final class RcloneSource implements BackupSource {
  private static final String TOC = "/toc.dat";

  private final RcloneFileSystem system;
  private final Rclone rclone;
  private final BackupNames names;
  private final RemoteHeads heads;
  private volatile Set<Path> folders = Set.of();
  private volatile Optional<BackupStatus> status = Optional.empty();

  /**
   * Opens the remote.
   *
   * @param names how the names of backups are made
   */
  public RcloneSource(RcloneRemote remote, BackupNames names) {
    this.system = RcloneFileSystemProvider.installed().open(remote);
    this.rclone = new Rclone(remote);
    this.names = names;
    this.heads = new RemoteHeads(rclone);
  }

  @Override
  public String name() {
    return rclone.remote().shown();
  }

  @Override
  public List<Backup> list() throws ProblemException {
    List<RcloneEntry> everything = everything();
    status = everything.stream().anyMatch(RcloneSource::isStatus) ? readStatus() : Optional.empty();
    List<RcloneEntry> found = everything.stream().filter(entry -> !isIgnored(entry)).toList();
    Map<String, RcloneEntry> tocs = new HashMap<>();
    found.stream()
        .filter(entry -> entry.path().endsWith(TOC))
        .forEach(entry -> tocs.put(folder(entry), entry));
    Map<String, Long> sizes = new HashMap<>();
    List<RcloneEntry> files = new ArrayList<>();
    for (RcloneEntry entry : found) {
      Optional<String> dump = dumpOf(entry, tocs);
      if (dump.isPresent()) {
        sizes.merge(dump.get(), Math.max(0, entry.size()), Long::sum);
      } else {
        files.add(entry);
      }
    }
    RemoteHeads.Seen seen = heads.of(files, this::takenAt);
    List<Backup> backups = new ArrayList<>();
    files.forEach(
        entry ->
            backups.add(
                backup(entry.path(), entry, Math.max(0, entry.size()), seen.encrypted(entry))));
    sizes.forEach((path, bytes) -> backups.add(backup(path, tocs.get(path), bytes, false)));
    folders = sizes.keySet().stream().map(this::at).collect(Collectors.toSet());
    return List.copyOf(backups);
  }

  @Override
  public byte[] ends(Backup backup) throws IOException {
    String path = ((RclonePath) backup.file()).inRemote();
    String read = folders.contains(backup.file()) ? path + TOC : path;
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    ends.write(rclone.head(read, FileEnds.BYTES));
    ends.write(rclone.tail(read, FileEnds.BYTES));
    return ends.toByteArray();
  }

  @Override
  public Optional<BackupStatus> status() {
    return status;
  }

  private static boolean isIgnored(RcloneEntry entry) {
    return Arrays.stream(entry.path().split("/")).anyMatch(IgnoredFiles::test)
        || IgnoredFiles.test(entry.path(), entry.size());
  }

  private static boolean isStatus(RcloneEntry entry) {
    return entry.path().equals(BackupStatus.FILE);
  }

  private Optional<BackupStatus> readStatus() {
    try {
      return Optional.of(
          BackupStatus.read(rclone.head(BackupStatus.FILE, BackupStatus.LONGEST), names.zone()));
    } catch (IOException e) {
      return Optional.of(BackupStatus.nothing("it cannot be read"));
    }
  }

  private Path at(String path) {
    return system.getPath("/", path.split("/"));
  }

  private List<RcloneEntry> everything() throws ProblemException {
    try {
      return rclone.everything().stream()
          .filter(entry -> !entry.directory())
          .filter(RcloneEntry::isPlain)
          .toList();
    } catch (IOException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new Problem(
              ProblemCode.CONNECTION_LOST,
              "The remote " + name() + " cannot be listed: " + e.getMessage(),
              "Check that rclone works on this machine as the bot's user, then try again.")
          .exception(e);
    }
  }

  private Backup backup(String path, RcloneEntry written, long bytes, boolean encrypted) {
    NameFacts facts = facts(path);
    return new Backup(
        path,
        at(path),
        bytes,
        facts.takenAt(written.lastModifiedTime().toInstant()),
        facts.app(),
        facts.generation(),
        encrypted);
  }

  private Instant takenAt(RcloneEntry entry) {
    return facts(entry.path()).takenAt(entry.lastModifiedTime().toInstant());
  }

  private NameFacts facts(String path) {
    return names.read(path.substring(path.lastIndexOf('/') + 1));
  }

  private static Optional<String> dumpOf(RcloneEntry entry, Map<String, RcloneEntry> tocs) {
    for (int end = entry.path().lastIndexOf('/'); end > 0; ) {
      String folder = entry.path().substring(0, end);
      if (tocs.containsKey(folder)) {
        return Optional.of(folder);
      }
      end = folder.lastIndexOf('/');
    }
    return Optional.empty();
  }

  private static String folder(RcloneEntry toc) {
    return toc.path().substring(0, toc.path().length() - TOC.length());
  }
}
