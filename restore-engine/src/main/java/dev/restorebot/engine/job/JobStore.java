package dev.restorebot.engine.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps jobs and their history across restarts. Thread-safe; every method is one transaction.
 *
 * <p>A failure of the storage itself is an unchecked exception: nothing sensible can go on.
 */
public interface JobStore extends AutoCloseable {
  /** Stores a new job and its first event. Fails when the id exists. */
  Job insert(Job job, JobEvent event);

  /**
   * Stores a newer state of a job and why, if nobody else did meanwhile.
   *
   * @return the job with its new version, or empty when the stored version is not the job's
   */
  Optional<Job> update(Job job, JobEvent event);

  /** The job of that id. */
  Optional<Job> find(String id);

  /** Returns the jobs that have not ended, oldest first, read as by {@link #recent}. */
  Stream<Job> open();

  /**
   * Returns the newest jobs, ended or not, newest first. Each is read when the stream comes to it:
   * the report of a database with many tables has megabytes, so no list of them is ever whole.
   */
  Stream<Job> recent(int limit);

  /**
   * Of every backup that was tested to an end, its newest test; in no order. Of a backup that holds
   * several databases, the worst of the newest tests of each.
   */
  List<Tested> tested();

  /** A job's history, oldest first. */
  List<JobEvent> history(String jobId);

  /** An id of this store that never changes: the owner label of its sandboxes. */
  String owner();

  @Override
  void close();
}
