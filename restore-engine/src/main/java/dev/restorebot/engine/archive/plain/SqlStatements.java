package dev.restorebot.engine.archive.plain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * SQL that a person wrote, split into statements where psql splits it (psqlscan.l in PostgreSQL).
 *
 * @param statements each with its comments before it
 * @param foreign what only psql runs, such as {@code the command \i in line 3}; empty for none
 */
public record SqlStatements(List<Statement> statements, Optional<String> foreign) {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** Copies the list. */
  public SqlStatements {
    statements = List.copyOf(statements);
  }

  /**
   * A statement.
   *
   * @param line where it ends, from 1: the line that psql names in its errors
   */
  public record Statement(String text, long line) {}

  /** Splits a file's content, which is in UTF-8. */
  public static SqlStatements of(byte[] sql) {
    boolean marked = Arrays.equals(sql, 0, Math.min(3, sql.length), BYTE_ORDER_MARK, 0, 3);
    return new Splitter(marked ? Arrays.copyOfRange(sql, 3, sql.length) : sql).split();
  }

  private static final class Splitter implements SqlLexer.Listener {
    private final byte[] sql;
    private final SqlLexer lexer = new SqlLexer(this);
    private final List<Statement> statements = new ArrayList<>();
    private Optional<String> foreign = Optional.empty();
    private int begun;

    Splitter(byte[] sql) {
      this.sql = sql;
    }

    SqlStatements split() {
      lexer.accept(sql, 0, sql.length);
      boolean more = lexer.isInStatement() || lexer.isInQuote();
      boolean lineEnded = sql.length > 0 && sql[sql.length - 1] == '\n';
      long last = lexer.lineNumber() - (lineEnded ? 1 : 0);
      lexer.finish();
      if (more) {
        add(sql.length, last);
      }
      if (lexer.hasZeroByte()) {
        foreign("a zero byte, which is no text");
      }
      return new SqlStatements(statements, foreign);
    }

    @Override
    public void statement(StatementText text, boolean copyFromStdin) {
      if (copyFromStdin) {
        foreign("COPY … FROM stdin in line " + lexer.lineNumber());
      }
      add(Math.toIntExact(lexer.position()), lexer.lineNumber());
    }

    private void add(int end, long line) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(sql, begun, end - begun))
                .toString();
        statements.add(new Statement(text, line));
      } catch (CharacterCodingException e) {
        foreign("text before line " + (line + 1) + " that is not UTF-8");
      }
      begun = end;
    }

    private void foreign(String what) {
      foreign = foreign.or(() -> Optional.of(what));
    }

    @Override
    public void command(long number, byte[] command, int length) {
      String name = new String(command, 0, length, StandardCharsets.UTF_8).split("\\s", 2)[0];
      foreign("the command " + name + " in line " + number);
    }

    @Override
    public void line(long number, byte[] line, int length) {
      // Only statements matter here.
    }

    @Override
    public void copyStarts() {
      // The statement before it said so.
    }

    @Override
    public void copied(long rows, long bytes) {
      // The statement before it said so.
    }
  }
}
