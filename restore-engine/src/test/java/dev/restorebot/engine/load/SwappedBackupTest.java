package dev.restorebot.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Swapping;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.DiskLimits;
import dev.restorebot.engine.sandbox.SandboxGuard;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.task.Threads;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backup of each kind is swapped after it was read whole, for another of the same size and time,
 * and swapped back once it was loaded: the bytes that were loaded decide, not those in the folder.
 */
class SwappedBackupTest {
  private static final String KEY = "fixture-key-not-a-secret";
  private static final String SQL =
      "CREATE TABLE t (a text);\nINSERT INTO t VALUES ('mine');\n".repeat(3_000);

  private final ArchiveReader reader =
      new ArchiveReader(new ArchiveKey(KEY, ArchiveKey.DEFAULT_ITERATIONS));

  @TempDir Path folder;

  private Staging staging;

  /** The kinds of backups: how each lies in the folder, from some SQL or from a fixture. */
  enum Kind {
    PLAIN {
      @Override
      Map<String, byte[]> of(String sql) {
        return Map.of("b.sql", sql.getBytes(UTF_8));
      }
    },
    GZIP {
      @Override
      Map<String, byte[]> of(String sql) {
        return Map.of("b.sql.gz", Wrapping.gzipStored(sql.getBytes(UTF_8)));
      }
    },
    ENCRYPTED {
      @Override
      Map<String, byte[]> of(String sql) {
        return Map.of("b.sql.enc", Wrapping.encrypt(sql.getBytes(UTF_8), KEY, 10_000));
      }
    },
    SPLIT {
      @Override
      Map<String, byte[]> of(String sql) {
        byte[] all = sql.getBytes(UTF_8);
        int middle = all.length / 2;
        return Map.of(
            "b.sql.aa", Arrays.copyOf(all, middle),
            "b.sql.ab", Arrays.copyOfRange(all, middle, all.length));
      }
    },
    CUSTOM {
      @Override
      Map<String, byte[]> of(String sql) {
        return Map.of("b.dump", changed(Fixtures.bytes("pg15-custom-z0.dump"), sql));
      }
    },
    CUSTOM_ENCRYPTED {
      @Override
      Map<String, byte[]> of(String sql) {
        byte[] dump = changed(Fixtures.bytes("pg15-custom-z0.dump"), sql);
        return Map.of("b.dump.enc", Wrapping.encrypt(dump, KEY, 10_000));
      }
    },
    TAR {
      @Override
      Map<String, byte[]> of(String sql) {
        return Map.of("b.tar", changed(Fixtures.bytes("pg15-tar.tar"), sql));
      }
    },
    DIRECTORY {
      @Override
      Map<String, byte[]> of(String sql) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        directory(sql).forEach((name, content) -> files.put("b/" + name, content));
        return files;
      }
    },
    TARRED_DIRECTORY {
      @Override
      Map<String, byte[]> of(String sql) throws IOException {
        return Map.of("b.tar", Wrapping.tar(directory(sql)));
      }
    };

    /** The files for that SQL, or a fixture with as much changed in it. */
    abstract Map<String, byte[]> of(String sql) throws IOException;

