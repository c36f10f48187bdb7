package dev.restorebot.engine.archive.plain;

import dev.restorebot.engine.archive.ArchiveFormat;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Contents;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.archive.PeekInput;
import dev.restorebot.engine.archive.RoleDefinitions;
import dev.restorebot.engine.archive.SeekableInput;
import dev.restorebot.engine.archive.SeveralDatabasesException;
import dev.restorebot.engine.archive.Texts;
import dev.restorebot.engine.diagnose.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code pg_dump -Fp}, and any other SQL for psql. */
public final class PlainSql {
  private static final int HEAD = 1 << 16;
  private static final int TAIL = 1 << 16;
  private static final Pattern TWO_RETURNS =
      Pattern.compile("(?m)^--\\r\\r\\n-- PostgreSQL database (?:cluster )?dump\\r\\r\\n");
  private static final String END = "\n-- PostgreSQL database dump complete";

  private final ArchiveMessages messages;

  public PlainSql(ArchiveMessages messages) {
    this.messages = messages;
  }

  /**
   * Reads to the end, or gives up at the limit and then knows of no entries.
   *
   * @param section the database that is wanted of a file of several; empty for the whole file
   * @param quickly whether to stop once it is known that the file holds several
   * @throws IOException that carries a {@link SeveralDatabasesException} when it holds several and
   *     not one of them was asked for, or one that it does not hold
   */
  public Contents read(PeekInput stored, long limit, Optional<String> section, boolean quickly)
      throws IOException {
    PeekInput input = CrlfInput.asLf(stored);
    PlainSqlScanner scanner = new PlainSqlScanner(messages, section);
    byte[] head = input.peek(Preamble.WITHIN);
    refuseLineEnds(head);
    Preamble preamble = Preamble.of(head);
    refuseFailure(head, preamble.length());
    while (input.fill()) {
      preamble.blank(input.buffer(), input.start(), input.buffered(), input.position());
      scanner.accept(input.buffer(), input.start(), input.buffered());
      input.consume(input.buffered());
      stopOn(scanner.problemSoFar(), scanner);
      boolean enough = quickly && scanner.hasSeveralDatabases();
      if (enough || input.position() > limit) {
        stopOn(scanner.severalDatabases(), scanner);
        return new Contents(
            ArchiveFormat.PLAIN, scanner.header(), List.of(), Optional.empty(), scanner.roles());
      }
    }
    stopOn(scanner.finish(), scanner);
    return new Contents(
        ArchiveFormat.PLAIN,
        scanner.header(),
        scanner.index().entries(),
        Optional.of(scanner.summary()),
        scanner.roles());
  }

  /** Reads the roles that a file creates before its first database. */
  public RoleDefinitions roles(PeekInput input) throws IOException {
    PlainSqlScanner scanner = new PlainSqlScanner(messages, Optional.empty());
    while (input.fill() && scanner.databases().isEmpty()) {
      scanner.accept(input.buffer(), input.start(), input.buffered());
      input.consume(input.buffered());
      stopOn(scanner.problemSoFar(), scanner);
    }
    return scanner.definitions();
  }

  private void refuseLineEnds(byte[] head) throws IOException {
    if (hasOnlyCarriageReturns(head)) {
      throw Failures.io(
          messages.notReadHere(
              "has line ends of old Macs (CR without LF): psql does not find the end of a line in"
                  + " it",
              "Put ordinary line ends into it: tr '\\r' '\\n' < FILE > NEW.sql"));
    }
    if (TWO_RETURNS.matcher(new String(head, StandardCharsets.ISO_8859_1)).find()) {
      throw Failures.io(
          messages.notReadHere(
              "has line ends that were converted twice (CR CR LF): psql does not find the end of"
                  + " the rows in it",
              "Put ordinary line ends into it: sed 's/\\r*$//' FILE > NEW.sql"));
    }
  }

  /** Finds an error message of pg_dump above the dump; the others are found while reading. */
  private void refuseFailure(byte[] head, int length) throws IOException {
    String[] lines = Texts.decode(head, 0, length).split("\n");
    for (int i = 0; i < lines.length; i++) {
      Optional<String> error = PgDumpError.in(lines[i]);
      if (error.isPresent()) {
        throw Failures.io(messages.dumpFailed(i + 1L, error.get()));
      }
    }
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
    Contents contents = read(input, HEAD, Optional.empty(), false);
    file.seek(Math.max(0, file.size() - TAIL));
    String tail = new String(file.readNBytes(TAIL), StandardCharsets.ISO_8859_1);
    if (contents.header().dumpVersion().isPresent() && !tail.contains(END)) {
      throw Failures.io(
          messages.truncated("without pg_dump's last line, \"PostgreSQL database dump complete\""));
    }
    return contents;
  }

  private static void stopOn(Optional<Problem> problem, PlainSqlScanner scanner)
      throws IOException {
    if (problem.isPresent()) {
      throw Failures.io(
          switch (problem.get().code()) {
            case SEVERAL_DATABASES, WRONG_DATABASE ->
                new SeveralDatabasesException(problem.get(), scanner.databases());
            default -> problem.get().exception();
          });
    }
  }
}
