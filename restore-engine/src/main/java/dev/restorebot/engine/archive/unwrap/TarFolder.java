package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Goes from file to file in a tar that tar made of a backup: with folders, long names (GNU, pax)
 * and what file managers leave beside files, all of which {@link TarMembers} refuses in pg_dump's
 * tars.
 */
public final class TarFolder {
  /** The names that pg_dump gives to the files of a directory backup. */
  private static final Pattern DIRECTORY_FILE =
      Pattern.compile(
          "(?:toc\\.dat|blobs(?:_\\d+)?\\.toc|blob_\\d+\\.dat|\\d+\\.dat)(?:\\.(?:gz|lz4|zst))?");

  private static final Set<Byte> FILES =
      Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG);

  private static final Pattern PAX = Pattern.compile("\\d+ (path|size)=([^\\n]*)\\n");

  /** A longer name than any file system has. */
  private static final int LONGEST_NAME = 1 << 16;

  private final PeekInput in;
  private final TarMembers members;
  private final ArchiveMessages messages;

  /** Goes over that tar. */
  public TarFolder(PeekInput in, ArchiveMessages messages) {
    this.in = in;
    this.members = new TarMembers(in, messages);
    this.messages = messages;
  }

  /**
   * The next file; the one before must be finished. Nothing at the end of the tar.
   *
   * @throws IOException that says what is wrong when it is cut off, damaged or holds a link
   */
  public Optional<TarMember> next() throws IOException {
    Optional<String> name = Optional.empty();
    OptionalLong size = OptionalLong.empty();
    while (true) {
      Optional<byte[]> block = members.header();
      if (block.isEmpty()) {
        return Optional.empty();
      }
      TarArchiveEntry entry = entry(block.get());
      if (entry.isGNULongNameEntry()) {
        name = Optional.of(text(entry).replace("\0", ""));
      } else if (entry.isPaxHeader()) {
        Matcher each = PAX.matcher(text(entry));
        while (each.find()) {
          if (each.group(1).equals("path")) {
            name = Optional.of(each.group(2));
          } else {
            size = OptionalLong.of(length(each.group(2)));
          }
        }
      } else {
        TarMember member =
            new TarMember(in, name.orElse(entry.getName()), size.orElse(entry.getSize()), messages);
        boolean skipped =
            entry.isGlobalPaxHeader()
                || entry.getLinkFlag() == TarConstants.LF_DIR
                || member.name().endsWith("/");
        if (!skipped && !FILES.contains(entry.getLinkFlag())) {
          throw Failures.io(
              messages.notReadHere(
                  "is a tar with a link or a device in it, which pg_dump never writes",
                  "Unpack it, and give the backup file in it, or the folder that pg_dump made."));
        }
        if (!skipped && !SidecarFiles.test(member.name())) {
          return Optional.of(member);
        }
        member.finish();
        name = Optional.empty();
        size = OptionalLong.empty();
      }
    }
  }

  /** Returns whether a tar that begins so holds a folder that {@code pg_dump -Fd} made. */
  static boolean isDirectoryBackup(byte[] head, ArchiveMessages messages) {
    return firstFile(head, messages).filter(TarFolder::isDirectoryFile).isPresent();
  }

  /** The path of the first file; nothing when the beginning does not reach so far. */
  static Optional<String> firstFile(byte[] head, ArchiveMessages messages) {
    try {
      return new TarFolder(new PeekInput(new ByteArrayInputStream(head)), messages)
          .next()
          .map(TarMember::name);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isDirectoryFile(String path) {
    return DIRECTORY_FILE.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
  }

  private TarArchiveEntry entry(byte[] block) throws IOException {
    try {
      TarArchiveEntry entry = new TarArchiveEntry(block);
      if (entry.getSize() < 0) {
        throw invalid();
      }
      return entry;
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private String text(TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > LONGEST_NAME) {
      throw invalid();
    }
    TarMember member = new TarMember(in, entry.getName(), entry.getSize(), messages);
    String text = new String(member.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8);
    member.finish();
    return text;
  }

  private long length(String digits) throws IOException {
    try {
      long length = Long.parseLong(digits);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw invalid();
  }

  private IOException invalid() {
    return Failures.io(messages.corrupt("the header of a file in it is not valid"));
  }
}
