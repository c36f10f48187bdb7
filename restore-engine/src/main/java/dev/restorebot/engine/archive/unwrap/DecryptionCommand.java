package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.diagnose.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A program that decrypts its standard input to its standard output, and the meaning of its end.
 */
interface DecryptionCommand {
  /** The program's name in messages. */
  String name();

  /** Returns what prevents it from being run, as far as that shows before. */
  Optional<Problem> obstacle();

  /** The program and its arguments. No secret is among them. */
  List<String> words();

  /** The problem when the program cannot be run. */
  Problem missing();

  /**
   * Returns what is wrong, once it ended.
   *
   * @param exitCode its exit code
   * @param errors what it wrote to standard error
   * @return empty when all was decrypted and its integrity is proved
   */
  Optional<Problem> failure(int exitCode, String errors);
}
