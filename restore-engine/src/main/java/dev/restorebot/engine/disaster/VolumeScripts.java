package dev.restorebot.engine.disaster;

/** Shell scripts for containers that work on volumes. Constants; what varies is a parameter. */
public final class VolumeScripts {
  /**
   * Parameters: the old server's data folder, the new one's, and where the new volume is mounted.
   * Takes over the files in which production's own settings lie, so that nothing of how the volume
   * was filled is left behind, and what people put beside them, such as certificates and included
   * files, up to 10 MiB each. When the old volume is gone, switches off what needs an included file
   * or a certificate that was there, since no server starts without it. Then puts everything on the
   * disk and says what state the server is in.
   */
  public static final String FINISH =
      """
      set -eu
      for f in postgresql.conf postgresql.auto.conf pg_hba.conf pg_ident.conf; do
        if [ -f "$1/$f" ]; then cp -p "$1/$f" "$2/$f"; fi
      done
      if [ -d "$1" ]; then
        (cd "$1" && find . -maxdepth 1 ! -name .) | while read -r f; do
          f=${f#./}
          case $f in
            pg_* | base | global | log | *.pid | *.opts | *.signal | *.old | *.done | core* | PG_VERSION) ;;
            current_logfiles | backup_label* | backup_manifest | tablespace_map* | lost+found) ;;
            *) if [ ! -e "$2/$f" ] && [ "$(du -sk "$1/$f" | cut -f1)" -le 10240 ]; then
                 cp -RPp "$1/$f" "$2/"
               fi ;;
          esac
        done
      fi
      cd "$2"
      if [ ! -f "$1/postgresql.conf" ]; then
        cert=$(sed -n "s/^ssl_cert_file[ =]*'\\([^']*\\)'.*/\\1/p" postgresql.conf | tail -n 1)
        while IFS= read -r line || [ -n "$line" ]; do
          needs=
          case $line in
            include*) needs=$(printf '%s\\n' "$line" |
              sed -n "s/^include\\(_dir\\)\\{0,1\\}[ =]*'\\([^']*\\)'.*/\\2/p") ;;
            "ssl = on"* | "ssl=on"*) needs=${cert:-server.crt} ;;
          esac
          case $needs in
            "" | /*) ;;
            *) if [ ! -e "$needs" ] && [ ! -L "$needs" ]; then
                 line="# restore-bot: $needs was on the old volume: $line"
               fi ;;
          esac
          printf '%s\\n' "$line"
        done <postgresql.conf >"$3/restore-bot.conf"
        cat "$3/restore-bot.conf" >postgresql.conf
      fi
      rm -rf "$3/restore-bot" "$3/restore-bot.conf"
      if [ "$(id -u)" = 0 ]; then sync; else initdb --sync-only --pgdata="$2" >/dev/null; fi
      LC_ALL=C pg_controldata "$2" | sed -n 's/^Database cluster state: */state /p'
      LC_ALL=C pg_controldata "$2" | sed -n 's/^Data page checksum version: */checksums /p'
      """;

  /**
   * Parameters: owner and mode of the new volume's own folder; empty for those that the old one's
   * has. Then everything is on the disk.
   */
  public static final String OWN =
      """
      set -eu
      owner=$1; mode=$2
      if [ -z "$owner" ]; then
        owner=$(stat -c %u:%g /from); mode=$(stat -c %a /from)
      fi
      chown "$owner" /to
      chmod "$mode" /to
      sync
      """;

  /**
   * Parameter: the user and group that production's server runs as. They get what the server that
   * filled the new volume owns.
   */
  public static final String HAND_OVER =
      """
      set -eu
      find /to -user postgres -exec chown -h "$1" {} +
      sync
      """;

  /**
   * Parameters: a new folder's name, the plan's id, and where the folder above it is mounted. Makes
   * it with a file beside it that says whose it is; prints {@code exists} when the name is taken.
   */
  public static final String MAKE_FOLDER =
      """
      set -eu
      cd "$3"
      if [ -e "$1" ] || [ -L "$1" ] || [ -e ".$1.restore-bot" ]; then echo exists; exit 0; fi
      printf '%s\\n' "$2" >".$1.restore-bot"
      mkdir "$1"
      sync
      """;

  /** Parameters as in {@link #MAKE_FOLDER}. Prints {@code own} when it made that folder. */
  public static final String OWNS_FOLDER =
      """
      set -eu
      cd "$3"
      if [ -d "$1" ] && [ "$(cat ".$1.restore-bot" 2>/dev/null)" = "$2" ]; then echo own; fi
      """;

  /** Parameters as in {@link #MAKE_FOLDER}. Removes what that made; others' folders stay. */
  public static final String REMOVE_FOLDER =
      """
      set -eu
      cd "$3"
      if [ "$(cat ".$1.restore-bot" 2>/dev/null)" = "$2" ]; then
        rm -rf "./$1"
        rm -f ".$1.restore-bot"
        sync
      fi
      """;

  /** Parameters as in {@link #MAKE_FOLDER}. Deletes the folder, whoever made it. */
  public static final String DELETE_FOLDER =
      """
      set -eu
      cd "$3"
      if [ -L "$1" ]; then echo "$1 is a symbolic link" >&2; exit 1; fi
      rm -rf "./$1"
      rm -f ".$1.restore-bot"
      sync
      """;

  /** Counts a volume's files and their bytes; what has several names counts once in bytes. */
  public static final String COUNT =
      """
      set -eu
      cd /volume
      find . -type f -exec stat -c '%h %i %s' {} + | awk '
        { n++; if ($1 == 1 || !($2 in seen)) s += $3; if ($1 > 1) seen[$2] = 1 }
        END { printf "%.0f files %.0f bytes\\n", n, s }'
      """;

  private VolumeScripts() {}

  /** The data folder's path below its mount, empty when it is the mount itself. */
  public static String below(DatabaseServer server) {
    return server.pgdata().substring(server.dataMount().length());
  }
}
