package dev.restorebot.benchmark;

/** A way to test a backup. */
interface Way {
  /** Tests it once and leaves nothing behind; a test that fails ends the benchmark. */
  void run(Backup backup, Stopwatch watch) throws Exception;

  /** Returns whether its time includes the removal: the bot's sandbox stays for inspection. */
  default boolean removesFirst() {
    return false;
  }
}
