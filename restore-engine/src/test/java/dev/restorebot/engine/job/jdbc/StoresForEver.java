package dev.restorebot.engine.job.jdbc;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Jobs;
import java.nio.file.Path;

/** A program that stores jobs and says so, until it is killed. */
final class StoresForEver {
  private StoresForEver() {}

  public static void main(String[] arguments) {
    JdbcJobStore store = JdbcJobStore.open(Path.of(arguments[0]));
    for (int i = 0; ; i++) {
      Job job = Jobs.queued("job" + i);
      store.insert(job, Jobs.event(job));
      System.out.println(job.id());
    }
  }
}
