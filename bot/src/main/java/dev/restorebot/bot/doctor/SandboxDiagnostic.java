package dev.restorebot.bot.doctor;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A sandbox could be started now: Docker answers, or PostgreSQL is installed.
 *
 * @param owner the name under which this bot's sandboxes are labelled; empty before its first start
 */
public record SandboxDiagnostic(
    Supplier<SandboxProvider> sandboxes, Supplier<Optional<String>> owner)
    implements DiagnosticCheck {
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
      Optional<String> own = owner.get();
      List<SandboxInfo> listed = provider.list();
      List<SandboxInfo> all = listed.stream().filter(each -> !each.isWarm()).toList();
      int warm = listed.size() - all.size();
      long mine = all.stream().filter(each -> own.equals(Optional.of(each.owner()))).count();
      long others = all.size() - mine;
      return Finding.ok(
          name(),
          "Sandboxes can be started (runtime: "
              + provider.runtime()
              + "). Running now: "
              + mine
              + (others == 0 ? "" : ", and " + others + " of other bots or commands")
              + "."
              + (warm == 0 ? "" : " Warm servers, ready for a test: " + warm + ".")
              + prepared(provider));
    }
  }

  /** They only save time, so one that cannot be counted is no fault. */
  private static String prepared(SandboxProvider provider) {
    try {
      return " Prepared data folders: " + provider.prepared() + ".";
    } catch (ProblemException | UncheckedIOException e) {
      return "";
    }
  }
}
