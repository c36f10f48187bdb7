package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.task.ChildProgram;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** One run of rclone. Closing ends it. */
final class RcloneProcess implements Closeable {
  private final ChildProgram program;

  private RcloneProcess(ChildProgram program) {
    this.program = program;
  }

  static RcloneProcess start(RcloneRemote remote, List<String> command) throws IOException {
    // rclone may be set up by its own variables and those of clouds.
    ProcessBuilder builder = ChildProgram.prepare(command);
    Map<String, String> environment = builder.environment();
    // rclone up to 1.67 ends with "unsupported transport" when this is set; it has its own name
    // for the same.
    String authorities = environment.remove("AWS_CA_BUNDLE");
    if (authorities != null) {
      environment.putIfAbsent("RCLONE_CA_CERT", authorities);
    }
    try {
      ChildProgram program = ChildProgram.start(builder, "rclone");
      program.process().getOutputStream().close();
      return new RcloneProcess(program);
    } catch (IOException e) {
      throw RcloneFailure.io(
          new Problem(
                  ProblemCode.CONNECTION_LOST,
                  "The remote "
                      + remote.shown()
                      + " cannot be read: the program "
                      + remote.program()
                      + " could not be run.",
                  "Install rclone, or set backups.rclone.program to where it is.")
              .exception(e));
    }
  }

  InputStream output() {
    return program.process().getInputStream();
  }

  /** Waits for the end, after the whole output was read. */
  int end() throws IOException {
    return program.end();
  }

  /** Returns its complaints so far. */
  String errors() {
    return program.errors();
  }

  @Override
  public void close() {
    program.close();
  }
}
