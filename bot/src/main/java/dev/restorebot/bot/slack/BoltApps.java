package dev.restorebot.bot.slack;

import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.model.event.AppHomeOpenedEvent;
import java.util.List;
import java.util.regex.Pattern;

/** Bolt, set up to acknowledge at once and to hand on to {@link SlackEvents}. */
final class BoltApps {
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  private BoltApps() {}

  static App of(Slack slack, SlackEvents events) {
    AppConfig config = AppConfig.builder().slack(slack).allEventsApiAutoAckEnabled(true).build();
    // Bolt's own middleware would call auth.test for each event before it is acknowledged.
    App app = new App(config, List.of());
    app.command(
        ANY,
        (request, context) ->
            events.command(request.getPayload()).map(context::ack).orElseGet(context::ack));
    app.blockAction(
        ANY,
        (request, context) -> {
          events.action(request.getPayload());
          return context.ack();
        });
    app.viewSubmission(
        ChoiceView.CALLBACK,
        (request, context) -> {
          events.submission(request.getPayload());
          return context.ack();
        });
    app.viewSubmission(
        FormView.CALLBACK,
        (request, context) -> {
          events.form(request.getPayload());
          return context.ack();
        });
    app.event(
        AppHomeOpenedEvent.class,
        (payload, context) -> {
          events.homeOpened(payload.getTeamId(), payload.getEventId(), payload.getEvent());
          return context.ack();
        });
    return app;
  }
}
