package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.PartUnpacking;
import dev.restorebot.engine.archive.unwrap.SidecarFiles;
import dev.restorebot.engine.archive.unwrap.Sniffer;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code pg_dump -Fd} (PostgreSQL's pg_backup_directory.c): a folder with {@code toc.dat} and one
 * file of rows for each table, possibly compressed each.
 *
 * <p>There is no single file to take a digest of. Instead it goes over all files, sorted by their
 * relative name (with {@code /}), but for those that file managers and checksum tools leave there:
 * the name, a zero byte, the size in decimal, a zero byte, the content.
 */
public final class DirectoryArchive {
  static final String TOC = "toc.dat";
  private static final Pattern SUFFIX = Pattern.compile("\\.(?:gz|lz4|zst)\\z");
  static final List<String> SUFFIXES = List.of("", ".gz", ".lz4", ".zst");

  private final Path folder;
  private final ArchiveMessages messages;
  private final Map<Path, RawEntry> files = new HashMap<>();
  private Set<Path> present = Set.of();
  private Toc toc;
  private long size;

  public DirectoryArchive(Path folder, ArchiveMessages messages) {
    this.folder = folder;
    this.messages = messages;
  }

  /** Reads the table of contents, and looks whether every file it names is there. */
  public Contents inspect() throws IOException {
    toc = readToc();
    LargeObjects objects = new LargeObjects(messages);
    present = new LinkedHashSet<>(allFiles());
    for (RawEntry entry : toc.entries()) {
      if (entry.hasData) {
        Path file = find(entry.fileName, entry.display());
        if (files.put(file, entry) != null) {
          throw Failures.io(messages.corrupt("two of its entries have the same file"));
        }
        entry.dataBytes = OptionalLong.of(Files.size(file));
        if (entry.kind.equals("BLOBS")) {
          list(objects, file);
        }
      }
    }
    for (Path file : present) {
      size += Files.size(file);
      objects.isFile(withoutSuffix(file.getFileName().toString()));
    }
    objects.check();
    return contents();
  }

  /** Reads every file to its end, after {@link #inspect}. */
  public Contents readWhole(DigestInput.Reading reading) throws IOException {
    for (Path file : present) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      reading.label((name + "\0" + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
      try (DigestInput stored = new DigestInput(Files.newInputStream(file), reading)) {
        check(file, stored);
      }
    }
    return contents();
  }

  /** The size of all files, after {@link #inspect}. */
  public long size() {
    return size;
  }

  private Contents contents() {
    return new Contents(
        ArchiveFormat.DIRECTORY, toc.header(), toc.toEntries(), Optional.empty(), toc.roles());
  }

  private Toc readToc() throws IOException {
    Path file = folder.resolve(TOC);
    if (!Files.isRegularFile(file)) {
      throw Failures.io(
          new Problem(
              ProblemCode.BACKUP_IS_A_DIRECTORY,
              messages.name()
                  + " is a folder, and not one that pg_dump made: there is no "
                  + TOC
                  + " in it.",
              "Choose a backup file in that folder."));
    }
    try (PeekInput input = new PeekInput(Files.newInputStream(file))) {
      return readToc(input, messages);
    }
  }

  static Toc readToc(PeekInput input, ArchiveMessages messages) throws IOException {
    if (Sniffer.sniff(input.peek(Sniffer.WANTED)) != Content.PGDMP) {
      throw Failures.io(messages.corrupt("its " + TOC + " is not one of pg_dump's"));
    }
    Toc read = new TocReader(input, messages).read();
    if (read.layout() == Toc.Layout.CUSTOM || input.fill()) {
      throw Failures.io(messages.corrupt("its " + TOC + " is not valid"));
    }
    return read;
  }

  static String withoutSuffix(String name) {
    return SUFFIX.matcher(name).replaceFirst("");
  }

  private Path find(String name, String what) throws IOException {
    for (String suffix : SUFFIXES) {
      Path file = folder.resolve(name + suffix);
      if (present.contains(file)) {
        return file;
      }
    }
    throw missing(messages, name, what);
  }

  static IOException missing(ArchiveMessages messages, String name, String what) {
    return Failures.io(
        new Problem(
            ProblemCode.BACKUP_TRUNCATED,
            messages.name()
                + " is incomplete: the file "
                + name
                + " with "
                + what
                + " is not in the folder.",
            "The backup or its copy was probably interrupted. Copy the whole folder again, or"
                + " restore the backup before it."));
  }

  private void list(LargeObjects objects, Path list) throws IOException {
    try (PeekInput input = new PeekInput(Files.newInputStream(list))) {
      int b;
      while ((b = input.read()) >= 0) {
        objects.list((byte) b);
      }
    }
    objects.endOfList();
  }

  private void check(Path file, DigestInput stored) throws IOException {
    ArchiveMessages of = messages.ofPart(file);
    CopyDataScanner scanner = new CopyDataScanner();
    try (PeekInput content = new PeekInput(PartUnpacking.unpack(file, new PeekInput(stored), of))) {
      while (content.fill()) {
        scanner.accept(content.buffer(), content.start(), content.buffered());
        content.consume(content.buffered());
      }
      stored.drain();
    }
    RawEntry entry = files.get(file);
    if (entry != null && entry.isCopy) {
      if (!scanner.isComplete()) {
        throw Failures.io(
            of.truncated("before the end of the rows of " + entry.display() + ", or was damaged"));
      }
      entry.rows = scanner.rows();
    }
  }

  private List<Path> allFiles() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile)
          .filter(file -> !SidecarFiles.test(file.getFileName().toString()))
          .forEach(all::add);
    }
    all.sort((a, b) -> folder.relativize(a).toString().compareTo(folder.relativize(b).toString()));
    return all;
  }
}
