package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code pg_dump -Fp}, and any other SQL for psql. */
public final class PlainSql {
  private static final int HEAD = 1 << 16;
  private static final int TAIL = 1 << 16;
  private static final String END = "\n-- PostgreSQL database dump complete";

  private final ArchiveMessages messages;

  public PlainSql(ArchiveMessages messages) {
    this.messages = messages;
  }

  /** Reads to the end, or gives up at the limit and then knows of no entries. */
  public Contents read(PeekInput stored, long limit) throws IOException {
    PeekInput input = CrlfInput.asLf(stored);
    PlainSqlScanner scanner = new PlainSqlScanner(messages);
    byte[] head = input.peek(Preamble.WITHIN);
    if (hasOnlyCarriageReturns(head)) {
      throw Failures.io(
          messages.notReadHere(
              "has line ends of old Macs (CR without LF): psql does not find the end of a line in"
                  + " it",
              "Put ordinary line ends into it: tr '\\r' '\\n' < FILE > NEW.sql"));
    }
    Preamble preamble = Preamble.of(head);
    while (input.fill()) {
      preamble.blank(input.buffer(), input.start(), input.buffered(), input.position());
      scanner.accept(input.buffer(), input.start(), input.buffered());
      input.consume(input.buffered());
      stopOn(scanner.problemSoFar());
      if (input.position() > limit) {
        stopOn(scanner.severalDatabases());
        return new Contents(
            ArchiveFormat.PLAIN, scanner.header(), List.of(), Optional.empty(), scanner.roles());
      }
    }
    stopOn(scanner.finish());
    return new Contents(
        ArchiveFormat.PLAIN,
        scanner.header(),
        scanner.index().entries(),
        Optional.of(scanner.summary()),
        scanner.roles());
  }

  private static boolean hasOnlyCarriageReturns(byte[] head) {
    int returns = 0;
    for (byte b : head) {
      if (b == '\n') {
        return false;
      }
      returns += b == '\r' ? 1 : 0;
    }
    return returns > 1;
  }

  /** Looks at the first and the last bytes of a file that is too large to be read at once. */
  public Contents inspect(PeekInput input, SeekableInput file) throws IOException {
    Contents contents = read(input, HEAD);
    file.seek(Math.max(0, file.size() - TAIL));
    String tail = new String(file.readNBytes(TAIL), StandardCharsets.ISO_8859_1);
    if (contents.header().dumpVersion().isPresent() && !tail.contains(END)) {
      throw Failures.io(
          messages.truncated("without pg_dump's last line, \"PostgreSQL database dump complete\""));
    }
    return contents;
  }

  private static void stopOn(Optional<Problem> problem) throws IOException {
    if (problem.isPresent()) {
      throw Failures.io(problem.get());
    }
  }
}
