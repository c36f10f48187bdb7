package dev.restorebot.engine.job.jdbc;

import dev.restorebot.engine.job.JobStore;
import dev.restorebot.engine.job.JobStoreContract;

final class InMemoryJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore create() {
    return JdbcJobStore.inMemory();
  }
}
