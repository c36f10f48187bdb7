package dev.restorebot.bot.doctor;

import dev.restorebot.bot.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * There are enough on-call leads to approve a disaster restore of a target.
 *
 * @param target the target's name; empty when there is none
 */
public record LeadsDiagnostic(Settings settings, Optional<String> target)
    implements DiagnosticCheck {
  /** Returns a check of each target; without one, a check that says so. */
  public static List<DiagnosticCheck> of(Settings settings) {
    return settings.disasters().isEmpty()
        ? List.of(new LeadsDiagnostic(settings, Optional.empty()))
        : settings.disasters().keySet().stream()
            .<DiagnosticCheck>map(target -> new LeadsDiagnostic(settings, Optional.of(target)))
            .toList();
  }

  @Override
  public String name() {
    return settings.disasters().size() > 1 ? "leads " + target.orElseThrow() : "leads";
  }

  @Override
  public Finding examine() {
    if (target.isEmpty()) {
      return Finding.ok(
          name(), "Not needed: disaster.project is not set, so there are no disaster restores.");
    }
    List<String> own = settings.disasters().get(target.get()).leads();
    List<String> leads = leads(own);
    int needed = settings.approval().needed();
    boolean groups =
        settings.discord().enabled()
            || leads.stream().anyMatch(id -> id.startsWith("S") || id.startsWith("group:"));
    String cure =
        "Name on-call leads or their group in "
            + (own.isEmpty()
                ? "slack.leads, discord.leads or console.leads"
                : "leads of the target " + target.get())
            + ": "
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

  /** The ids of those whose chat is used: the target's own, or else the general ones. */
  private List<String> leads(List<String> own) {
    Stream<String> slack = own.isEmpty() ? settings.slack().leads().stream() : in("slack:", own);
    Stream<String> discord =
        own.isEmpty() ? settings.discord().leads().stream() : in("discord:", own);
    Stream<String> console =
        own.isEmpty() ? settings.console().leads().stream() : in("console:", own);
    return Stream.of(
            settings.slack().enabled() ? slack : Stream.<String>empty(),
            settings.discord().enabled() ? discord : Stream.<String>empty(),
            settings.console().enabled() ? console : Stream.<String>empty())
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  private static Stream<String> in(String chat, List<String> leads) {
    return leads.stream().filter(id -> id.startsWith(chat)).map(id -> id.substring(chat.length()));
  }
}
