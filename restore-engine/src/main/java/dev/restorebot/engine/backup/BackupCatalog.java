package dev.restorebot.engine.backup;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All backups of all sources, and the way to choose one. Thread-safe.
 *
 * <p>A backup is chosen by its listed name only. A path, absolute or with {@code ..}, is never
 * followed: it is compared with names, and no name looks like it. When two sources have a backup of
 * the same name, both are listed with their source before it, as in {@code backups:/zenops.dump}.
 * When they are the same backup it is listed once, and such a name chooses one of its copies.
 *
 * <p>Lists are kept for a while, because completion asks with every key that is pressed.
 */
public final class BackupCatalog {
  private static final String ALL = "all";

  /** The number of possible copies that are compared with each list, and at most when asked to. */
  private static final int LOOKS = 64;

  private static final int ALL_LOOKS = 2_000;

  private final DuplicateFinder copies = new DuplicateFinder();
  private final Ticker ticker;
  private volatile Shelf shelf;

  /** The sources, and what was listed of them: both change at once. */
  private record Shelf(List<BackupSource> sources, LoadingCache<String, BackupListing> listings) {}

  /**
   * @param kept how long a list serves before the sources are asked again
   */
  public BackupCatalog(List<BackupSource> sources, Duration kept) {
    this(sources, kept, Ticker.systemTicker());
  }

  BackupCatalog(List<BackupSource> sources, Duration kept, Ticker ticker) {
    this.ticker = ticker;
    this.shelf = shelf(sources, kept);
  }

  private Shelf shelf(List<BackupSource> sources, Duration kept) {
    List<BackupSource> fixed = List.copyOf(sources);
    return new Shelf(
        fixed,
        Caffeine.newBuilder()
            .expireAfterWrite(kept)
            .ticker(ticker)
            .build(key -> BackupListing.of(fixed, copies, LOOKS)));
  }

  /** Lists other sources from now on. */
  public void replace(List<BackupSource> sources, Duration kept) {
    shelf = shelf(sources, kept);
  }

  /** Forgets what was listed, so that the next call looks again. */
  public void refresh() {
    shelf.listings().invalidateAll();
  }

  /**
   * All backups, newest first.
   *
   * @throws ProblemException when a source cannot be listed, even if others can
   */
  public List<Backup> newestFirst() throws ProblemException {
    return listing().complete();
  }

  /** The backups that can be listed, newest first: some may be missing, and nobody is told why. */
  public List<Backup> listable() {
    return listing().backups();
  }

  /**
   * All backups, newest first, looked at anew, with every copy found: takes its time where there
   * are many.
   *
   * @throws ProblemException as {@link #newestFirst}
   */
  public List<Backup> thoroughly() throws ProblemException {
    Shelf now = shelf;
    BackupListing found = BackupListing.of(now.sources(), copies, ALL_LOOKS);
    now.listings().put(ALL, found);
    return found.complete();
  }

  /**
   * Returns the last status of whatever writes the backups, by the place where it lies. What cannot
   * be listed is left out.
   */
  public Map<String, BackupStatus> statuses() {
    return listing().statuses();
  }

  /**
   * The backup that was taken last, of those that are there at this moment.
   *
   * @throws ProblemException when a source cannot be listed, or {@code BACKUP_MISSING} when there
   *     is none
   */
  public Backup latest() throws ProblemException {
    refresh();
    Optional<Backup> latest = newestFirst().stream().findFirst();
    if (latest.isEmpty()) {
      throw none();
    }
    return latest.get();
  }

  /**
   * The backup of one database that was taken last, of those that are there at this moment.
   *
   * @throws ProblemException when a source cannot be listed, or {@code BACKUP_MISSING}, with what
   *     is there instead, when there is none
   */
  public Backup latest(BackupsOfDatabase wanted) throws ProblemException {
    refresh();
    return wanted.first(newestFirst());
  }

  /**
   * The backup of that name: the whole name, or a file name, or the start or a part of a name, if
   * only one has it. Looks anew before it says that there is none.
   *
   * @throws ProblemException {@code BACKUP_MISSING}, with the names that may have been meant, when
   *     none or more than one fits; or why a source cannot be listed, if it may be in there
   */
  public Backup find(String name) throws ProblemException {
    BackupListing last = listing();
    BackupLookup.Fitting fitting = BackupLookup.fitting(last.backups(), name);
    if (fitting.backups().size() == 1 && (fitting.exact() || last.trouble().isEmpty())) {
      return fitting.backups().get(0);
    }
    refresh();
    List<Backup> all = newestFirst();
    if (all.isEmpty()) {
      throw none();
    }
    return BackupLookup.find(all, name);
  }

  /**
   * Names that somebody may be about to type, newest first, those that start with it before those
   * that hold it elsewhere. Letter case does not matter. What cannot be listed is left out.
   */
  public List<String> complete(String prefix, int limit) {
    String typed = prefix.toLowerCase(Locale.ROOT);
    List<Backup> all = listing().backups();
    return Stream.concat(
            all.stream().filter(backup -> starts(backup, typed)),
            all.stream()
                .filter(
                    backup ->
                        !starts(backup, typed)
                            && backup.name().toLowerCase(Locale.ROOT).contains(typed)))
        .limit(limit)
        .map(Backup::name)
        .toList();
  }

  /**
   * Returns the databases that the names of backups name, that of the newest backup first. What
   * cannot be listed is left out.
   */
  public List<String> databases() {
    Map<String, String> databases = new LinkedHashMap<>();
    listing()
        .backups()
        .forEach(
            backup ->
                backup
                    .app()
                    .ifPresent(app -> databases.putIfAbsent(BackupsOfDatabase.plain(app), app)));
    return List.copyOf(databases.values());
  }

  /** Returns whether a backup has exactly that name. */
  public boolean has(String name) {
    return BackupLookup.fitting(listing().backups(), name).exact();
  }

  private static boolean starts(Backup backup, String typed) {
    return backup.name().toLowerCase(Locale.ROOT).startsWith(typed)
        || backup.fileName().toLowerCase(Locale.ROOT).startsWith(typed);
  }

  private BackupListing listing() {
    return shelf.listings().get(ALL);
  }

  private static ProblemException none() {
    return new Problem(
            ProblemCode.BACKUP_MISSING,
            "There is no backup in any of the configured folders and remotes.",
            "Check that backups are written, and that backups.folders or backups.remotes name where"
                + " they are.")
        .exception();
  }
}
