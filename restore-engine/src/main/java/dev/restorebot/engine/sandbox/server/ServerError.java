package dev.restorebot.engine.sandbox.server;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error of a server, as psql prints it after {@code ERROR:}.
 *
 * @param text the message, with its detail, hint and context in lines of their own
 * @param endsSession whether no statement can follow in this session
 */
public record ServerError(String text, boolean endsSession) {
  private static final String OF_CONNECTIONS = "08";
  private static final String OF_OPERATORS = "57P";

  /** Reads it from the driver's exception. */
  public static ServerError of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean ends = state.startsWith(OF_CONNECTIONS) || state.startsWith(OF_OPERATORS);
    ServerErrorMessage error = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    if (error == null) {
      return new ServerError(String.valueOf(e.getMessage()), ends);
    }
    StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()));
    field(text, "DETAIL", error.getDetail());
    field(text, "HINT", error.getHint());
    field(text, "CONTEXT", error.getWhere());
    return new ServerError(text.toString(), ends);
  }

  private static void field(StringBuilder text, String label, String value) {
    if (value != null && !value.isEmpty()) {
      text.append('\n').append(label).append(":  ").append(value);
    }
  }
}
