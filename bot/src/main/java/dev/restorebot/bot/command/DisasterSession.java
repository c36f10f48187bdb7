package dev.restorebot.bot.command;

import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Decision;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.state.Actor;
import java.util.Optional;

/** One command about a disaster restore. */
record DisasterSession(CommandSession session, DisasterTargets disasters) {
  Actor actor() {
    return session.actor();
  }

  ChannelRef place() {
    return new ChannelRef(session.context().chat().name(), "", session.channel());
  }

  /** The channel where the one of that id is approved: this one, except from the console. */
  ChannelRef approvalPlace(String id) {
    return disasters.approvalChannel(id, place()).orElse(place());
  }

  /**
   * Says where to request something about the one of that id: the buttons to approve it are in its
   * thread, and count there only.
   *
   * @param what what is requested
   * @param command the command line's word for it
   * @return empty when this is the place
   */
  Optional<Card> elsewhere(String id, String what, String command) {
    ChannelRef place = approvalPlace(id);
    return disasters
        .find(id)
        .map(restore -> Origin.read(restore.origin()))
        .filter(
            origin ->
                !origin.frontEnd().equals(place.frontEnd())
                    || !origin.channel().equals(place.channel()))
        .map(
            origin ->
                Card.of(Tone.WARN, "Request the " + what + " where the restore was reported")
                    .line("Nothing was requested: it is approved where the restore was reported.")
                    .line(
                        origin.frontEnd().equals(ChannelRef.COMMAND_LINE.frontEnd())
                            ? "What to do: stop the bot, then run `restore-bot disaster "
                                + command
                                + " "
                                + id
                                + " --as NAME --reason WHY --code`."
                            : "What to do: open the restore's thread in "
                                + origin.frontEnd()
                                + " (channel "
                                + origin.channel()
                                + ") and press the button in its first message.")
                    .build());
  }

  /**
   * The seal to vote on: of the button, or of the current request for a person who typed its ID.
   *
   * @param given the seal of the button; empty when it was typed
   */
  String seal(String id, String given) {
    return given.isEmpty()
        ? disasters.find(id).flatMap(disasters::request).map(ApprovalRequest::seal).orElse("")
        : given;
  }

  Vote vote(String seal, Optional<SecondFactorCode> code) {
    return new Vote(actor(), place(), seal, code);
  }

  void answer(Decision decision) {
    String title = decision.accepted() ? "Decision recorded" : "Nothing changed";
    session.answer(
        Card.of(decision.accepted() ? Tone.INFO : Tone.WARN, title).line(decision.words()).build());
  }
}
