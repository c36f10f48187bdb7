package dev.restorebot.benchmark;

import dev.restorebot.engine.sandbox.server.ServerTuning;
import java.io.IOException;
import java.util.List;

/**
 * The least that PostgreSQL's own tools need: a server with the settings of our sandboxes, asked
 * ten times a second, the backup mounted, pg_restore in parallel or psql in one transaction, and
 * nothing verified but a count of tables.
 */
final class Floor implements Way {
  private static final long MEMORY = 2L << 30;

  private final String image;
  private final int cpus = Runtime.getRuntime().availableProcessors();

  Floor(String image) {
    this.image = image;
  }

  @Override
  public void run(Backup backup, Stopwatch watch) throws IOException, InterruptedException {
    watch.start();
    List<String> settings =
        ServerTuning.settings(MEMORY, cpus).entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .toList();
    List<String> options =
        List.of(
            "-e",
            "POSTGRES_INITDB_ARGS=--no-sync",
            "--shm-size",
            "1g",
            "-v",
            backup.file() + ":/backup:ro");
    Container server = Container.start(image, "restored", options, settings);
    try {
      server.await();
      watch.lap("start");
      String to = " --no-owner --no-privileges -U postgres -d restored ";
      var unused =
          server.run(
              backup.sql()
                  ? "gunzip -c /backup | psql -q -1 -U postgres -d restored -o /dev/null"
                  : "pg_restore -j " + cpus + to + "/backup");
      watch.lap("restore");
      server.countTables("restored");
      watch.lap("count the tables");
      watch.verified();
    } finally {
      server.remove();
      watch.lap("remove");
    }
    watch.removed();
  }
}
