package dev.restorebot.engine.disaster;

import dev.restorebot.engine.archive.uploads.Tarball;
import dev.restorebot.engine.archive.uploads.TarballSum;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The archive of uploads that is restored with a backup.
 *
 * @param file where it is
 * @param bytes its size as stored
 * @param sha256 of every byte, as read whole
 * @param takenAt when it was made
 * @param root the folder in it that is restored; empty for all of it
 * @param files how many files that has
 * @param contentBytes how large they are together
 * @param folder the owner and the mode of the folder itself, when the archive says so
 * @param topNames the first names in the folder, for people
 */
public record UploadsFacts(
    Path file,
    long bytes,
    String sha256,
    Instant takenAt,
    String root,
    long files,
    long contentBytes,
    Optional<Folder> folder,
    String topNames) {
  /** An owner as {@code uid:gid} and a mode in octal. */
  public record Folder(String owner, String mode) {}

  /**
   * Takes the facts from an archive that was read whole.
   *
   * @param sum of what is below {@code root}
   */
  public static UploadsFacts of(
      Path file, Tarball read, Instant takenAt, String root, TarballSum sum) {
    return new UploadsFacts(
        file,
        read.storedBytes(),
        read.sha256(),
        takenAt,
        root,
        sum.files(),
        sum.bytes(),
        sum.root()
            .map(top -> new Folder(top.uid() + ":" + top.gid(), Integer.toOctalString(top.mode()))),
        sum.topNames());
  }

  /** For {@link VolumeScripts#OWN}: the owner and the mode, or nothing twice. */
  public List<String> own() {
    return List.of(folder.map(Folder::owner).orElse(""), folder.map(Folder::mode).orElse(""));
  }

  /** Its name without folders. */
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
