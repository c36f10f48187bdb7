package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.ArchiveMessages;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Adds up what is below a folder of a tar. Not thread-safe. */
public final class TarballSum implements Consumer<TarballEntry> {
  private static final int SHOWN = 5;

  private final TarballFolder folder;
  private final Set<String> top = new TreeSet<>();
  private long files;
  private long bytes;
  private Optional<TarballEntry> root = Optional.empty();

  /** Of that folder. */
  public TarballSum(TarballFolder folder) {
    this.folder = folder;
  }

  @Override
  public void accept(TarballEntry entry) {
    Optional<TarballEntry> found = folder.below(entry);
    if (found.isPresent()) {
      add(found.get());
    }
  }

  private void add(TarballEntry entry) {
    switch (entry.kind()) {
      case FILE -> {
        files++;
        bytes += entry.size();
      }
      case HARD_LINK -> files++;
      case FOLDER -> {
        if (entry.raw().isEmpty()) {
          root = Optional.of(entry);
        }
      }
      case SYMBOLIC_LINK -> {}
    }
    if (top.size() <= SHOWN && !entry.raw().isEmpty()) {
      top.add(ArchiveMessages.clean(entry.name().split("/", 2)[0]));
    }
  }

  /** Returns the number of files; each hard link counts. */
  public long files() {
    return files;
  }

  /** The bytes of all files. */
  public long bytes() {
    return bytes;
  }

  /** The folder itself, with an owner and a mode, when it is among the entries. */
  public Optional<TarballEntry> root() {
    return root;
  }

  /** The first names in the folder, for people. */
  public String topNames() {
    String first = String.join(", ", top.stream().limit(SHOWN).toList());
    return top.size() > SHOWN ? first + ", …" : first;
  }
}
