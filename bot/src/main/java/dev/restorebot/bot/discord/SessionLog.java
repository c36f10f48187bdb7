package dev.restorebot.bot.discord;

import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.CloseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log how the connection stands. */
final class SessionLog extends ListenerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

  private final PatientSessions sessions;

  SessionLog(PatientSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void onReady(ReadyEvent event) {
    connected("Discord is connected");
  }

  @Override
  public void onSessionResume(SessionResumeEvent event) {
    connected("Discord is connected again");
  }

  @Override
  public void onSessionRecreate(SessionRecreateEvent event) {
    connected("Discord is connected again, in a new session");
  }

  @Override
  public void onSessionDisconnect(SessionDisconnectEvent event) {
    LOG.warn("lost the connection to Discord; reconnecting");
  }

  @Override
  public void onShutdown(ShutdownEvent event) {
    CloseCode code = event.getCloseCode();
    if (code != null && !code.isReconnect()) {
      LOG.error("Discord ended the connection for good: {}. {}", code.getMeaning(), advice(code));
    }
  }

  private void connected(String message) {
    sessions.connected();
    LOG.info(message);
  }

  private static String advice(CloseCode code) {
    return code == CloseCode.AUTHENTICATION_FAILED
        ? DiscordErrors.TOKEN
        : "Fix that, then restart the bot.";
  }
}
