package dev.restorebot.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.restorebot.bot.message.ThreadRef;
import dev.restorebot.bot.testing.ChatDriver;
import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Two people who read one sandbox, each with a login of their own that nobody else is shown. */
final class LoginStory {
  private static final String TITLE = "Your read-only login";
  private static final String BUTTON = "Get a read-only login";

  private final ChatDriver chat;
  private final ThreadRef headline;
  private final Path state;

  /** In the thread of a job whose sandbox stands. */
  LoginStory(ChatDriver chat, ThreadRef headline, Path state) {
    this.chat = chat;
    this.headline = headline;
    this.state = state;
  }

  void tell(String job) throws Exception {
    Logger all = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("dev.restorebot");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    all.addAppender(logged);
    // A test of the command line in this process may have switched all of them off.
    all.getLoggerContext().getLoggerList().stream()
        .filter(logger -> logger.getName().startsWith("dev.restorebot"))
        .forEach(logger -> logger.setLevel(null));
    ours.setLevel(Level.TRACE);
    try {
      Actor first = chat.person(0);
      Actor second = chat.person(1);
      Duration unusedFirst = chat.type(first, "connect " + job);
      Login firsts = login(first, 1);
      Duration unusedSecond = chat.press(second, offer(), BUTTON);
      Login seconds = login(second, 1);
      assertThat(firsts.role()).isNotEqualTo(seconds.role());
      assertThat(users(firsts)).isEqualTo(users(seconds)).isEqualTo("25");

      Duration unusedThird = chat.type(first, "connect " + job);
      Login newer = login(first, 2);
      assertThat(newer.role()).isEqualTo(firsts.role());
      assertThatThrownBy(() -> users(firsts)).isInstanceOf(SQLException.class);
      assertThat(users(newer)).isEqualTo("25");

      String thread =
          Eventually.get("who got logins", this::thread, text -> given(text).count() == 3);
      assertThat(thread).contains(second.name() + " got a read-only login");
      List<String> passwords =
          Stream.of(firsts, newer, seconds).map(each -> each.password().value()).toList();
      assertThat(thread + text(chat.channelShows())).doesNotContain(passwords);
      assertThat(text(chat.onlyShownTo(first))).doesNotContain(seconds.password().value());
      assertThat(text(chat.onlyShownTo(second))).doesNotContain(newer.password().value());
      assertThat(logged.list)
          .isNotEmpty()
          .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain(passwords));
      stateHoldsNone(passwords);
    } finally {
      all.detachAppender(logged);
      ours.setLevel(null);
    }
  }

  private static Stream<?> given(String thread) {
    return Pattern.compile("Read-only login given").matcher(thread).results();
  }

  private void stateHoldsNone(List<String> passwords) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(passwords).as(file.toString()).noneMatch(content::contains);
      }
    }
  }

  private String thread() {
    return text(chat.threadShows(headline));
  }

  private static String text(List<Shown> shown) {
    return shown.stream().map(Shown::text).reduce("", (one, other) -> one + "\n" + other);
  }

  private ThreadRef offer() {
    Shown offer =
        chat.threadShows(headline).stream()
            .filter(shown -> shown.buttons().contains(BUTTON))
            .findFirst()
            .orElseThrow();
    return new ThreadRef("", headline.channel(), offer.id());
  }

  /** The login in the person's answer of that number. */
  private Login login(Actor who, int number) {
    List<Shown> answers =
        Eventually.get(
            "login " + number + " of " + who.name(),
            () ->
                chat.onlyShownTo(who).stream()
                    .filter(shown -> shown.text().contains(TITLE))
                    .toList(),
            all -> all.size() == number);
    return Login.read(answers.get(number - 1).text());
  }

  private record Login(int port, String database, String role, Secret password) {
    static Login read(String text) {
      return new Login(
          Integer.parseInt(found(text, "-p (\\d+) ")),
          found(text, " -d (\\w+)"),
          found(text, " -U (\\w+)"),
          Secret.of(found(text, "Password: `?([\\w-]{32})")));
    }

    private static String found(String text, String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
      return matcher.group(1);
    }
  }

  private static String users(Login login) throws SQLException {
    Endpoint endpoint = new Endpoint("127.0.0.1", login.port(), login.role(), login.password());
    try (Connection connection = endpoint.connect(login.database(), Duration.ofSeconds(20));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM users")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
