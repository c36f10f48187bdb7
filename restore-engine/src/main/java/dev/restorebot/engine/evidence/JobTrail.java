package dev.restorebot.engine.evidence;

import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.JobEvent;
import dev.restorebot.engine.job.JobListener;
import dev.restorebot.engine.job.Milestone;
import dev.restorebot.engine.task.Progress;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every step of a test restore in the audit log: who asked, cancelled, extended or cleaned
 * up, from where, and what came out. The job's own history is stored before; a step that this log
 * could not take is logged as an error.
 */
public final class JobTrail implements JobListener {
  private static final Logger log = LoggerFactory.getLogger(JobTrail.class);

  private final AuditLog audit;

  /** Writes to that log, which stays its owner's. */
  public JobTrail(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public void changed(Job job, JobEvent event) {
    SortedMap<String, String> detail = new TreeMap<>();
    detail.put("backup", job.backup());
    detail.put("state", job.state().name());
    job.outcome().ifPresent(outcome -> detail.put("outcome", outcome.name()));
    job.reason().map(Problem::code).ifPresent(code -> detail.put("reason", code.code()));
    if (!event.detail().isEmpty()) {
      detail.put("detail", event.detail());
    }
    try {
      audit.append(
          new AuditEvent(
              event.at(),
              event.by(),
              job.origin().lines().limit(2).reduce((a, b) -> a + ":" + b).orElse(""),
              "test." + event.what().toLowerCase(Locale.ROOT).replace('_', '-'),
              job.id(),
              detail));
    } catch (RuntimeException e) {
      log.error("a step of job {} is missing in the audit log: {}", job.id(), event.what(), e);
    }
  }

  @Override
  public void progress(Job job, Progress progress) {}

  @Override
  public void milestone(Job job, Milestone milestone) {}
}
