package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.audit.AuditEvent;
import dev.restorebot.engine.audit.AuditHead;
import dev.restorebot.engine.audit.AuditLog;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Writes reports: {@code report.json}, {@code report.md}, {@code report.html} and, with a key, the
 * signed {@code report.dsse.json}. What is written is never changed; more about the same id becomes
 * a higher revision, which names the one before by its hash. Each is noted in the audit log, and
 * says where that log ended when it was written.
 *
 * <p>Thread-safe; one process at a time writes to a folder.
 */
public final class Evidence {
  /** The audit log's name for a report that was written. */
  public static final String WRITTEN = "evidence.written";

  private final Revisions revisions;
  private final Optional<SigningKey> key;
  private final ZoneId zone;
  private final AuditLog audit;
  private final InstantSource clock;

  /**
   * Writes to that folder.
   *
   * @param key signs; without it reports are unsigned and say so
   * @param zone the zone of the times in the pages for people
   * @param audit stays its owner's
   */
  public Evidence(
      Path folder, Optional<SigningKey> key, ZoneId zone, AuditLog audit, InstantSource clock) {
    this.revisions = new Revisions(folder);
    this.zone = zone;
    this.key = key;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns whether there is a report of that id. */
  public boolean has(String id) {
    return revisions.newest(id) > 0;
  }

  /** Returns whether the newest report of that id is of that kind. */
  public boolean has(String id, String kind) throws IOException {
    int newest = revisions.newest(id);
    return newest > 0
        && EvidenceJson.read(
                Files.readAllBytes(revisions.folder(id, newest).resolve(Revisions.JSON)))
            .path("kind")
            .asText()
            .equals(kind);
  }

  /**
   * Writes the next revision of the subject's id.
   *
   * @throws IOException when it could not be written; then nothing of it is there
   */
  public synchronized WrittenReport write(Subject subject) throws IOException {
    int before = revisions.newest(subject.id());
    Optional<EvidenceReport.Previous> previous =
        before == 0
            ? Optional.empty()
            : Optional.of(new EvidenceReport.Previous(before, hash(subject.id(), before)));
    AuditHead end = audit.head();
    JsonNode report = EvidenceJson.tree(report(subject, before + 1, previous, end));
    Map<String, byte[]> files = files(report);
    Path folder = revisions.put(subject.id(), before + 1, files);
    WrittenReport written =
        new WrittenReport(
            subject.id(),
            before + 1,
            folder,
            DigestUtils.sha256Hex(files.get(Revisions.JSON)),
            key.isPresent(),
            end);
    note(written, Map.of());
    return written;
  }

  private String hash(String id, int revision) throws IOException {
    return DigestUtils.sha256Hex(
        Files.readAllBytes(revisions.folder(id, revision).resolve(Revisions.JSON)));
  }

  private Map<String, byte[]> files(JsonNode report) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(Revisions.JSON, EvidenceJson.pretty(report));
    files.put(Revisions.MARKDOWN, ReportPages.markdown(report));
    files.put(Revisions.HTML, ReportPages.html(report));
    key.ifPresent(
        signing -> {
          Map<String, String> digests = new LinkedHashMap<>();
          files.forEach((name, bytes) -> digests.put(name, DigestUtils.sha256Hex(bytes)));
          files.put(
              Revisions.ENVELOPE, Envelope.sign(Statement.of(report, digests), signing).json());
        });
    return files;
  }

  private EvidenceReport report(
      Subject subject, int revision, Optional<EvidenceReport.Previous> previous, AuditHead head) {
    return new EvidenceReport(
        EvidenceReport.SCHEMA,
        revision,
        previous,
        clock.instant(),
        Optional.of(zone).filter(each -> !each.normalized().equals(ZoneOffset.UTC)),
        subject,
        ChecksMade.of(subject),
        new EvidenceReport.Audit(head.number(), head.hash()),
        Controls.of(subject),
        signing());
  }

  private EvidenceReport.Signing signing() {
    return key.map(
            signing -> {
              String id = PublicKeyFile.id(signing.publicKey());
              return new EvidenceReport.Signing(
                  true,
                  Optional.of(id),
                  "in report.dsse.json beside this file, by Ed25519 key " + id);
            })
        .orElseGet(
            () ->
                new EvidenceReport.Signing(
                    false,
                    Optional.empty(),
                    "There was no signing key, so nothing proves that this report is unchanged."
                        + " Run `restore-bot evidence keygen` to create a key."));
  }

  /** Notes reports that a process wrote which died before it could. Done at start. */
  public synchronized void noteForgotten() throws IOException {
    List<String> noted = WrittenNotes.of(audit).stream().map(WrittenNotes.Note::key).toList();
    for (String id : revisions.ids()) {
      for (int revision = 1; revision <= revisions.newest(id); revision++) {
        Path folder = revisions.folder(id, revision);
        WrittenReport found =
            new WrittenReport(
                id,
                revision,
                folder,
                hash(id, revision),
                Files.exists(folder.resolve(Revisions.ENVELOPE)),
                AuditHead.EMPTY);
        if (!noted.contains(new WrittenNotes.Note(id, revision, "").key())) {
          note(found, Map.of("late", "found at start; its process died before noting it"));
        }
      }
    }
  }

  private void note(WrittenReport written, Map<String, String> more) {
    Map<String, String> detail = new LinkedHashMap<>(more);
    detail.put("revision", Integer.toString(written.revision()));
    detail.put("report-sha256", written.reportSha256());
    detail.put("signed", Boolean.toString(written.signed()));
    audit.append(
        new AuditEvent(clock.instant(), Actor.BOT, "evidence", WRITTEN, written.id(), detail));
  }
}
