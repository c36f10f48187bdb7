package dev.restorebot.bot.doctor;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.task.RepeatedTask;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks a minute after the start and every day, and tells the channels what is broken before the
 * night it matters; and once, when it is mended.
 */
public final class DailyDiagnostics implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DailyDiagnostics.class);
  private static final Duration EVERY = Duration.ofDays(1);

  /** Whoever starts the bot and types a command at once has the machine to themselves. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final Supplier<Doctor> doctor;
  private final Delivery delivery;
  private final Supplier<List<Origin>> channels;
  private final RepeatedTask watch = new RepeatedTask("doctor-rounds", this::look);
  private boolean wasBroken;

  /**
   * Nothing is looked at before {@link #start}.
   *
   * @param doctor created for each look
   * @param channels where to tell it: a new thread in each channel, each time
   */
  public DailyDiagnostics(
      Supplier<Doctor> doctor, Delivery delivery, Supplier<List<Origin>> channels) {
    this.doctor = doctor;
    this.delivery = delivery;
    this.channels = channels;
  }

  /** Looks in a minute and then every day. */
  public void start() {
    watch.start(FIRST, EVERY);
  }

  void look() {
    List<Finding> found = doctor.get().examine();
    found.stream()
        .filter(each -> each.status() != Finding.Status.OK)
        .forEach(each -> log.warn("{}: {} {}", each.name(), each.what(), each.cure()));
    List<Finding> broken =
        found.stream().filter(each -> each.status() == Finding.Status.BROKEN).toList();
    if (!broken.isEmpty() || wasBroken) {
      Card card = card(broken);
      channels.get().forEach(origin -> delivery.headline(origin, () -> card, true));
    }
    wasBroken = !broken.isEmpty();
  }

  static Card card(List<Finding> broken) {
    if (broken.isEmpty()) {
      return Card.of(Tone.GOOD, "Restores would work again")
          .line("`restore-bot doctor` finds no more problems.")
          .build();
    }
    Card.Builder card =
        Card.of(
            Tone.BAD,
            broken.size() == 1
                ? "A restore would fail: " + broken.get(0).name()
                : "A restore would fail: " + broken.size() + " problems");
    broken.forEach(
        each -> card.line(each.name() + ": " + each.what() + " What to do: " + each.cure()));
    return card.line(
            "Checked after the start and every day. To check now, run `restore-bot doctor`.")
        .build();
  }

  @Override
  public void close() {
    watch.close();
  }
}
