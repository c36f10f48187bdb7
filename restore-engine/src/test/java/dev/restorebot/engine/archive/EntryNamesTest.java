package dev.restorebot.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveWriter.Entry;
import dev.restorebot.engine.archive.pgdump.DumpFile;
import dev.restorebot.engine.archive.pgdump.EntryRules;
import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in a table of contents as the restored database has them. */
class EntryNamesTest {
  @TempDir Path folder;

  @Test
  void areInTheEncodingThatTheArchiveNames() throws Exception {
    Entry encoding = new Entry(1, "ENCODING");
    encoding.name = "ENCODING";
    encoding.definition = "SET client_encoding = 'WIN1251';\n";
    Entry table = new Entry(2, "TABLE");
    table.name = "заказы";
    table.owner = "вася";
    byte[] archive =
        new ArchiveWriter(14)
            .in(Charset.forName("windows-1251"))
            .head(1)
            .toc(List.of(encoding, table))
            .bytes();
    Path file = Files.write(folder.resolve("a"), archive);

    BackupArchive read = Fixtures.READER.inspect(file);

    assertThat(read.header().encoding()).contains("WIN1251");
    assertThat(read.entries())
        .extracting(TocEntry::name, TocEntry::owner)
        .contains(org.assertj.core.groups.Tuple.tuple("заказы", "вася"));
    assertThat(read.roles()).extracting(NamedRole::name).contains("вася");
  }

  /** Until 9.5, pg_dump did not name the table. */
  @Test
  void beginWithTheTableAlsoInOldArchives() throws Exception {
    Entry one =
        trigger(1, "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE PROCEDURE f()");
    Entry two =
        trigger(2, "CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW EXECUTE PROCEDURE f()");
    Path file = Files.write(folder.resolve("a"), ArchiveWriter.archive(12, one, two));

    assertThat(Fixtures.READER.inspect(file).entries())
        .extracting(TocEntry::name)
        .containsExactly("a t", "b t");
    assertThat(DumpFile.open(file, ArchiveFormat.CUSTOM, new ArchiveMessages(file)).entries())
        .extracting(RestoreEntry::name)
        .containsExactly("a t", "b t");
  }

  private static Entry trigger(int id, String definition) {
    Entry entry = new Entry(id, "TRIGGER");
    entry.section = EntryRules.POST_DATA;
    entry.definition = definition;
    return entry;
  }
}
