package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.ReplyCards;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.text.DurationParser;
import dev.restorebot.engine.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /restore extend}: keeps a sandbox longer. */
final class ExtendCommand extends Subcommand {
  /** Time by which the button extends a sandbox. */
  private static final Duration BUTTON = Duration.ofHours(24);

  ExtendCommand() {
    super(
        "extend",
        "JOB TIME",
        "keeps a sandbox longer",
        "extend k3m9x2 2h",
        List.of(
            Parameter.job().mandatory(),
            // It may be written in pieces: 1 day 12 hours.
            Parameter.of("time", "how much longer, such as 90m, 2h or 1d12h").mandatory().words(4)),
        "keep",
        "prolong");
  }

  /**
   * Keeps a sandbox longer.
   *
   * @param by how much longer, more than nothing
   */
  record Extend(String job, Duration by) implements Command {
    @Override
    public Access access() {
      return Access.TESTERS;
    }

    @Override
    public void run(CommandSession session) {
      session.withJob(
          job.toLowerCase(Locale.ROOT),
          found -> {
            Optional<Job> extended =
                session.context().engine().extend(found.id(), by, session.actor());
            if (extended.isPresent()) {
              session.answer(ReplyCards.kept(extended.get(), session.context().clock().instant()));
            } else {
              session.noSandbox(
                  found, "A sandbox can be extended only after its restore is verified.");
            }
          });
    }
  }

  @Override
  Command read(Arguments arguments) {
    Optional<String> time = arguments.rest(1);
    if (time.isEmpty()) {
      return wrong("How much longer?");
    }
    return DurationParser.parse(time.get())
        .<Command>map(by -> new Extend(arguments.first(), by))
        .orElseGet(
            () ->
                wrong(
                    "`"
                        + CommandWords.shown(time.get())
                        + "` is not a time. Write it like `90m`, `2h` or `1d12h`."));
  }

  @Override
  Optional<Command> pressed(Press press) {
    return press.on(Action.EXTEND).map(job -> new Extend(job, BUTTON));
  }
}