    private static Map<String, byte[]> directory(String sql) throws IOException {
      Map<String, byte[]> files = new TreeMap<>();
      try (Stream<Path> all = Files.list(Fixtures.path("pg15-directory"))) {
        for (Path file : all.toList()) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      files.computeIfPresent("toc.dat", (name, toc) -> changed(toc, sql));
      return files;
    }

    /** With another bit in it for other SQL. */
    private static byte[] changed(byte[] dump, String sql) {
      byte[] changed = dump.clone();
      if (!sql.equals(SQL)) {
        changed[changed.length * 2 / 3] ^= 1;
      }
      return changed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatWereNotReadBeforeAreNotLoaded(Kind kind) throws Exception {
    String other = SQL.replaceFirst("mine", "evil");
    Swapping swapped = new Swapping(folder, kind.of(SQL), kind.of(other));

    ProblemException refused = refused(swapped);

    assertThat(refused.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
    assertThat(refused.problem().message())
        .startsWith(swapped.first().getFileName().toString())
        .contains("its SHA-256 differs");
  }

  @ParameterizedTest
  @EnumSource
  void noiseInsteadOfItIsNoDamage(Kind kind) throws Exception {
    ProblemException refused = refused(new Swapping(folder, kind.of(SQL), noise(kind)));

    assertThat(refused.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
  }

  @ParameterizedTest
  @EnumSource
  void noiseInsteadOfAnApprovedBackupIsNoDamage(Kind kind) throws Exception {
    Swapping swapped = new Swapping(folder, kind.of(SQL), noise(kind));
    BackupArchive approved = read(swapped);
    swapped.swap();

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                reader.readApproved(
                    swapped.first(),
                    approved.sha256().orElseThrow(),
                    ProgressListener.none(),
                    Cancellation.none()));

    assertThat(refused.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReadOfARemoteIsLoadedWithoutReadingItAgain(Kind kind) throws Exception {
    Path zip = folder.resolve("remote.zip");
    try (FileSystem remote = FileSystems.newFileSystem(zip, Map.of("create", "true"));
        ArchiveReader once = reader.forOneRestore()) {
      Swapping swapped = new Swapping(remote.getPath("/"), kind.of(SQL), noise(kind));
      BackupArchive archive =
          once.readWhole(swapped.first(), ProgressListener.none(), Cancellation.none());
      swapped.swap();
      RecordingSandbox sandbox = new RecordingSandbox(name -> {});

      LoadResult result = load(once, archive, sandbox);

      assertThat(result.exitCode()).isZero();
      assertThat(sandbox.bytes()).isPositive();
    }
  }

  /** Without a copy on this machine: the second load finds the noise. */
  @ParameterizedTest
  @EnumSource(names = {"CUSTOM", "CUSTOM_ENCRYPTED", "TAR"})
  void whatWasStagedWhileItWasReadIsLoadedWithoutReadingItAgain(Kind kind) throws Exception {
    Path zip = folder.resolve("remote.zip");
    RecordingSandbox sandbox = new RecordingSandbox(name -> {});
    try (FileSystem remote = FileSystems.newFileSystem(zip, Map.of("create", "true"));
        ArchiveReader once = reader.forOneRestore()) {
      Swapping swapped = new Swapping(remote.getPath("/"), kind.of(SQL), noise(kind));
      Staging staging = staging(head -> staged(sandbox));
      BackupArchive archive = read(once, swapped, staging);
      swapped.swap();

      LoadResult result = load(once, staging, archive, sandbox);

      assertThat(result.exitCode()).isZero();
      assertThat(sandbox.puts()).isEqualTo(1);
      assertThat(sandbox.programs()).contains("pg_restore");
      staging.discard();
      ProblemException refused =
          catchThrowableOfType(ProblemException.class, () -> load(once, staging, archive, sandbox));
      assertThat(refused.problem().code()).isEqualTo(ProblemCode.BACKUP_CHANGED);
    }
  }

  @Test
  void whatWasStagedIsNotLoadedAsAnotherBackup() throws Exception {
    Swapping mine = new Swapping(folder.resolve("mine"), Kind.CUSTOM.of(SQL), Map.of());
    Swapping other = new Swapping(folder.resolve("other"), Kind.CUSTOM.of("other"), Map.of());
    RecordingSandbox sandbox = new RecordingSandbox(name -> {});
    Staging staging = staging(head -> staged(sandbox));
    BackupArchive archive = read(reader, mine, staging);

    assertThat(staging.path(archive)).isPresent();
    assertThat(staging.path(read(other))).isEmpty();
  }

  @Test
  void whatIsForASecondSandboxIsReadAgain() throws Exception {
    Swapping mine = new Swapping(folder, Kind.CUSTOM.of(SQL), Map.of());
    RecordingSandbox sandbox = new RecordingSandbox(name -> {});
    Staging staging = staging(head -> staged(sandbox));
    BackupArchive archive = read(reader, mine, staging);

    staging.into(sandbox, Cancellation.none());
    LoadResult result = load(reader, staging, archive, sandbox);

    assertThat(result.exitCode()).isZero();
    assertThat(sandbox.puts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "GZIP", "ENCRYPTED", "SPLIT", "DIRECTORY", "TARRED_DIRECTORY"})
  void whatNeedNotBeSoughtInIsNotStaged(Kind kind) throws Exception {
    Swapping mine = new Swapping(folder, kind.of(SQL), Map.of());
    AtomicBoolean asked = new AtomicBoolean();

    BackupArchive archive =
        read(
            reader,
            mine,
            staging(
                head -> {
                  asked.set(true);
                  return false;
                }));

    assertThat(archive.readWhole()).isTrue();
    assertThat(asked).isFalse();
  }

  private Staging staging(Predicate<BackupArchive> begin) {
    staging = Staging.of(begin, new SandboxGuard(DiskLimits.DEFAULT));
    return staging;
  }

  /** Stages in a thread of its own, once the dump is wanted. */
  private boolean staged(RecordingSandbox sandbox) {
    Thread unused =
        Threads.start(
            "staging",
            () -> {
              while (!staging.tee().isWanted()) {
                Thread.onSpinWait();
              }
              staging.into(sandbox, Cancellation.none());
            });
    return true;
  }

  private static BackupArchive read(ArchiveReader from, Swapping swapped, Staging staging)
      throws ProblemException {
    return from.readWhole(
        swapped.first(),
        Optional.empty(),
        staging.tee(),
        ProgressListener.none(),
        Cancellation.none());
  }

  private static Map<String, byte[]> noise(Kind kind) throws IOException {
    Map<String, byte[]> noise = new HashMap<>();
    for (Map.Entry<String, byte[]> file : kind.of(SQL).entrySet()) {
      byte[] any = new byte[file.getValue().length];
      new Random(7).nextBytes(any);
      noise.put(file.getKey(), any);
    }
    return noise;
  }

  @ParameterizedTest
  @EnumSource
  void theSameBytesAreLoaded(Kind kind) throws Exception {
    Swapping swapped = new Swapping(folder, kind.of(SQL), kind.of(SQL));
    RecordingSandbox sandbox = new RecordingSandbox(backAfterLast(swapped));
    BackupArchive archive = read(swapped);

    LoadResult result = load(archive, sandbox);

    assertThat(result.exitCode()).isZero();
    assertThat(sandbox.bytes()).isPositive();
  }

  @Test
  void aFileThatAppearsInADirectoryDumpIsAChange() throws Exception {
    Map<String, byte[]> files = Kind.DIRECTORY.of(SQL);
    Swapping swapped = new Swapping(folder, files, files);
    BackupArchive archive = read(swapped);
    Files.write(swapped.first().resolve("9999.dat"), new byte[] {1});

    assertThat(problem(archive, new RecordingSandbox(name -> {})).problem().code())
        .isEqualTo(ProblemCode.BACKUP_CHANGED);
  }

  @Test
  void aToolThatStopsReadingHidesNothing() throws Exception {
    String end = "SELECT 'mine';";
    String other = "SELECT 'evil';";
    Swapping swapped =
        new Swapping(
            folder, Kind.PLAIN.of(SQL + end), Map.of("b.sql", (SQL + other).getBytes(UTF_8)));
    BackupArchive archive = read(swapped);
    swapped.swap();

    assertThat(problem(archive, new RecordingSandbox(100, name -> {})).problem().code())
        .isEqualTo(ProblemCode.BACKUP_CHANGED);
  }

  /** pg_restore is never started on what is not the backup. */
  private ProblemException refused(Swapping swapped) throws Exception {
    BackupArchive archive = read(swapped);
    swapped.swap();
    RecordingSandbox sandbox = new RecordingSandbox(backAfterLast(swapped));
    ProblemException refused = problem(archive, sandbox);
    assertThat(sandbox.programs()).doesNotContain("pg_restore");
    return refused;
  }

  /** Of a folder, the table of contents comes last. */
  private static Consumer<String> backAfterLast(Swapping swapped) {
    return name -> {
      if (!name.startsWith("backup/") || name.endsWith("toc.dat")) {
        swapped.back();
      }
    };
  }

  private ProblemException problem(BackupArchive archive, RecordingSandbox sandbox) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> load(archive, sandbox));
    assertThat(refused).isNotNull();
    return refused;
  }

  private BackupArchive read(Swapping swapped) throws ProblemException {
    return reader.readWhole(swapped.first(), ProgressListener.none(), Cancellation.none());
  }

  private LoadResult load(BackupArchive archive, RecordingSandbox sandbox) throws ProblemException {
    return load(reader, archive, sandbox);
  }

  private static LoadResult load(
      ArchiveReader from, BackupArchive archive, RecordingSandbox sandbox) throws ProblemException {
    return load(from, Staging.none(), archive, sandbox);
  }

  private static LoadResult load(
      ArchiveReader from, Staging staging, BackupArchive archive, RecordingSandbox sandbox)
      throws ProblemException {
    return new Loaders(
            from,
            staging,
            new LoadSettings(0, false, LoadSettings.DEFAULT.timeout(), List.of()),
            InstantSource.system())
        .load(archive, sandbox, ProgressListener.none(), Cancellation.none());
  }
}
