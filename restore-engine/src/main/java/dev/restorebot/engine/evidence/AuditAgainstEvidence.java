package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Compares the audit log with the reports. Each report names where the log ended, so a log that was
 * cut or written anew behind that is noticed; the log names each report, so one that was removed or
 * replaced is noticed.
 */
public final class AuditAgainstEvidence {
  private AuditAgainstEvidence() {}

  /**
   * Lists the disagreements, in words; empty when all does.
   *
   * @param folder with a folder for each id
   * @throws IOException when a report cannot be read
   */
  public static List<String> compare(AuditLog audit, Path folder) throws IOException {
    List<String> problems = new ArrayList<>();
    Revisions revisions = new Revisions(folder);
    for (String id : revisions.ids()) {
      for (int revision = 1; revision <= revisions.newest(id); revision++) {
        heads(audit, revisions.folder(id, revision), problems);
      }
    }
    for (WrittenNotes.Note note : WrittenNotes.of(audit)) {
      Path json = revisions.folder(note.id(), note.revision()).resolve(Revisions.JSON);
      if (!Files.exists(json)) {
        problems.add(json + " is missing, but the audit log says that it was written");
      } else if (!DigestUtils.sha256Hex(Files.readAllBytes(json)).equals(note.reportSha256())) {
        problems.add(json + " is not the one that the audit log recorded");
      }
    }
    return problems;
  }

  private static void heads(AuditLog audit, Path folder, List<String> problems) throws IOException {
    Path json = folder.resolve(Revisions.JSON);
    Optional<AuditHead> head = head(json);
    if (head.isEmpty()) {
      problems.add(json + " does not say where the audit log ended");
      return;
    }
    boolean there =
        head.get().equals(AuditHead.EMPTY)
            || audit.entries(head.get().number() - 1, 1).stream()
                .anyMatch(entry -> entry.head().equals(head.get()));
    if (!there) {
      problems.add(
          json
              + " names entry "
              + head.get().number()
              + " of the audit log, which is missing or different in the log: it was cut or"
              + " changed");
    }
  }

  private static Optional<AuditHead> head(Path json) throws IOException {
    try {
      JsonNode audit = EvidenceJson.read(Files.readAllBytes(json)).path("audit");
      return audit.path("hash").isTextual()
          ? Optional.of(new AuditHead(audit.path("number").asLong(), audit.path("hash").asText()))
          : Optional.empty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
