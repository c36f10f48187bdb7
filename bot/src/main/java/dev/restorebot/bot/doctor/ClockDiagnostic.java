package dev.restorebot.bot.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * This machine's clock is right: as Slack's server has it, in the Date of its answers. Codes of
 * authenticators serve for 30 seconds, and signed requests of Slack for five minutes.
 */
public record ClockDiagnostic(Optional<URI> server, InstantSource clock)
    implements DiagnosticCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration MOST = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding examine() throws IOException {
    if (server.isEmpty()) {
      return Finding.ok(name(), "Not compared: only the time of Slack's server is asked for.");
    }
    Optional<Instant> theirs = ask(server.get());
    if (theirs.isEmpty()) {
      return Finding.warning(
          name(), "Not compared: the chat's server sent no time.", "Look again in a while.");
    }
    Duration off = Duration.between(theirs.get(), clock.instant()).abs();
    return off.compareTo(MOST) <= 0
        ? Finding.ok(name(), "It differs from the chat's server by " + off.toSeconds() + " s.")
        : Finding.broken(
            name(),
            "It differs from the chat's server by " + off.toSeconds() + " s.",
            "Set it, and keep it with chrony or systemd-timesyncd: codes of authenticators and"
                + " signed requests are refused otherwise.");
  }

  private static Optional<Instant> ask(URI server) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(server).timeout(PATIENCE).build();
    try {
      return HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .build()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The question was broken off.", e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
