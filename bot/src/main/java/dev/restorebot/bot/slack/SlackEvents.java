package dev.restorebot.bot.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.view.ViewState;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.state.Actor;
import java.util.Map;
import java.util.Optional;

/** Translates Slack's events and hands them on. Every method returns at once. */
final class SlackEvents {
  private final EventDeduplicator gate;
  private final EventExecutor work;
  private final SlackPeople people;
  private final SlackReplies answers;
  private final LongValues values;
  private final SlackHome home;
  private final Inbound inbound;

  SlackEvents(
      EventDeduplicator gate,
      EventExecutor work,
      SlackPeople people,
      SlackReplies answers,
      LongValues values,
      SlackHome home,
      Inbound inbound) {
    this.gate = gate;
    this.work = work;
    this.people = people;
    this.answers = answers;
    this.values = values;
    this.home = home;
    this.inbound = inbound;
  }

  /** Runs a task once; false if too many are waiting. */
  private boolean once(String kind, String id, Runnable task) {
    if (!gate.first(kind, id)) {
      return true;
    }
    boolean taken = work.take(task);
    if (!taken) {
      gate.forget(kind, id);
    }
    return taken;
  }

  /** Hands in a command and returns the immediate answer; empty if there is none. */
  Optional<String> command(SlashCommandPayload command) {
    if (!gate.serves(command.getTeamId(), null)) {
      return Optional.of(
          "This bot belongs to another workspace. Use the bot of your own workspace.");
    }
    SlackResponder.Origin origin =
        new SlackResponder.Origin(
            command.getUserId(),
            command.getChannelId(),
            Optional.empty(),
            Optional.ofNullable(command.getResponseUrl()),
            Optional.ofNullable(command.getTriggerId()));
    String text = command.getText() == null ? "" : command.getText();
    boolean taken =
        once(
            "command",
            command.getTriggerId(),
            () ->
                inbound.command(
                    text,
                    command.getChannelId(),
                    people.actor(command.getUserId(), command.getUserName()),
                    new SlackResponder(answers, origin)));
    return taken
        ? Optional.empty()
        : Optional.of("The bot is busy, and nothing was started. Try again in a minute.");
  }

  void action(BlockActionPayload payload) {
    BlockActionPayload.User user = payload.getUser();
    boolean ours = gate.serves(team(payload), user.getTeamId());
    String channel = payload.getChannel() == null ? user.getId() : payload.getChannel().getId();
    for (BlockActionPayload.Action action : payload.getActions()) {
      String id = action.getActionId();
      if (id != null && id.startsWith(SlackButtons.PREFIX) && id.indexOf('#') > 0) {
        SlackResponder responder = responder(user.getId(), channel, thread(payload), payload);
        once(
            "action",
            payload.getTriggerId() + " " + action.getActionTs() + " " + id,
            () -> {
              String value = action.getValue() == null ? "" : action.getValue();
              if (ours) {
                press(
                    SlackButtons.action(id),
                    value,
                    channel,
                    user.getId(),
                    user.getName(),
                    responder);
              } else {
                Actor foreign = foreign(user.getId(), user.getName(), user.getTeamId());
                inbound.foreign(SlackButtons.action(id), value, channel, foreign, responder);
              }
            });
      }
    }
  }

  void submission(ViewSubmissionPayload payload) {
    ViewSubmissionPayload.User user = payload.getUser();
    Optional<DialogOrigin> origin = DialogOrigin.read(payload.getView().getPrivateMetadata());
    if (origin.isEmpty()) {
      return;
    }
    Map<String, Map<String, ViewState.Value>> state = payload.getView().getState().getValues();
    String chosen =
        state.get(ChoiceView.BLOCK).get(ChoiceView.ACTION).getSelectedOption().getValue();
    if (!gate.serves(team(payload), user.getTeamId())) {
      foreign(payload, origin.get(), chosen);
      return;
    }
    SlackResponder responder =
        responder(payload, origin.get().channel(), origin.get().responseUrl());
    once(
        "view",
        payload.getView().getId() + " " + payload.getView().getHash(),
        () ->
            press(
                origin.get().action(),
                chosen,
                origin.get().channel(),
                user.getId(),
                user.getName(),
                responder));
  }

