package dev.restorebot.engine.archive.uploads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.TarMember;
import dev.restorebot.engine.archive.unwrap.TarMembers;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Goes through a tar of files, with the long names of GNU tar and of pax, as strictly as {@link
 * TarMembers} reads pg_dump's. Memory does not grow with the tar, whatever its headers announce.
 *
 * <p>commons-compress' own stream would take a tar for whole that was cut off between two files,
 * and reads names as long as a header says.
 */
final class TarWalk {
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int PERMISSIONS = 07777;
  private static final ZipEncoding BYTES = ZipEncodingHelper.getZipEncoding("ISO-8859-1");

  private final PeekInput in;
  private final ArchiveMessages plain;
  private final TarballMessages messages;
  private final TarPaths paths;
  private final TarMembers blocks;
  private final long limit;
  private TarMember current;

  /**
   * @param limit the most that it may unpack to
   */
  TarWalk(PeekInput in, long limit, ArchiveMessages messages) {
    this.in = in;
    this.plain = messages;
    this.messages = new TarballMessages(messages);
    this.paths = new TarPaths(this.messages);
    this.blocks = new TarMembers(in, messages);
    this.limit = limit;
    this.current = new TarMember(in, "", 0, messages);
  }

  /** The next entry, past what is left of the one before; nothing at the end of the tar. */
  Optional<TarballEntry> next() throws IOException {
    current.finish();
    Map<String, String> more = new HashMap<>();
    while (true) {
      Optional<byte[]> block = blocks.header();
      if (block.isEmpty()) {
        if (!more.isEmpty()) {
          throw messages.corrupt("it ends after a header without its file");
        }
        return Optional.empty();
      }
      TarArchiveEntry header = header(block.get());
      switch (header.getLinkFlag()) {
        case 'L' -> more.put("path", untilZero(content(header)));
        case 'K' -> more.put("linkpath", untilZero(content(header)));
        case 'x', 'X' -> more.putAll(PaxHeader.read(content(header), messages));
        case 'g' -> requireHarmless(PaxHeader.read(content(header), messages));
        default -> {
          return Optional.of(entry(header, more));
        }
      }
    }
  }

  /** The content of the last entry. */
  InputStream content() {
    return current;
  }

  private TarballEntry entry(TarArchiveEntry header, Map<String, String> more) throws IOException {
    String name = paths.plain(more.getOrDefault("path", header.getName()));
    TarballEntry.Kind kind = kind(header, name, more);
    String target = more.getOrDefault("linkpath", header.getLinkName());
    switch (kind) {
      case SYMBOLIC_LINK -> paths.requireInside(name, target);
      case HARD_LINK -> target = paths.plain(target);
      case FILE, FOLDER -> target = "";
    }
    // Whatever their headers say, what is no file has no content.
    long size = kind == TarballEntry.Kind.FILE ? number(more, "size", header.getSize()) : 0;
    begin(name, size);
    return new TarballEntry(
        name,
        kind,
        size,
        target,
        header.getMode() & PERMISSIONS,
        number(more, "uid", header.getLongUserId()),
        number(more, "gid", header.getLongGroupId()),
        header.getLastModifiedTime().toInstant().getEpochSecond());
  }

  private TarballEntry.Kind kind(TarArchiveEntry header, String name, Map<String, String> more)
      throws IOException {
    if (header.getLinkFlag() == 'S' || more.keySet().stream().anyMatch(k -> k.contains("sparse"))) {
      throw messages.unsupported(
          "the sparse file " + TarballMessages.shown(name), "Make it without tar's --sparse.");
    }
    return switch (header.getLinkFlag()) {
      case 0, '0', '7' ->
          // Old tars mark a folder by its name alone.
          more.getOrDefault("path", header.getName()).endsWith("/")
              ? TarballEntry.Kind.FOLDER
              : TarballEntry.Kind.FILE;
      case '1' -> TarballEntry.Kind.HARD_LINK;
      case '2' -> TarballEntry.Kind.SYMBOLIC_LINK;
      case '5' -> TarballEntry.Kind.FOLDER;
      default ->
          throw messages.unsafe(
              TarballMessages.shown(name)
                  + ", a device, a pipe or something else that is not a file");
    };
  }

  private long number(Map<String, String> more, String key, long otherwise) throws IOException {
    return more.containsKey(key) ? PaxHeader.number(more.get(key), messages) : otherwise;
  }

  private void begin(String name, long size) throws IOException {
    if (size < 0) {
      throw messages.corrupt("the header of a file in it is not valid");
    }
    if (size > limit - in.position()) {
      throw messages.bomb();
    }
    String shown = ArchiveMessages.clean(TarballEntry.text(name));
    current = new TarMember(in, shown, size, plain);
  }

  private byte[] content(TarArchiveEntry header) throws IOException {
    if (header.getSize() > LONGEST_HEADER) {
      throw messages.corrupt("a header in it has an impossible length");
    }
    begin("a long name", header.getSize());
    byte[] content = current.readAllBytes();
    current.finish();
    return content;
  }

  private TarArchiveEntry header(byte[] block) throws IOException {
    try {
      return new TarArchiveEntry(block, BYTES);
    } catch (IllegalArgumentException e) {
      throw messages.corrupt("the header of a file in it is not valid");
    }
  }

  private void requireHarmless(Map<String, String> records) throws IOException {
    if (records.containsKey("path")
        || records.containsKey("linkpath")
        || records.containsKey("size")) {
      throw messages.corrupt("one header in it names all files");
    }
  }

  private static String untilZero(byte[] content) {
    String text = new String(content, ISO_8859_1);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }
}
