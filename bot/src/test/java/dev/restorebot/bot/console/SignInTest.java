package dev.restorebot.bot.console;

import static dev.restorebot.bot.console.ConsoleChatDriver.CHANNEL;
import static dev.restorebot.bot.console.ConsoleChatDriver.PEOPLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.bot.oidc.FakeProvider;
import dev.restorebot.bot.oidc.OidcOptions;
import dev.restorebot.bot.testing.RecordingInbound;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.state.StateDatabase;
import dev.restorebot.engine.testing.Eventually;
import dev.restorebot.engine.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Sign-in to the console over HTTP, with a provider that speaks the real protocol. */
class SignInTest {
  private static final Duration LIFETIME = Duration.ofHours(8);

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final List<String> allowed = new CopyOnWriteArrayList<>(List.of("group:staff"));
  private final RecordingInbound inbound = new RecordingInbound();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakeProvider provider;
  private StateDatabase database;
  private ConsoleFrontEnd console;

  @BeforeEach
  void start() throws Exception {
    log.start();
    root().addAppender(log);
    provider =
        new FakeProvider()
            .with("asha", "staff")
            .with("ben", "staff", "leads")
            .with("eve", "marketing");
    database = StateDatabase.open(folder.resolve("state.db"));
    console = console(0, Optional.empty());
    console.start(inbound);
  }

  @AfterEach
  void stop() {
    console.close();
    database.close();
    provider.close();
    root().detachAppender(log);
  }

