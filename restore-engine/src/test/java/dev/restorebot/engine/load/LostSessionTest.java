package dev.restorebot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DumpEncoding;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.plain.IndexedDump;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.server.ServerError;
import dev.restorebot.engine.task.Cancellation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A connection that ends during a load, in German: no error of the backup, and never a success. */
class LostSessionTest {
  private static final String ROWS = "1234567\n".repeat(20_000);
  private static final String DUMP =
      "SELECT 1;\nCOPY t (a) FROM stdin;\n" + ROWS + "\\.\nSELECT 2;\n";

  private final SQLException lost =
      new SQLException("Die Datenbankverbindung ist abgebrochen", "08006");
  private final Connection connection = mock(Connection.class);
  private final Statement statement = mock(Statement.class);
  private final CopyIn copy = mock(CopyIn.class);
  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void connection() throws SQLException {
    PGConnection postgres = mock(PGConnection.class, RETURNS_DEEP_STUBS);
    when(connection.createStatement()).thenReturn(statement);
    when(connection.unwrap(PGConnection.class)).thenReturn(postgres);
    when(postgres.getCopyAPI().copyIn(anyString())).thenReturn(copy);
  }

  private LoadSession session() throws SQLException {
    Sandbox sandbox = mock(Sandbox.class);
    when(sandbox.connectToLoad()).thenReturn(connection);
    return LoadSession.open(sandbox, Cancellation.none());
  }

  private void feed(String sql) throws Exception {
    PlainTarget.Heard heard =
        new PlainTarget.Heard() {
          @Override
          public void reached(long line) {}

          @Override
          public void refused(long line, ServerError error, String statement) {
            refused.add(error.text());
          }
        };
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    try (LoadSession session = session();
        IndexedDump dump =
            new IndexedDump(
                new PeekInput(new ByteArrayInputStream(bytes)),
                new ArchiveMessages(Path.of("a.sql")),
                Optional.empty())) {
      new PlainFeed(dump, new OneSession(session, heard), DumpEncoding.UTF8, false).run();
    }
  }

  private void failsFor(String sql) {
    assertThatThrownBy(() -> feed(sql))
        .satisfies(
            failure ->
                assertThat(ArchiveReader.problemOf(failure))
                    .hasValueSatisfying(
                        found ->
                            assertThat(found.problem().code())
                                .isEqualTo(ProblemCode.CONNECTION_LOST)));
  }

  @Test
  void duringRows() throws Exception {
    doThrow(lost).when(copy).writeToCopy(any(), anyInt(), anyInt());
    failsFor(DUMP);
  }

  @Test
  void atTheEndOfRows() throws Exception {
    when(copy.endCopy()).thenThrow(lost);
    failsFor(DUMP);
  }

  @Test
  void duringAStatement() throws Exception {
    when(statement.execute(contains("SELECT 1"))).thenThrow(lost);
    failsFor(DUMP);
    failsFor("SELECT 1");
  }

  @Test
  void anErrorOfTheBackupIsHeardAndTheRestFollows() throws Exception {
    doThrow(new SQLException("bad row", "22P02")).when(copy).writeToCopy(any(), anyInt(), anyInt());
    feed(DUMP);
    assertThat(refused).containsExactly("bad row");
  }
}
