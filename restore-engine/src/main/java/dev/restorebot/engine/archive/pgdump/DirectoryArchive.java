package dev.restorebot.engine.archive.pgdump;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Content;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.DigestInput;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.LocalCopy;
import dev.restorebot.engine.archive.OpenInput;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.unwrap.PartUnpacking;
import dev.restorebot.engine.archive.unwrap.Sniffer;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code pg_dump -Fd} (PostgreSQL's pg_backup_directory.c): a folder with {@code toc.dat} and one
 * file of rows for each table, possibly compressed each.
 *
 * <p>There is no single file to take a digest of: {@link DirectoryFiles} says what it goes over.
 */
public final class DirectoryArchive {
  static final String TOC = "toc.dat";
  private static final Pattern SUFFIX = Pattern.compile("\\.(?:gz|lz4|zst)\\z");
  static final List<String> SUFFIXES = List.of("", ".gz", ".lz4", ".zst");

  private final Path folder;
  private final ArchiveMessages messages;
  private final DirectoryFiles all;
  private final Map<Path, RawEntry> files = new HashMap<>();
  private final Map<Path, String> inspected = new HashMap<>();
  private Set<Path> present = Set.of();
  private Toc toc;
  private long size;

  public DirectoryArchive(Path folder, ArchiveMessages messages) {
    this.folder = folder;
    this.messages = messages;
    this.all = new DirectoryFiles(folder, messages, Optional.empty());
  }

  /** Reads the table of contents, and looks whether every file it names is there. */
  public Contents inspect() throws IOException {
    toc = readToc();
    LargeObjects objects = new LargeObjects(messages);
    present = new LinkedHashSet<>(all.list());
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

  /**
   * Reads every file to its end, after {@link #inspect}.
   *
   * @param copy is filled with what is read
   */
  public Contents readWhole(DigestInput.Reading reading, Optional<LocalCopy> copy)
      throws IOException, ProblemException {
    new DirectoryFiles(folder, messages, copy).read(present, reading, this::check);
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
    return inspected(file, input -> readToc(input, messages));
  }

  static Toc readToc(PeekInput input, ArchiveMessages messages) throws IOException {
    if (Sniffer.sniff(input.peek(Sniffer.WANTED)) != Content.PGDMP) {
      throw Failures.io(messages.corrupt("its " + TOC + " is not one of pg_dump's"));
    }
    Toc read = new TocReader(input, messages, false).read();
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
    int unused =
        inspected(
            list,
            input -> {
              int b;
              int count = 0;
              while ((b = input.read()) >= 0) {
                objects.list((byte) b);
                count++;
              }
              return count;
            });
    objects.endOfList();
  }

  private interface Parser<T> {
    T parse(PeekInput input) throws IOException;
  }

  /** Reads a file that is read again later, which must then have the same bytes. */
  private <T> T inspected(Path file, Parser<T> parser) throws IOException {
    DigestInput.Reading reading =
        new DigestInput.Reading(
            messages.name(), Files.size(file), ProgressListener.none(), Cancellation.none());
    try (DigestInput stored = new DigestInput(Files.newInputStream(file), reading)) {
      T parsed = parser.parse(new PeekInput(stored));
      stored.drain();
      inspected.put(file, reading.finish());
      return parsed;
    }
  }

  private void check(Path file, InputStream content) throws IOException {
    if (!inspected.containsKey(file)) {
      checkRows(file, content);
      return;
    }
    DigestInput.Reading reading =
        new DigestInput.Reading(
            messages.name(), Files.size(file), ProgressListener.none(), Cancellation.none());
    DigestInput again = new DigestInput(content, reading);
    checkRows(file, again);
    again.drain();
    if (!reading.finish().equals(inspected.get(file))) {
      throw Failures.io(messages.changed());
    }
  }

  private void checkRows(Path file, InputStream stored) throws IOException {
    ArchiveMessages of = messages.ofPart(file);
    CopyDataScanner scanner = new CopyDataScanner();
    PeekInput below = new PeekInput(new OpenInput(stored));
    try (PeekInput content = new PeekInput(PartUnpacking.unpack(file, below, of))) {
      while (content.fill()) {
        scanner.accept(content.buffer(), content.start(), content.buffered());
        content.consume(content.buffered());
      }
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
}
