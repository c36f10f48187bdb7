package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.ClientTools;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** No client programs, only a folder for the backup, which is loaded over JDBC. */
public final class NoTools implements ClientTools {
  private final PrivateFolder files = new PrivateFolder(new ServerAccount(Optional.empty()));

  @Override
  public String source() {
    return "restore-bot";
  }

  @Override
  public boolean hasPrograms() {
    return false;
  }

  @Override
  public String version() {
    throw new UnsupportedOperationException("there are no programs");
  }

  /** No program reads the backup, and its psql commands are not executed. */
  @Override
  public boolean psqlIsFit() {
    return true;
  }

  @Override
  public int run(ToolCall call, Map<String, String> environment, Cancellation cancellation) {
    throw new UnsupportedOperationException("there are no programs");
  }

  @Override
  public String put(String name, InputStream content, Cancellation cancellation)
      throws ProblemException {
    return files.put(name, content, cancellation);
  }

  @Override
  public void delete(String path) throws ProblemException {
    files.delete(path);
  }

  @Override
  public void close() throws ProblemException {
    files.close();
  }
}
