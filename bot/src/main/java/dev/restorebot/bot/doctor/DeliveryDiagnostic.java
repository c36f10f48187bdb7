package dev.restorebot.bot.doctor;

import dev.restorebot.bot.delivery.Outbox;
import dev.restorebot.bot.delivery.jdbc.JdbcOutbox;
import dev.restorebot.engine.state.StateException;
import dev.restorebot.engine.text.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * No message to a chat has been waiting for long.
 *
 * @param state the state database
 */
public record DeliveryDiagnostic(Path state, InstantSource clock) implements DiagnosticCheck {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "delivery";
  }

  @Override
  public Finding examine() {
    if (!Files.exists(state)) {
      return Finding.ok(name(), "No message is waiting.");
    }
    Instant since = clock.instant().minus(LONG);
    try (Outbox outbox = JdbcOutbox.open(state)) {
      List<Outbox.Waiting> late =
          outbox.waiting().stream().filter(each -> each.since().isBefore(since)).toList();
      if (late.isEmpty()) {
        return Finding.ok(name(), "No message is waiting.");
      }
      List<String> channels =
          late.stream()
              .map(each -> each.origin().frontEnd() + " " + each.origin().channel())
              .distinct()
              .toList();
      return Finding.warning(
          name(),
          Counts.of(late.size(), "message")
              + " could not be delivered to "
              + String.join(", ", channels)
              + ", the first since "
              + late.get(0).since()
              + ".",
          "Make the channel accept the bot's messages (not archived, bot invited, permissions of"
              + " docs/slack.md or docs/discord.md). The reason is in the bot's log. Messages are"
              + " kept for 7 days and tried again every hour.");
    } catch (StateException e) {
      return Finding.warning(
          name(), "Not checked: " + e.getMessage() + ".", "Check the state folder.");
    }
  }
}
