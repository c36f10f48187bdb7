package dev.restorebot.engine.sandbox.docker;

/**
 * The shell scripts that run inside containers. They are constants; whatever varies is a positional
 * parameter. They run in busybox's shell and in dash. Each but the last begins by saying its
 * process id, which is also that of its process group, by which it can be ended with all its
 * children.
 */
final class Scripts {
  /** Parameters: program and arguments. */
  static final String RUN = "echo $$; exec \"$@\"";

  /** Parameters: program and arguments; standard input: frames, see {@link FramedInput}. */
  static final String RUN_WITH_INPUT =
      """
      echo $$
      while read -r n && [ "$n" -gt 0 ]; do
        dd bs="$n" count=1 iflag=fullblock 2>/dev/null || exit 1
      done | "$@"
      """;

  /**
   * Parameters: file, its folder, a temporary file; standard input: frames. The file appears under
   * its name only after the last frame. Exit code 3: it did not.
   */
  static final String PUT =
      """
      echo $$
      mkdir -p "$2" || exit 3
      while read -r n; do
        if [ "$n" -eq 0 ]; then mv -f "$3" "$1" || exit 3; exit 0; fi
        dd bs="$n" count=1 iflag=fullblock 2>/dev/null || break
      done >"$3"
      rm -f "$3"
      exit 3
      """;

  /** Parameter: a folder. Says what control groups (version 2, 1) count, and what is free. */
  static final String HEALTH =
      """
      echo $$
      cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null
      df -Pk "$1"
      """;

  /** Parameter: a process group. Ended politely, then not. */
  static final String END =
      """
      kill -TERM "-$1" 2>/dev/null
      i=0
      while kill -0 "-$1" 2>/dev/null && [ "$i" -lt 30 ]; do sleep 0.1; i=$((i+1)); done
      kill -KILL "-$1" 2>/dev/null
      exit 0
      """;

  private Scripts() {}
}
