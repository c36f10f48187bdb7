package dev.restorebot.benchmark;

import java.nio.file.Path;

/** A way to test a backup. */
interface Way {
  /** Tests it once and leaves nothing behind; a test that fails ends the benchmark. */
  void run(Path dump, Stopwatch watch) throws Exception;
}