  void form(ViewSubmissionPayload payload) {
    ViewSubmissionPayload.User user = payload.getUser();
    Optional<DialogOrigin> origin = DialogOrigin.read(payload.getView().getPrivateMetadata());
    if (origin.isEmpty()) {
      return;
    }
    if (!gate.serves(team(payload), user.getTeamId())) {
      foreign(payload, origin.get(), origin.get().value());
      return;
    }
    once(
        "view",
        payload.getView().getId() + " " + payload.getView().getHash(),
        () ->
            inbound.form(
                origin.get().action(),
                origin.get().value(),
                FormView.filled(payload.getView().getState()),
                origin.get().channel(),
                people.actor(user.getId(), user.getName()),
                responder(payload, origin.get().channel(), origin.get().responseUrl())));
  }

  private void foreign(ViewSubmissionPayload payload, DialogOrigin origin, String value) {
    ViewSubmissionPayload.User user = payload.getUser();
    once(
        "view",
        payload.getView().getId() + " " + payload.getView().getHash(),
        () ->
            inbound.foreign(
                origin.action(),
                value,
                origin.channel(),
                foreign(user.getId(), user.getName(), user.getTeamId()),
                responder(payload, origin.channel(), origin.responseUrl())));
  }

  /** Slack is not asked about people of other workspaces: it may not know them here. */
  private static Actor foreign(String user, String name, String team) {
    return new Actor(SlackFrontEnd.NAME + ":" + user, name + " of workspace " + team);
  }

  private SlackResponder responder(
      ViewSubmissionPayload payload, String channel, String responseUrl) {
    return new SlackResponder(
        answers,
        new SlackResponder.Origin(
            payload.getUser().getId(),
            channel,
            Optional.empty(),
            Optional.of(responseUrl).filter(url -> !url.isEmpty()),
            Optional.ofNullable(payload.getTriggerId())));
  }

  void homeOpened(String team, String eventId, AppHomeOpenedEvent event) {
    if ("home".equals(event.getTab()) && gate.serves(team, null)) {
      once(
          "event",
          eventId,
          () ->
              home.show(
                  event.getUser(), inbound.maySee(people.actor(event.getUser(), event.getUser()))));
    }
  }

  private void press(
      Action action,
      String shortened,
      String channel,
      String user,
      String name,
      Inbound.Responder responder) {
    Optional<String> value = values.resolve(shortened);
    if (value.isEmpty()) {
      responder.ephemeral(
          Card.of(Tone.WARN, "This button expired when the bot restarted")
              .line("Run the command again.")
              .build());
      responder.done();
      return;
    }
    inbound.button(action, value.get(), channel, people.actor(user, name), responder);
  }

  private SlackResponder responder(
      String user, String channel, Optional<String> thread, BlockActionPayload payload) {
    return new SlackResponder(
        answers,
        new SlackResponder.Origin(
            user,
            channel,
            thread,
            Optional.ofNullable(payload.getResponseUrl()),
            Optional.ofNullable(payload.getTriggerId())));
  }

  /** The thread that the message is a reply in; a headline with replies is in the channel. */
  private static Optional<String> thread(BlockActionPayload payload) {
    String thread =
        payload.getContainer() != null && payload.getContainer().getThreadTs() != null
            ? payload.getContainer().getThreadTs()
            : payload.getMessage() == null ? null : payload.getMessage().getThreadTs();
    String own = payload.getContainer() == null ? null : payload.getContainer().getMessageTs();
    return Optional.ofNullable(thread).filter(ts -> !ts.equals(own));
  }

  /** Empty for an app that a whole organisation installed, which is none of ours. */
  private static String team(BlockActionPayload payload) {
    return payload.getTeam() == null ? "" : payload.getTeam().getId();
  }

  private static String team(ViewSubmissionPayload payload) {
    return payload.getTeam() == null ? "" : payload.getTeam().getId();
  }
}
