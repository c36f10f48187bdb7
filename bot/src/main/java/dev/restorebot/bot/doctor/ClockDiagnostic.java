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
      return Finding.ok(name(), "Not compared: the clock is compared with Slack's server only.");
    }
    Optional<Instant> theirs = ask(server.get());
    if (theirs.isEmpty()) {
      return Finding.warning(
          name(),
          "Not compared: Slack's server sent no time.",
          "Run `restore-bot doctor` again later.");
    }
    Duration off = Duration.between(theirs.get(), clock.instant()).abs();
    return off.compareTo(MOST) <= 0
        ? Finding.ok(name(), "The clock differs from Slack's server by " + off.toSeconds() + " s.")
        : Finding.broken(
            name(),
            "The clock differs from Slack's server by " + off.toSeconds() + " s.",
            "Set the clock, and keep it right with chrony or systemd-timesyncd: otherwise"
                + " authenticator codes and signed requests are refused.");
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
      throw new IOException("The request was interrupted.", e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
