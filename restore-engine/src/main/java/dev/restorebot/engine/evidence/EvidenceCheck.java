package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Verifies evidence with nothing but its files and the public key. */
public final class EvidenceCheck {
  private final PublicKey key;
  private final List<String> about = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private EvidenceCheck(PublicKey key) {
    this.key = key;
  }

  /**
   * Verifies the evidence of an id, all revisions that are there.
   *
   * @param path the folder of an id or of a revision, or an envelope; of files that are not beside
   *     an envelope given alone nothing is said
   */
  public static EvidenceVerdict verify(Path path, PublicKey key) throws IOException {
    EvidenceCheck check = new EvidenceCheck(key);
    if (Files.isDirectory(path)) {
      check.folder(path);
    } else {
      check.revision(path.toAbsolutePath().getParent(), path, false);
    }
    return new EvidenceVerdict(check.about, check.problems, check.notes);
  }

  private void folder(Path folder) throws IOException {
    JsonNode before = null;
    String beforeHash = "";
    int newest = Revisions.newestIn(folder);
    for (int revision = 1; revision <= newest; revision++) {
      Path each = Revisions.folderIn(folder, revision);
      Optional<JsonNode> report = revision(each, each.resolve(Revisions.ENVELOPE), true);
      if (report.isPresent() && before != null) {
        follows(each, report.get(), before, beforeHash);
      }
      before = report.orElse(null);
      Path json = each.resolve(Revisions.JSON);
      beforeHash = Files.exists(json) ? DigestUtils.sha256Hex(Files.readAllBytes(json)) : "";
    }
  }

  private void follows(Path folder, JsonNode report, JsonNode before, String beforeHash) {
    if (report.path("revision").asInt() != before.path("revision").asInt() + 1
        || !report.path("id").equals(before.path("id"))) {
      problems.add(folder + ": is not the revision after the one before it");
    } else if (!report.at("/previous/reportSha256").asText().equals(beforeHash)) {
      problems.add(folder + ": field /previous names another report.json than the one before it");
    }
  }

  /** The report as signed, if that could be established. */
  private Optional<JsonNode> revision(Path folder, Path envelopeFile, boolean all)
      throws IOException {
    if (!Files.exists(envelopeFile)) {
      problems.add(envelopeFile + " is missing: the report is not signed, and nothing proves it");
      return Optional.empty();
    }
    Optional<byte[]> payload = new EnvelopeCheck(folder, envelopeFile, key).payload(problems::add);
    if (payload.isEmpty()) {
      return Optional.empty();
    }
    JsonNode statement = EvidenceJson.read(payload.get());
    JsonNode report = statement.path("predicate");
    if (!statement.path("_type").asText().equals(Statement.TYPE)
        || !statement.path("predicateType").asText().equals(Statement.PREDICATE)) {
      problems.add(envelopeFile + ": is signed, but is not evidence from restore-bot");
      return Optional.empty();
    }
    about.add(words(report));
    for (String name : Revisions.SIGNED) {
      file(folder.resolve(name), Statement.digestOf(statement, name), report, all);
    }
    return Optional.of(report);
  }

  private static String words(JsonNode report) {
    return PageView.shown(
        report.path("kind").asText()
            + " "
            + report.path("id").asText()
            + ", revision "
            + report.path("revision").asInt()
            + ": "
            + report.path("outcome").asText()
            + " ("
            + report.path("state").asText()
            + "), "
            + report.at("/backup/name").asText()
            + ", SHA-256 "
            + report.at("/backup/sha256").asText("not known")
            + ", ended "
            + report.path("endedAt").asText()
            + "; audit log at entry "
            + report.at("/audit/number").asLong());
  }

  private void file(Path file, String signed, JsonNode report, boolean all) throws IOException {
    if (!Files.exists(file)) {
      (all ? problems : notes).add(file + " is missing" + (all ? "" : ": not compared"));
      return;
    }
    byte[] found = Files.readAllBytes(file);
    if (!DigestUtils.sha256Hex(found).equals(signed)) {
      problems.add(file + " is not as it was signed" + where(file, found, signed, report));
    }
  }

  private static String where(Path file, byte[] found, String signed, JsonNode report) {
    byte[] expected = SignedFile.of(file.getFileName().toString(), report);
    if (!DigestUtils.sha256Hex(expected).equals(signed)) {
      return "; another version of restore-bot wrote it, so the place is unknown";
    }
    String field = "";
    if (file.endsWith(Revisions.JSON)) {
      try {
        field =
            Differences.field(report, EvidenceJson.read(found))
                .map(pointer -> ", field " + pointer)
                .orElse(", in its layout");
      } catch (IOException e) {
        field = ", which is no longer valid JSON";
      }
    }
    return ": it differs " + Differences.bytes(expected, found).orElse("") + field;
  }
}
