package dev.restorebot.engine.load;

import java.io.IOException;

/** Sends a plain dump over one session, in its order. */
final class OneSession implements PlainTarget {
  private final LoadSession session;
  private final Heard heard;

  OneSession(LoadSession session, Heard heard) {
    this.session = session;
    this.heard = heard;
  }

  @Override
  public boolean isLost() {
    return session.isLost();
  }

  @Override
  public void reached(long line) {
    heard.reached(line);
  }

  @Override
  public void execute(long line, String statement) {
    session.execute(statement).ifPresent(error -> heard.refused(line, error, statement));
  }

  @Override
  public Rows copy(String statement) {
    LoadSession.Rows rows = session.copy(statement);
    return new Rows() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        rows.write(bytes, offset, length);
      }

      @Override
      public void end(long line) {
        rows.end().ifPresent(error -> heard.refused(line, error, statement));
      }
    };
  }

  @Override
  public void finish() throws IOException {
    session.requireConnected();
  }
}