  private static Logger root() {
    return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private ConsoleFrontEnd console(int port, Optional<URI> publicUrl) {
    return new ConsoleFrontEnd(
        new ConsoleOptions(
            "127.0.0.1",
            port,
            database,
            List.of(CHANNEL),
            PEOPLE,
            false,
            Optional.of(
                new ConsoleSignIn(
                    new OidcOptions(
                        provider.issuer(),
                        FakeProvider.CLIENT,
                        Optional.of(FakeProvider.SECRET),
                        List.of("profile"),
                        "groups"),
                    publicUrl,
                    () -> allowed,
                    LIFETIME))),
        text -> List.of(),
        Optional::empty,
        now::get);
  }

  private Actor actor(String person) {
    return new Actor("console:" + provider.id(person), person);
  }

  /** A browser: keeps cookies, and shows where it was sent. */
  private final class Browser {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final List<String> set = new ArrayList<>();

    HttpResponse<String> get(URI address) throws Exception {
      return send(HttpRequest.newBuilder(address));
    }

    HttpResponse<String> get(String path) throws Exception {
      return get(console.url().resolve(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      if (!cookies.isEmpty()) {
        request.header("Cookie", header());
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      for (String cookie : answer.headers().allValues("Set-Cookie")) {
        set.add(cookie);
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
      return answer;
    }

    String header() {
      return cookies.entrySet().stream()
          .map(each -> each.getKey() + "=" + each.getValue())
          .collect(Collectors.joining("; "));
    }

    /** Goes to the provider, signs in there, and returns the address to which it is sent back. */
    URI atProvider(String person) throws Exception {
      return atProvider(person, "sign-in");
    }

    URI atProvider(String person, String begin) throws Exception {
      String address = to(get(begin)).toString();
      return to(get(URI.create(address.replace("/authorize?", "/as?person=" + person + "&"))));
    }

    HttpResponse<String> signIn(String person) throws Exception {
      return get(atProvider(person));
    }

    String token() throws Exception {
      return ConsoleClient.json(get(state())).path("token").asText();
    }

    HttpResponse<String> post(String path, Map<String, String> body, String... headers)
        throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(console.url().resolve(path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(CardJson.write(body)));
      return send(headers.length == 0 ? request : request.headers(headers));
    }
  }

  private static URI to(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private URI state() {
    return state("ben");
  }

  private URI state(String person) {
    return console.url().resolve("api/state?channel=" + CHANNEL + "&person=" + provider.id(person));
  }

  @Test
  void actsAsTheSubjectOfTheProviderAndShowsTheName() throws Exception {
    Browser ben = new Browser();
    assertThat(ben.get("").body()).contains("href=\"/sign-in\"").doesNotContain("app.js");
    assertThat(to(ben.signIn("ben"))).hasPath("/");
    assertThat(ben.get("").body()).contains("app.js");
    assertThat(ben.get("api/who").body())
        .contains("\"name\":\"Ben\"", provider.id("ben"))
        .doesNotContain("Asha", "\"asha\"");
    assertThat(ben.get(state()).body())
        .contains("Signed in as Ben. Your ID for the settings: " + provider.id("ben"));
    assertThat(
            ben.post(
                    "api/command",
                    Map.of("person", provider.id("ben"), "channel", CHANNEL, "text", "help"),
                    RequestGuard.TOKEN_HEADER,
                    ben.token())
                .statusCode())
        .isEqualTo(202);
    assertThat(inbound.nextTyped().actor()).isEqualTo(new Actor(actor("ben").id(), "Ben"));
  }

  @Test
  void returnsToTheAddressThatWasAskedFor() throws Exception {
    for (String own : List.of("/#/c/restores/12", "/#/job/k3m9x2", "/report/k3m9x2/report.html")) {
      assertThat(returned(own)).isEqualTo(own);
    }
  }

  @Test
  void returnsToTheConsoleOnly() throws Exception {
    for (String other :
        List.of(
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/report/../../evil",
            "/report//evil.example",
            "/sign-in",
            "/#/c/a\r\nSet-Cookie: x=y",
            "#/c/restores/12",
            "")) {
      assertThat(returned(other)).as(other).isEqualTo("/");
    }
  }

  private String returned(String to) throws Exception {
    Browser ben = new Browser();
    return to(ben.get(ben.atProvider("ben", "sign-in?to=" + URLEncoder.encode(to, UTF_8))))
        .toString();
  }

  @Test
  void anAddressOfAReportLeadsToTheSignIn() throws Exception {
    HttpResponse<String> answer = new Browser().get("report/k3m9x2/report.html");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("href=\"/sign-in\"", "sign-in.js");
  }

  @Test
  void aSignedInPersonActsAsNobodyElse() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    new Browser().signIn("asha");
    for (String other : List.of(provider.id("asha"), "asha")) {
      assertThat(
              ben.post(
                      "api/command",
                      Map.of("person", other, "channel", CHANNEL, "text", "help"),
                      RequestGuard.TOKEN_HEADER,
                      ben.token())
                  .statusCode())
          .isEqualTo(400);
    }
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void withoutSignInNothingIsReadOrChanged() throws Exception {
    Browser nobody = new Browser();
    for (String path :
        List.of(
            "api/who",
            "api/board",
            "api/complete?text=t",
            "api/messages?channel=restores&before=9",
            "api/thread?root=1",
            "api/events?person=asha&cursor=x",
            "%61pi/who",
            "api/")) {
      assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(nobody.get(state()).statusCode()).isEqualTo(401);
    assertThat(nobody.post("api/command", Map.of()).statusCode()).isIn(401, 403);
  }

  @Test
  void cookiesAreUnreadableForScriptsAndOfThisSiteOnly() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    assertThat(ben.set)
        .hasSizeGreaterThan(2)
        .allSatisfy(
            cookie -> assertThat(cookie).contains("; HttpOnly", "; SameSite=Lax", "Path=/"));
    String session =
        ben.set.stream().filter(each -> each.contains("session=")).findFirst().orElseThrow();
    assertThat(session).contains("Max-Age=28800").doesNotContain("Secure");
    assertThat(session.split("[=;]")[1]).hasSize(64);
  }

  @Test
  void behindAReverseProxyCookiesAreSecureAndOnlyThePublicAddressIsServed() throws Exception {
    int port = FreePort.find();
    try (ConsoleFrontEnd proxied =
        console(port, Optional.of(URI.create("https://restore.example.com")))) {
      proxied.start(inbound);
      assertThat(proxied.url()).hasToString("https://restore.example.com/");
      assertThat(raw(port, "GET /sign-in HTTP/1.1\r\nHost: restore.example.com"))
          .contains("redirect_uri=https%3A%2F%2Frestore.example.com%2Fsign-in%2Fcallback")
          .containsPattern("Set-Cookie: __Host-restore-bot-sign-in=[^;]+;.*Secure");
      assertThat(raw(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port))
          .startsWith("HTTP/1.1 421")
          .contains(
              "Open this page as https://restore.example.com. If you did, the reverse proxy must"
                  + " pass the Host header on.");
      assertThat(
              raw(
                  port,
                  "POST /api/command HTTP/1.1\r\nHost: restore.example.com\r\nContent-Length: 0"
                      + "\r\nOrigin: http://restore.example.com"))
          .startsWith("HTTP/1.1 403");
    }
  }

  private static String raw(int port, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aStrangerIsRefusedAndToldWhatToAskFor() throws Exception {
    Browser eve = new Browser();
    HttpResponse<String> refused = eve.signIn("eve");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains("You signed in as Eve, but you may not use this console")
        .contains("console.sign-in.allowed: " + provider.id("eve"));
    assertThat(eve.get(state("eve")).statusCode()).isEqualTo(401);
  }

  @Test
  void whoIsNoLongerAllowedIsRefusedAtOnce() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    assertThat(ben.get(state()).statusCode()).isEqualTo(200);
    allowed.clear();
    assertThat(ben.get(state()).statusCode()).isEqualTo(403);
    assertThat(ben.get("").body()).contains("you may not use this console");
    allowed.add(provider.id("ben"));
    assertThat(ben.get(state()).statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerCountsOnlyInTheBrowserThatBeganAndOnce() throws Exception {
    Browser attacker = new Browser();
    URI back = attacker.atProvider("ben");
    Browser victim = new Browser();
    var unused = victim.get("sign-in");
    assertThat(victim.get(back).statusCode()).isEqualTo(403);
    assertThat(victim.get(back).body()).contains("not begun in this browser");
    assertThat(attacker.get(back).statusCode()).as("used up").isEqualTo(403);
  }

  @Test
  void aWrongStateOrTokenSignsNobodyIn() throws Exception {
    Browser ben = new Browser();
    provider.answer(target -> target.replaceFirst("state=[^&]*", "state=other"));
    assertThat(ben.signIn("ben").statusCode()).isEqualTo(403);
    provider.answer(target -> target);
    provider.forge(claims -> FakeProvider.signed(claims.claim("nonce", "other")));
    HttpResponse<String> refused = ben.signIn("ben");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("not valid, or not for this sign-in");
    assertThat(ben.get(state()).statusCode()).isEqualTo(401);
  }

  @Test
  void saysThatTheProviderIsDown() throws Exception {
    provider.close();
    HttpResponse<String> down = new Browser().get("sign-in");
    assertThat(down.statusCode()).isEqualTo(502);
    assertThat(down.body()).contains("does not answer as it should", "href=\"/sign-in\"");
  }

  @Test
  void aSessionEndsAfterItsTimeAndBySigningOut() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    now.set(now.get().plus(LIFETIME).minusSeconds(1));
    assertThat(ben.get(state()).statusCode()).isEqualTo(200);
    now.set(now.get().plusSeconds(2));
    assertThat(ben.get(state()).statusCode()).isEqualTo(401);

    Browser again = new Browser();
    unused = again.signIn("ben");
    String stolen = again.header();
    assertThat(
            again
                .post("api/sign-out", Map.of(), RequestGuard.TOKEN_HEADER, again.token())
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> replayed =
        again.http.send(
            HttpRequest.newBuilder(state()).header("Cookie", stolen).build(),
            BodyHandlers.ofString());
    assertThat(replayed.statusCode()).isEqualTo(401);
  }

  @Test
  void aPageThatIsOpenEndsWithTheSession() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    String cursor = ConsoleClient.json(ben.get(state())).path("cursor").asText();
    HttpResponse<InputStream> stream =
        ben.http.send(
            HttpRequest.newBuilder(
                    console
                        .url()
                        .resolve("api/events?person=" + provider.id("ben") + "&cursor=" + cursor))
                .header("Cookie", ben.header())
                .header("Accept", "text/event-stream")
                .build(),
            BodyHandlers.ofInputStream());
    String token = ben.token();
    unused = ben.post("api/sign-out", Map.of(), RequestGuard.TOKEN_HEADER, token);
    var posted = console.post(CHANNEL, Card.of(Tone.INFO, "not for a page that was left").build());
    String events = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(events).contains("event: reset");
    assertThat(posted).isNotNull();
  }

  @Test
  void anotherSitesPageChangesNothing() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    String token = ben.token();
    Map<String, String> command =
        Map.of("person", provider.id("ben"), "channel", CHANNEL, "text", "help");
    for (List<String> foreign :
        List.of(
            List.of("Origin", "https://evil.example"), List.of("Sec-Fetch-Site", "cross-site"))) {
      assertThat(
              ben.post(
                      "api/command",
                      command,
                      RequestGuard.TOKEN_HEADER,
                      token,
                      foreign.get(0),
                      foreign.get(1))
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(ben.post("api/command", command).statusCode()).as("no token").isEqualTo(403);
    assertThat(inbound.nothingElse()).isTrue();
  }

  @Test
  void groupsOfTheMomentAreAskedForWhenAVoteCounts() throws Exception {
    provider.giveRefreshTokens();
    var unused = new Browser().signIn("ben");
    List<String> leads = List.of("group:leads");
    assertThat(console.belongsAsMember(actor("ben"), leads, true)).isTrue();
    assertThat(console.belongsAsMember(actor("ben"), List.of("group:staff"), true)).isTrue();

    provider.with("ben", "staff");
    assertThat(console.belongsAsMember(actor("ben"), leads, false)).as("minutes old").isTrue();
    assertThat(console.belongsAsMember(actor("ben"), leads, true)).isFalse();
    provider.with("ben", "staff", "leads");
    now.set(now.get().plus(SignedInPerson.FRESH));
    assertThat(console.belongsAsMember(actor("ben"), List.of("group:staff"), false)).isTrue();
    assertThat(console.belongsAsMember(actor("ben"), leads, false)).isTrue();
  }

  @Test
  void whoLeftTheProviderMayNotVoteAndTheirSessionsEnd() throws Exception {
    provider.giveRefreshTokens();
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    List<String> leads = List.of(provider.id("ben"));
    assertThat(console.belongsAsMember(actor("ben"), leads, true)).isTrue();
    provider.remove("ben");
    assertThatThrownBy(() -> console.belongsAsMember(actor("ben"), leads, true))
        .hasMessage("Ben must sign in to the console again");
    assertThat(ben.get(state()).statusCode()).isEqualTo(401);
  }

  @Test
  void withoutRefreshTokensAnOldSignInDoesNotVote() throws Exception {
    Browser ben = new Browser();
    var unused = ben.signIn("ben");
    List<String> leads = List.of("group:leads");
    assertThat(console.belongsAsMember(actor("ben"), leads, true)).isTrue();
    now.set(now.get().plus(SignedInPerson.FRESH_BY_HAND));
    assertThatThrownBy(() -> console.belongsAsMember(actor("ben"), leads, false))
        .hasMessage("Ben must sign in to the console again");
    unused = ben.signIn("ben");
    assertThat(console.belongsAsMember(actor("ben"), leads, true)).isTrue();
  }

  @Test
  void nobodyElseIsALead() throws Exception {
    var unused = new Browser().signIn("asha");
    List<String> leads = List.of("group:leads", provider.id("ben"));
    assertThat(console.belongsAsMember(actor("asha"), leads, true)).isFalse();
    assertThatThrownBy(() -> console.belongsAsMember(actor("ben"), leads, true))
        .hasMessageContaining("must sign in to the console again, because the bot was restarted");
    assertThat(console.belongs(actor("ben"), leads)).isTrue();
    assertThat(console.people(leads)).isEmpty();
    assertThat(console.people(List.of(provider.id("ben"))))
        .contains(Set.of("console:" + provider.id("ben")));
  }

  @Test
  void noTokenCodeOrSecretIsInTheLog() throws Exception {
    // Each of them: the command line in another test may have turned single ones off.
    Map<Logger, Optional<Level>> levels = new HashMap<>();
    Stream.of("dev.restorebot", "com.nimbusds")
        .map(SignInTest::logger)
        .flatMap(
            parent ->
                parent.getLoggerContext().getLoggerList().stream()
                    .filter(each -> each.getName().startsWith(parent.getName())))
        .forEach(each -> levels.put(each, Optional.ofNullable(each.getLevel())));
    levels.keySet().forEach(each -> each.setLevel(Level.TRACE));
    try {
      provider.giveRefreshTokens();
      Browser ben = new Browser();
      var unused = ben.signIn("ben");
      assertThat(console.belongsAsMember(actor("ben"), List.of("group:leads"), true)).isTrue();
      provider.forge(claims -> FakeProvider.signed(claims.audience("wiki")));
      unused = ben.signIn("ben");
      unused = new Browser().signIn("eve");
      List<String> hidden = new ArrayList<>(provider.secrets());
      hidden.addAll(ben.cookies.values());
      hidden.removeIf(String::isEmpty);
      Eventually.get("log lines", () -> log.list.size(), lines -> lines > 2);
      assertThat(List.copyOf(log.list))
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(line -> line.contains("signed in to the console"))
          .noneMatch(line -> hidden.stream().anyMatch(line::contains));
    } finally {
      levels.forEach((each, level) -> each.setLevel(level.orElse(null)));
    }
  }
}
