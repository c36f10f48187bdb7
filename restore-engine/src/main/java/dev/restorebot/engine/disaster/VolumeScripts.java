package dev.restorebot.engine.disaster;

/** Shell scripts for containers that work on volumes. Constants; what varies is a parameter. */
public final class VolumeScripts {
  /**
   * Parameters: the old server's data folder, the new one's, and where the new volume is mounted.
   * Takes over the files in which production's own settings lie, so that nothing of how the volume
   * was filled is left behind; then puts everything on the disk and says what state the server is
   * in.
   */
  public static final String FINISH =
      """
      set -eu
      for f in postgresql.conf postgresql.auto.conf pg_hba.conf pg_ident.conf; do
        if [ -f "$1/$f" ]; then cp -p "$1/$f" "$2/$f"; fi
      done
      if [ -d "$1/conf.d" ]; then cp -Rp "$1/conf.d" "$2/"; fi
      rm -rf "$3/restore-bot"
      initdb --sync-only --pgdata="$2" >/dev/null
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
