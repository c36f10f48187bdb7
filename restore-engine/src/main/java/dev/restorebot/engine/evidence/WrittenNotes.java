package dev.restorebot.engine.evidence;

import dev.restorebot.engine.audit.AuditEntry;
import dev.restorebot.engine.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;

/** Reads which reports the audit log says were written. */
final class WrittenNotes {
  private WrittenNotes() {}

  /** A revision of an id. */
  record Note(String id, int revision, String reportSha256) {
    String key() {
      return id + " " + revision;
    }
  }

  static List<Note> of(AuditLog audit) {
    List<Note> notes = new ArrayList<>();
    long after = 0;
    for (List<AuditEntry> page = audit.entries(after, 500);
        !page.isEmpty();
        page = audit.entries(after, 500)) {
      page.stream()
          .map(AuditEntry::event)
          .filter(event -> event.what().equals(Evidence.WRITTEN))
          .forEach(
              event ->
                  notes.add(
                      new Note(
                          event.subject(),
                          Integer.parseInt(event.detail().getOrDefault("revision", "0")),
                          event.detail().getOrDefault("report-sha256", ""))));
      after = page.get(page.size() - 1).number();
    }
    return notes;
  }
}
