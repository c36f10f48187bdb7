package dev.restorebot.engine.archive.reader;

import static dev.restorebot.engine.archive.Fixtures.READER;
import static dev.restorebot.engine.archive.Fixtures.entry;
import static dev.restorebot.engine.archive.Fixtures.names;
import static dev.restorebot.engine.archive.Fixtures.path;
import static dev.restorebot.engine.archive.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveHeader;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.archive.SeveralDatabasesException;
import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.task.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {
  static Stream<Arguments> good() {
    List<Wrapper> none = List.of();
    return Stream.of(
        Arguments.of("pg15-custom.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg15-custom-z0.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg15-custom-pipe.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg17-custom-gzip.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg17-custom-stdout.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg17-custom-lz4.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg17-custom-zstd.dump", ArchiveFormat.CUSTOM, none),
        Arguments.of("pg15-tar.tar", ArchiveFormat.TAR, none),
        Arguments.of("pg15-directory", ArchiveFormat.DIRECTORY, none),
        Arguments.of("pg15-plain.sql", ArchiveFormat.PLAIN, none),
        Arguments.of("pg15-plain.sql.gz", ArchiveFormat.PLAIN, List.of(Wrapper.GZIP)),
        Arguments.of("pg17-plain.sql.zst", ArchiveFormat.PLAIN, List.of(Wrapper.ZSTD)),
        Arguments.of("pg15-custom.dump.enc", ArchiveFormat.CUSTOM, List.of(Wrapper.OPENSSL)),
        Arguments.of(
            "pg15-custom-iter10000.dump.enc", ArchiveFormat.CUSTOM, List.of(Wrapper.OPENSSL)),
        Arguments.of(
            "pg15-plain.sql.gz.enc", ArchiveFormat.PLAIN, List.of(Wrapper.OPENSSL, Wrapper.GZIP)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void theHeadSaysWhatTheWholeBackupSaysOfItself(String name) throws Exception {
    BackupArchive head = READER.head(path(name)).orElseThrow();

    assertThat(head.readWhole()).isFalse();
    assertThat(head.header()).isEqualTo(whole(path(name)).header());
    assertThat(head.sizeBytes()).isEqualTo(whole(path(name)).sizeBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing.dump", "pg15-all.sql", "README.md"})
  void whatIsNoBackupOfOneDatabaseHasNoHead(String name) {
    assertThat(READER.head(path("pg15-all.sql").resolveSibling(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("good")
  void everyFormatShowsTheSameDatabase(String name, ArchiveFormat format, List<Wrapper> wrappers)
      throws Exception {
    for (BackupArchive archive : List.of(READER.inspect(path(name)), whole(path(name)))) {
      assertThat(archive.format()).isEqualTo(format);
      assertThat(archive.wrappers()).isEqualTo(wrappers);
      assertThat(names(archive, "TABLE")).containsExactly("Odd \"name\" ü", "authors", "books");
      assertThat(names(archive, "TABLE DATA"))
          .containsExactlyInAnyOrder("authors", "books", "Odd \"name\" ü");
      assertThat(names(archive, "VIEW")).containsExactly("book_list");
      TocEntry books = entry(archive, "TABLE", "books");
      assertThat(books.schema()).isEqualTo("public");
      assertThat(books.owner()).isEqualTo("fixture");
      assertThat(books.dataBytes()).isEmpty();
      assertThat(entry(archive, "TABLE DATA", "books").dataBytes().orElseThrow()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void aWholeReadingKnowsTheDigestAndAQuickLookDoesNot(String name) throws Exception {
    BackupArchive quick = READER.inspect(path(name));
    BackupArchive whole = whole(path(name));

    assertThat(quick.readWhole()).isFalse();
    assertThat(quick.sha256()).isEmpty();
    assertThat(whole.readWhole()).isTrue();
    assertThat(quick.sizeBytes()).isEqualTo(whole.sizeBytes());
    if (Files.isRegularFile(path(name))) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Fixtures.bytes(name));
      assertThat(whole.sha256()).contains(HexFormat.of().formatHex(digest));
      assertThat(whole.sizeBytes()).isEqualTo(Files.size(path(name)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pg15-custom.dump,1.14,gzip",
    "pg15-custom-z0.dump,1.14,none",
    "pg17-custom-gzip.dump,1.16,gzip",
    "pg17-custom-lz4.dump,1.16,lz4",
    "pg17-custom-zstd.dump,1.16,zstd",
    "pg15-tar.tar,1.14,none",
    "pg15-directory,1.14,gzip"
  })
  void anArchiveTellsWhereItComesFrom(String name, String version, String compression)
      throws Exception {
    ArchiveHeader header = READER.inspect(path(name)).header();

    assertThat(header.archiveVersion()).contains(version);
    assertThat(header.compression()).contains(compression);
    assertThat(header.database()).contains("fixture");
    assertThat(header.serverVersion().orElseThrow()).startsWith(name.substring(2, 4) + ".");
    assertThat(header.dumpVersion().orElseThrow()).startsWith(name.substring(2, 4) + ".");
    assertThat(header.encoding()).contains("UTF8");
    assertThat(header.collate()).isPresent().isEqualTo(header.ctype());
    assertThat(header.createdAt().orElseThrow())
        .isBetween(
            LocalDateTime.of(2026, 1, 1, 0, 0).atZone(ZoneId.systemDefault()).toInstant(),
            LocalDateTime.of(2030, 1, 1, 0, 0).atZone(ZoneId.systemDefault()).toInstant())
        .isEqualTo(header.createdAt().orElseThrow().truncatedTo(ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({
    "pg15-custom-z0.dump",
    "pg15-tar.tar",
    "pg15-directory",
    "pg15-plain.sql",
    "pg17-plain.sql.zst"
  })
  void rowsAreCountedWhereTheyLieInClearText(String name) throws Exception {
    BackupArchive archive = whole(path(name));

    assertThat(entry(archive, "TABLE DATA", "authors").rows()).hasValue(5);
    assertThat(entry(archive, "TABLE DATA", "books").rows()).hasValue(12);
    assertThat(entry(archive, "TABLE DATA", "Odd \"name\" ü").rows()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"pg15-custom.dump", "pg15-custom-z0.dump", "pg17-custom-lz4.dump"})
  void theQuickLookAndTheWalkAgreeOnSizes(String name) throws Exception {
    List<TocEntry> quick = READER.inspect(path(name)).entries();
    List<TocEntry> whole = whole(path(name)).entries();

    assertThat(quick.stream().map(TocEntry::dataBytes).toList())
        .isEqualTo(whole.stream().map(TocEntry::dataBytes).toList());
  }

  @Test
  void onlyTheSqlOfIndexesIsKept() throws Exception {
    BackupArchive archive = READER.inspect(path("pg15-custom.dump"));

    assertThat(entry(archive, "INDEX", "books_title").definition())
        .startsWith("CREATE INDEX books_title ");
    assertThat(entry(archive, "TABLE", "books").definition()).isEmpty();
  }

  @Test
  void ofAServersDumpTheDatabaseThatWasAskedForIsRead() throws Exception {
    Path all = path("pg15-all.sql");
    BackupArchive zenops =
        READER.readWhole(all, Optional.of("zenops"), told -> {}, Cancellation.none());
    assertThat(zenops.section()).contains("zenops");
    assertThat(zenops.header().database()).contains("zenops");
    assertThat(entry(zenops, "TABLE DATA", "a").rows()).hasValue(3);
    assertThat(names(zenops, "TABLE")).containsExactly("a");
    assertThat(zenops.roles())
        .extracting(NamedRole::name)
        .containsExactly("App User", "owner1", "postgres", "readers");
    assertThat(zenops.roles().toString()).doesNotContain("fixture-not-a-hash");
    assertThatThrownBy(() -> READER.inspect(all))
        .isInstanceOfSatisfying(
            SeveralDatabasesException.class,
            several -> assertThat(several.databases()).containsExactly("my db", "zenops"))
        .hasMessageContaining("2 databases");
    assertThat(
            READER
                .readWhole(
                    path("pg15-plain.sql"), Optional.of("x"), told -> {}, Cancellation.none())
                .section())
        .as("any other backup is read as it is")
        .isEmpty();
  }
}
