package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import java.util.List;
import java.util.stream.Stream;

/** There are enough on-call leads to approve a disaster restore. */
public record LeadsDiagnostic(Settings settings) implements DiagnosticCheck {
  @Override
  public String name() {
    return "leads";
  }

  @Override
  public Finding examine() {
    if (settings.disaster().project().isEmpty()) {
      return Finding.ok(
          name(), "Not needed: disaster.project is not set, so there are no disaster restores.");
    }
    List<String> leads =
        Stream.concat(
                settings.slack().enabled() ? settings.slack().leads().stream() : Stream.empty(),
                settings.discord().enabled() ? settings.discord().leads().stream() : Stream.empty())
            .distinct()
            .toList();
    int needed = settings.approval().needed();
    boolean groups =
        settings.discord().enabled() || leads.stream().anyMatch(id -> id.startsWith("S"));
    String cure =
        "Name on-call leads or their group in slack.leads or discord.leads: "
            + needed
            + " must approve, and the requester does not count.";
    if (leads.isEmpty()) {
      return Finding.broken(name(), "Nobody could approve a disaster restore.", cure);
    }
    if (!groups && leads.size() < needed) {
      return Finding.broken(
          name(),
          leads.size() + " on-call lead is configured, but " + needed + " have to approve.",
          cure);
    }
    if (!groups && leads.size() == needed) {
      return Finding.warning(
          name(),
          "With " + leads.size() + " leads, too few are left to approve when one of them requests.",
          cure);
    }
    return Finding.ok(
        name(),
        leads.size()
            + " are named"
            + (groups ? "; group members are checked when they press a button, not here." : "."));
  }
}
