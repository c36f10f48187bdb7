package dev.restorebot.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Restores as teams do today, with the docker command. */
final class ByHand implements Way {
  private static final int SLEEP_SECONDS = 5;
  private static final int TRIES = 60;

  private final String image;

  ByHand(String image) {
    this.image = image;
  }

  @Override
  public void run(Backup backup, Stopwatch watch) throws IOException, InterruptedException {
    watch.start();
    Container server = Container.start(image, "restored", List.of(), List.of());
    try {
      watch.lap("docker run");
      TimeUnit.SECONDS.sleep(SLEEP_SECONDS);
      watch.lap("sleep 5");
      awaitServer(server);
      watch.lap("pg_isready");
      server.pipe(
          backup.read(),
          backup.sql()
              ? "psql -q -U postgres -d restored -o /dev/null"
              : "pg_restore --clean --if-exists --no-owner --no-privileges -U postgres -d"
                  + " restored");
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

  /** Asks over TCP: the server that the image runs for a moment has only the Unix socket. */
  private static void awaitServer(Container server) throws IOException, InterruptedException {
    for (int i = 0; !server.succeeds("pg_isready -q -h 127.0.0.1"); i++) {
      if (i == TRIES) {
        throw new IOException("the server does not come up");
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
