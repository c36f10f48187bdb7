package dev.restorebot.engine.archive.plain;

import static dev.restorebot.engine.archive.Fixtures.READER;
import static dev.restorebot.engine.archive.Fixtures.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.diagnose.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlIndexTest {
  private static IndexedDump indexed(String name) throws ProblemException {
    InputStream dump = new ByteArrayInputStream(Fixtures.dump(READER, path(name)));
    return new IndexedDump(new PeekInput(dump), new ArchiveMessages(path(name)), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg15-plain.sql", "pg15-plain.sql.gz", "pg15-plain.sql.gz.enc"})
  void everyLineBelongsToTheObjectAboveIt(String name) throws Exception {
    PlainSqlIndex index;
    try (IndexedDump dump = indexed(name)) {
      dump.transferTo(OutputStream.nullOutputStream());
      index = dump.index();
    }
    List<String> lines = Files.readAllLines(path("pg15-plain.sql"));
    int end = lines.indexOf("-- PostgreSQL database dump complete");
    String expected = null;
    for (int i = 0; i < lines.size(); i++) {
      boolean announced = i + 1 < lines.size() && lines.get(i).equals("--");
      if (announced && lines.get(i + 1).matches("-- (Data for )?Name: .*")) {
        expected = lines.get(i + 1);
      }
      String kindAndName =
          index.entryAtLine(i + 1L).map(e -> e.name() + "; Type: " + e.kind() + ";").orElse(null);
      if (expected == null || i + 1 >= end) {
        assertThat(kindAndName).as("line %d", i + 1).isNull();
      } else {
        assertThat(expected).as("line %d", i + 1).contains(kindAndName);
      }
    }
    assertThat(index.entries()).hasSize(18);
  }

  @Test
  void theIndexGrowsWhileTheDumpIsRead() throws Exception {
    try (IndexedDump dump = indexed("pg15-plain.sql")) {
      assertThat(dump.index().entries()).isEmpty();
      assertThat(dump.readNBytes(3000)).hasSize(3000);
      int some = dump.index().entries().size();
      assertThat(dump.skip(10)).isEqualTo(10);
      assertThat(dump.read()).isPositive();
      dump.transferTo(OutputStream.nullOutputStream());
      assertThat(some).isBetween(1, 17);
      assertThat(dump.index().entries()).hasSize(18);
    }
  }

  @Test
  void manyObjectsAndNone() {
    PlainSqlIndex index = new PlainSqlIndex();
    assertThat(index.entryAtLine(1)).isEmpty();
    for (int i = 1; i <= 1000; i++) {
      String line = "-- Name: t" + i + "; Type: TABLE; Schema: -; Owner: ";
      index.add(i * 10L, EntryComment.parse(i, line).orElseThrow());
    }
    assertThat(index.entryAtLine(9)).isEmpty();
    assertThat(index.entryAtLine(10).orElseThrow().name()).isEqualTo("t1");
    assertThat(index.entryAtLine(19).orElseThrow().name()).isEqualTo("t1");
    assertThat(index.entryAtLine(Long.MAX_VALUE - 1).orElseThrow().name()).isEqualTo("t1000");
    index.end(20_000);
    assertThat(index.entryAtLine(20_000)).isEmpty();
  }
}
