package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.restorebot.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reports that are there. Nothing is verified here. */
public final class EvidenceList {
  private final Revisions revisions;

  /** Of that folder. */
  public EvidenceList(Path folder) {
    this.revisions = new Revisions(folder);
  }

  /**
   * A report's newest revision.
   *
   * @param writtenAt as the report says it
   */
  public record Entry(
      String id,
      int revision,
      String kind,
      String outcome,
      String backup,
      String writtenAt,
      boolean signed) {}

  /** All of them, by id; one that cannot be read says so in its outcome. */
  public List<Entry> all() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String id : revisions.ids()) {
      int newest = revisions.newest(id);
      entries.add(entry(id, newest, revisions.folder(id, newest)));
    }
    return entries;
  }

  private static Entry entry(String id, int revision, Path folder) throws IOException {
    boolean signed = Files.exists(folder.resolve(Revisions.ENVELOPE));
    JsonNode report;
    try {
      report = EvidenceJson.read(Files.readAllBytes(folder.resolve(Revisions.JSON)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return new Entry(id, revision, "?", "UNREADABLE", "?", "?", signed);
    }
    return new Entry(
        id,
        revision,
        PageView.shown(report.path("kind").asText()),
        PageView.shown(report.path("outcome").asText()),
        PageView.shown(report.at("/backup/name").asText()),
        PageView.shown(report.path("writtenAt").asText()),
        signed);
  }

  /** The ids that have a report. */
  public List<String> ids() throws IOException {
    return revisions.ids();
  }

  /**
   * Reads a file of a report's newest revision.
   *
   * @param file one of the report's files, such as {@code report.html}
   * @return empty when there is no such id or file
   */
  public Optional<byte[]> read(String id, String file) throws IOException {
    if (!Revisions.ALL.contains(file) || !revisions.ids().contains(id)) {
      return Optional.empty();
    }
    Path path = revisions.folder(id, revisions.newest(id)).resolve(file);
    return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
  }

  /**
   * Copies all revisions of an id.
   *
   * @param to a folder that must not be there yet
   * @return false when there is no such id
   */
  public boolean export(String id, Path to) throws IOException {
    if (!revisions.ids().contains(id)) {
      return false;
    }
    for (int revision = 1; revision <= revisions.newest(id); revision++) {
      Path target = Revisions.folderIn(to, revision);
      if (Files.exists(target)) {
        throw new java.nio.file.FileAlreadyExistsException(target.toString());
      }
      PrivateFiles.createFolder(target);
      for (String name : Revisions.ALL) {
        Path file = revisions.folder(id, revision).resolve(name);
        if (Files.exists(file)) {
          Files.copy(file, target.resolve(name));
        }
      }
    }
    return true;
  }
}
