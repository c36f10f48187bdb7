package dev.restorebot.bot.cli;

import dev.restorebot.bot.cli.DisasterCommand.Who;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.HandWork;

/** Runs {@code restore-bot disaster approve|deny|go|…}: what leads decide, each with a code. */
final class BreakGlassDecisions {
  private final RestoreBotCommand parent;
  private final BreakGlassSession session;

  BreakGlassDecisions(RestoreBotCommand parent) {
    this.parent = parent;
    this.session = new BreakGlassSession(parent);
  }

  int resume(String id) throws SettingsException {
    return session.with(
        bot -> {
          if (bot.disasters().resume(id)) {
            return session.ended(bot.await(id));
          }
          parent.err().println("There is nothing to resume.");
          boolean unused = session.shown(bot, id, parent.err());
          return ExitCodes.USAGE;
        });
  }

  int cancel(String id, Who who) throws SettingsException {
    return session.with(
        bot -> {
          boolean working = BreakGlassSession.working(bot, id);
          Decision decision = bot.disasters().cancel(id, bot.vote(id, who.actor(), who.code()));
          if (!decision.accepted()) {
            return session.refused(bot, id, decision);
          }
          if (working) {
            // It undoes what the earlier process did.
            boolean unused = bot.disasters().resume(id);
          }
          parent.out().println(decision.words());
          return session.ended(bot.await(id));
        });
  }

  int approve(String id, Who who) throws SettingsException {
    return session.with(
        bot -> {
          if (BreakGlassSession.working(bot, id)) {
            return session.resumeFirst(bot, id);
          }
          Decision decision = bot.disasters().approve(id, bot.vote(id, who.actor(), who.code()));
          if (!decision.accepted()) {
            return session.refused(bot, id, decision);
          }
          return decision.approved() ? session.ended(bot.await(id)) : told(decision);
        });
  }

  int deny(String id, Who who, String reason) throws SettingsException {
    return session.with(
        bot -> {
          Decision decision =
              bot.disasters().deny(id, bot.vote(id, who.actor(), who.code()), reason);
          return decision.accepted() ? told(decision) : session.refused(bot, id, decision);
        });
  }

  int go(String id, Who who) throws SettingsException {
    return decided(id, who, DisasterTargets::go);
  }

  int abandon(String id, Who who) throws SettingsException {
    return decided(id, who, DisasterTargets::abandon);
  }

  int look(String id, Who who) throws SettingsException {
    return decided(id, who, DisasterTargets::look);
  }

  int keep(String id, Who who) throws SettingsException {
    return decided(id, who, DisasterTargets::keep);
  }

  int confirm(String id, Who who, HandWork.Task task) throws SettingsException {
    return decided(id, who, (all, what, vote) -> all.confirm(what, vote, task));
  }

  int startHeld(String id, Who who) throws SettingsException {
    return session.with(
        bot -> {
          Decision decision = bot.disasters().startHeld(id, bot.vote(id, who.actor(), who.code()));
          return decision.accepted()
              ? session.ended(bot.await(id))
              : session.refused(bot, id, decision);
        });
  }

  private int decided(String id, Who who, Decided decided) throws SettingsException {
    return session.with(
        bot -> {
          if (BreakGlassSession.working(bot, id)) {
            return session.resumeFirst(bot, id);
          }
          if (bot.disasters().find(id).filter(each -> !each.state().awaitsLead()).isPresent()) {
            parent.err().println("It does not wait for a lead's decision.");
            boolean unused = session.shown(bot, id, parent.err());
            return ExitCodes.USAGE;
          }
          Decision decision =
              decided.decide(bot.disasters(), id, bot.vote(id, who.actor(), who.code()));
          return decision.accepted()
              ? session.ended(bot.await(id))
              : session.refused(bot, id, decision);
        });
  }

  private interface Decided {
    Decision decide(DisasterTargets disasters, String id, Vote vote);
  }

  private int told(Decision decision) {
    parent.out().println(decision.words());
    return ExitCodes.PASSED;
  }
}
