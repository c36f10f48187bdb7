package dev.restorebot.engine.job;

final class MemoryJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore create() {
    return new MemoryJobStore();
  }
}
