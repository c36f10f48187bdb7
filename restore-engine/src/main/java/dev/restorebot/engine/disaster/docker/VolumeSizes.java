package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseServer;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the volume of a server that does not run, in a container of its image. */
final class VolumeSizes {
  private static final Logger log = LoggerFactory.getLogger(VolumeSizes.class);
  private static final long KIB = 1024;
  private static final String SCRIPT =
      """
      if [ -L "$2/pg_wal" ]; then echo "wal $(readlink "$2/pg_wal")"; fi
      owner=$(stat -c %u "$2" 2>/dev/null)
      if [ -n "$owner" ] && [ "$owner" != "$(id -u postgres)" ]; then
        echo "owner $(stat -c %u:%g "$2")"
      fi
      if [ -d "$1" ]; then du -sk "$1" 2>/dev/null | while read -r k rest; do echo "used $k"; done; fi
      df -Pk / | while read -r fs size used free rest; do echo "free $free"; done
      """;
  private static final String AT = "/restore-bot-volume";

  private final DockerAccess docker;
  private final VolumeTool tool;
  private final DatabaseServer server;

  VolumeSizes(DockerAccess docker, DatabaseServer server) {
    this.docker = docker;
    this.tool = new VolumeTool(docker, server.imageId(), "plan");
    this.server = server;
  }

  /** A volume that is missing or damaged has the size that was remembered. */
  DataVolume of(DataMounts.Found mount, boolean missing, Optional<RememberedTarget> memory)
      throws ProblemException {
    List<String> lines;
    try {
      lines = run(missing ? List.of() : List.of(new VolumeTool.At(mount.volume(), AT, true)));
    } catch (ProblemException e) {
      if (missing) {
        throw e;
      }
      log.warn("the volume {} could not be measured: {}", mount.volume(), e.getMessage());
      lines = run(List.of());
    }
    Optional<String> wal = lines.stream().filter(line -> line.startsWith("wal ")).findFirst();
    if (wal.isPresent()) {
      throw TargetRefusals.outside("its WAL is at " + wal.get().substring("wal ".length()));
    }
    long used = size(lines, "used ");
    long last = memory.map(known -> known.target().volume().bytes()).orElse(0L);
    Optional<String> owner =
        missing
            ? memory.flatMap(known -> known.target().volume().owner())
            : lines.stream()
                .filter(line -> line.startsWith("owner "))
                .map(line -> line.substring("owner ".length()))
                .findFirst();
    long free =
        mount.kind() == DataVolume.Kind.FOLDER
            ? FolderPlace.free(docker, server.imageId(), mount.volume())
            : size(lines, "free ");
    return new DataVolume(
        mount.volume(), mount.key(), Math.max(used, last), free, mount.kind(), owner);
  }

  private List<String> run(List<VolumeTool.At> volumes) throws ProblemException {
    String below = server.pgdata().substring(server.dataMount().length());
    return tool.run(
        "measure the database's volume",
        SCRIPT,
        List.of(AT, AT + below),
        VolumeTool.User.ROOT,
        volumes);
  }

  private static long size(List<String> lines, String what) {
    return lines.stream()
        .filter(line -> line.startsWith(what))
        .map(line -> line.substring(what.length()).strip())
        .filter(number -> number.matches("\\d+"))
        .mapToLong(number -> Long.parseLong(number) * KIB)
        .max()
        .orElse(0);
  }
}
