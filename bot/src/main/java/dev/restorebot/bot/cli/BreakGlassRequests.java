package dev.restorebot.bot.cli;

import dev.restorebot.bot.cli.DisasterCommand.Who;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.BreakGlass;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.text.Counts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Runs {@code restore-bot disaster request|rollback|delete-old}: what others must approve. */
final class BreakGlassRequests {
  private final RestoreBotCommand parent;
  private final BreakGlassSession session;

  BreakGlassRequests(RestoreBotCommand parent) {
    this.parent = parent;
    this.session = new BreakGlassSession(parent);
  }

  int request(TargetOption target, Path file, Who who, String database, String reason)
      throws SettingsException {
    Settings settings = parent.settingsWithoutChats();
    Optional<String> chosen = target.name(settings, parent.err());
    if (chosen.isEmpty()) {
      return ExitCodes.USAGE;
    }
    String name = chosen.get();
    return session.with(
        bot -> {
          Backup backup = DisasterPlanCommand.backup(settings, bot.backups(), name, file);
          Disaster asked =
              bot.disasters()
                  .of(name)
                  .orElseThrow()
                  .request(
                      backup,
                      database,
                      reason,
                      who.asActor(),
                      ChannelRef.COMMAND_LINE,
                      origin(settings, name),
                      Optional.of(who.secondFactor()));
          asked.plan().lines(Clock.systemUTC().instant()).forEach(parent.out()::println);
          parent.out().println();
          requested(bot, asked);
          if (channel(settings, name).isPresent()) {
            parent
                .out()
                .println(
                    "Or start the bot: then it asks the on-call leads in the approval channel.");
          }
          return ExitCodes.PASSED;
        });
  }

  /** The thread that the bot reports it in, when it is started again. */
  private static String origin(Settings settings, String target) {
    return channel(settings, target)
        .map(channel -> channel.split(":", 2))
        .map(parts -> Origin.fresh(parts[0], parts[1]).write())
        .orElse("cli\n-\n-");
  }

  private static Optional<String> channel(Settings settings, String target) {
    return settings
        .disasters()
        .get(target)
        .approvalChannel()
        .or(() -> settings.approval().channel());
  }

  int rollback(String id, Who who, String reason) throws SettingsException {
    return session.with(
        bot -> {
          if (BreakGlassSession.working(bot, id)) {
            return session.resumeFirst(bot, id);
          }
          Disaster asked =
              bot.disasters()
                  .requestRollback(
                      id,
                      reason,
                      who.asActor(),
                      ChannelRef.COMMAND_LINE,
                      Optional.of(who.secondFactor()));
          DisasterStatus.leftBehind(asked).forEach(parent.out()::println);
          requested(bot, asked);
          return ExitCodes.PASSED;
        });
  }

  int deleteOld(String id, Who who, String reason) throws SettingsException {
    return session.with(
        bot -> {
          Disaster asked =
              bot.disasters()
                  .requestDeletion(
                      id,
                      reason,
                      who.asActor(),
                      ChannelRef.COMMAND_LINE,
                      Optional.of(who.secondFactor()));
          parent.out().println(DisasterStatus.deletion(asked));
          requested(bot, asked);
          return ExitCodes.PASSED;
        });
  }

  /** Prints who must approve it, and how. */
  private void requested(BreakGlass bot, Disaster asked) {
    int needed = bot.disasters().request(asked).map(ApprovalRequest::needed).orElse(1);
    parent
        .out()
        .println(
            "Requested. "
                + Counts.of(needed, "other enrolled lead")
                + " must now run: "
                + parent.pasteable("restore-bot disaster approve " + asked.id())
                + " --as NAME --code");
  }
}
