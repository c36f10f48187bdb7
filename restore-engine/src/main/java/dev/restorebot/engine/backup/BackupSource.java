package dev.restorebot.engine.backup;

import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;

public interface BackupSource {
  List<Backup> list() throws ProblemException;
}
