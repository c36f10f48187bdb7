package dev.restorebot.engine.sandbox.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Server settings for a database that nobody will miss: nothing is made durable, so loading is as
 * fast as the machine allows.
 *
 * <p>Memory, for a limit M and C processors: shared_buffers is M/4 (at most 8 GB);
 * maintenance_work_mem is M/4C (32 MB to 1 GB), so that C parallel index builds take M/4 together;
 * work_mem is M/16C (4 to 64 MB). The other half of M is left to the file cache, which a
 * container's limit counts too.
 */
public final class ServerTuning {
  private static final long MB = 1024 * 1024;

  private ServerTuning() {}

  /** The settings, by name. */
  public static Map<String, String> settings(long memoryBytes, int cpus) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("fsync", "off");
    all.put("full_page_writes", "off");
    all.put("synchronous_commit", "off");
    all.put("wal_level", "minimal");
    all.put("max_wal_senders", "0");
    all.put("max_wal_size", "16GB");
    all.put("checkpoint_timeout", "1h");
    all.put("archive_mode", "off");
    all.put("autovacuum", "off");
    all.put("jit", "off");
    all.put("lc_messages", "C");
    all.put("shared_buffers", megabytes(memoryBytes / 4, 32, 8192));
    all.put("effective_cache_size", megabytes(memoryBytes / 2, 64, 1024 * 1024));
    all.put("maintenance_work_mem", megabytes(memoryBytes / (4L * cpus), 32, 1024));
    all.put("work_mem", megabytes(memoryBytes / (16L * cpus), 4, 64));
    all.put("max_parallel_maintenance_workers", String.valueOf(Math.min(4, cpus - 1)));
    all.put("max_parallel_workers", String.valueOf(cpus));
    all.put("max_connections", String.valueOf(20 + 4 * cpus));
    return all;
  }

  private static String megabytes(long bytes, long least, long most) {
    return Math.max(least, Math.min(most, bytes / MB)) + "MB";
  }
}
