package dev.restorebot.bot.doctor;

import dev.restorebot.engine.evidence.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports are signed. */
public record EvidenceKeyDiagnostic(Path file) implements DiagnosticCheck {
  @Override
  public String name() {
    return "evidence-key";
  }

  @Override
  public Finding examine() throws IOException {
    if (!Files.exists(file)) {
      return Finding.warning(
          name(),
          "There is no key in " + file + ", so reports are not signed.",
          "Create one: run `restore-bot evidence keygen`.");
    }
    SigningKey key = SigningKey.read(file);
    return Finding.ok(name(), "Reports are signed: " + key + ".");
  }
}
