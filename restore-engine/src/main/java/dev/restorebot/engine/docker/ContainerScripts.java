package dev.restorebot.engine.docker;

/**
 * The shell scripts that run inside containers. They are constants; everything that varies is a
 * positional parameter. They run in busybox's shell and in dash. Those that run programs begin by
 * saying their process id, which is also that of their process group, by which they can be ended
 * with all their children.
 */
public final class ContainerScripts {
  /** Parameters: program and arguments. */
  public static final String RUN = "echo $$; exec \"$@\"";

  /** Parameters: a file or folder to remove at the end; program and arguments. */
  public static final String RUN_AND_DELETE =
      """
      echo $$
      file=$1
      shift
      "$@"
      code=$?
      rm -rf "$file"
      exit $code
      """;

  /** Parameters: program and arguments; standard input: frames, see {@link FramedInput}. */
  public static final String RUN_WITH_INPUT =
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
  public static final String PUT =
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

  /** Parameter: a folder. Says what is free under it, as df has it, and what it takes, in KiB. */
  static final String DISK =
      """
      echo $$
      echo "free $(df -Pk "$1" | tail -n 1)"
      echo "used $(du -sk "$1" 2>/dev/null)"
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

  public static final int NOT_WRITABLE = 93;

  /** A function that says how many files, and how many bytes, are in a folder. */
  private static final String CONTENT =
      """
      content() {
        find "$1" -type f -exec ls -ln {} + | awk '{ files++; bytes += $5 } END { print files, bytes }'
      }
      """;

  /**
   * The container's first program. Parameters: the image's own entrypoint and its arguments.
   *
   * <p>Makes the server's files, so that the entrypoint finds them and starts the server at once.
   * By itself it would start a server for its set-up first, stop it and start another. An image
   * with a set-up of its own ({@code /docker-entrypoint-initdb.d}) does all of it as ever. The
   * files are a copy of those that {@link #PREPARE} made, where there are any.
   *
   * <p>Exit code {@value #NOT_WRITABLE}: the server's user may not write where its data belong.
   */
  public static final String INITIALISE =
      CONTENT
          + """
          copied() {
            [ -s "$RESTORE_BOT_PREPARED.content" ] && rmdir "$PGDATA" &&
              cp -Rp "$RESTORE_BOT_PREPARED" "$PGDATA" &&
              [ "$(content "$PGDATA")" = "$(cat "$RESTORE_BOT_PREPARED.content")" ] &&
              printf "ALTER ROLE postgres PASSWORD '%s'\\n" "$RESTORE_BOT_VERIFIER" |
              postgres --single -c exit_on_error=true -c fsync=off -D "$PGDATA" postgres >/dev/null
          }
          mkdir -p "$PGDATA" || exit 93
          if [ ! -s "$PGDATA/PG_VERSION" ] && command -v initdb >/dev/null &&
            [ -z "$(ls -A /docker-entrypoint-initdb.d 2>/dev/null)" ]
          then
            if ! copied; then
              rm -rf "$PGDATA"
              printf '%s\\n' "$RESTORE_BOT_VERIFIER" | initdb --username=postgres --pwfile=/dev/stdin \\
                --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS --pgdata="$PGDATA" || exit
            fi
            echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
          fi
          exec "$@"
          """;

  /**
   * Makes the server's files once, without a password, to be copied later. They are on the disk
   * when it ends with 0; otherwise they are of no use. What an earlier one left is removed: a
   * volume that a sandbox still has could not be.
   */
  public static final String PREPARE =
      CONTENT
          + """
          rm -rf "$PGDATA" "$PGDATA.content"
          [ -z "$(ls -A /docker-entrypoint-initdb.d 2>/dev/null)" ] &&
            initdb --username=postgres --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS \\
              --pgdata="$PGDATA" && content "$PGDATA" >"$PGDATA.content"
          """;

  private ContainerScripts() {}
}
