package dev.restorebot.engine.sandbox.server;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows to a {@code COPY … FROM stdin} of a server. Not thread-safe. */
public final class CopyStream {
  private final CopyIn copy;

  private CopyStream(CopyIn copy) {
    this.copy = copy;
  }

  /**
   * Starts one.
   *
   * @throws SQLException when the server refuses the statement
   */
  public static CopyStream begin(Connection connection, String statement) throws SQLException {
    return new CopyStream(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement));
  }

  /**
   * Sends bytes.
   *
   * @throws SQLException when the server has refused rows before; the COPY is over then
   */
  public void write(byte[] bytes, int offset, int length) throws SQLException {
    copy.writeToCopy(bytes, offset, length);
  }

  /**
   * Ends it.
   *
   * @throws SQLException when the server refuses the rows
   */
  public void end() throws SQLException {
    long unused = copy.endCopy();
  }
}
