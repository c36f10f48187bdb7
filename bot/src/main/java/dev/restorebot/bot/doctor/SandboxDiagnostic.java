package dev.restorebot.bot.doctor;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxProvider;
import java.util.Optional;
import java.util.function.Supplier;

/** A sandbox could be started now: Docker answers, or PostgreSQL is installed. */
public record SandboxDiagnostic(Supplier<SandboxProvider> sandboxes) implements DiagnosticCheck {
  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public Finding examine() throws ProblemException {
    try (SandboxProvider provider = sandboxes.get()) {
      Optional<Problem> inTheWay = provider.unavailable();
      if (inTheWay.isPresent()) {
        return Finding.broken(name(), inTheWay.get());
      }
      int standing = provider.list().size();
      return Finding.ok(
          name(),
          "Sandboxes can be started (runtime: "
              + provider.runtime()
              + "). Running now: "
              + standing
              + ".");
    }
  }
}
