package dev.restorebot.bot.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.restorebot.bot.message.Action;
import dev.restorebot.bot.message.CardJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Reads and checks what the page sends. Every method throws {@link ApiException} 4xx. */
final class PageRequests {
  /** More than any request of the page. */
  static final int MOST_BYTES = 16 * 1024;

  private static final int MOST_TEXT = 1000;

  private final ConsoleOptions options;
  private final PageAccess access;

  PageRequests(ConsoleOptions options, PageAccess access) {
    this.options = options;
    this.access = access;
  }

  /** Somebody typed a line. */
  record CommandRequest(String person, String channel, String text) {}

  /**
   * Somebody pressed a button of a message.
   *
   * @param thread whether it was pressed in the thread; null when the page does not say
   */
  record ButtonRequest(
      String person, String message, Action action, String value, Boolean thread) {}

  /** Somebody filled in a form. */
  record FormRequest(String person, String message, Map<String, String> values) {
    /** Without what was filled in: some of it may be secret. */
    @Override
    public String toString() {
      return "FormRequest[" + person + ", " + message + "]";
    }
  }

  FormRequest form(Context request) {
    FormRequest form = body(request, FormRequest.class);
    person(request, form.person());
    if (!present(form.message(), "message").matches("e\\d{1,18}") || form.values() == null) {
      throw ApiException.badRequest("message", "This is not the ID of a form. Reload the page.");
    }
    return form;
  }

  CommandRequest command(Context request) {
    CommandRequest command = body(request, CommandRequest.class);
    String text = present(command.text(), "text").strip();
    if (text.length() > MOST_TEXT) {
      throw ApiException.badRequest(
          "too_long", "The text has more than " + MOST_TEXT + " characters. Shorten it.");
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw ApiException.badRequest(
          "text", "The text must be one line without control characters.");
    }
    String bare = text.replaceFirst("(?i)^/restore(\\s+|$)", "");
    return new CommandRequest(
        person(request, command.person()).id(),
        channel(command.channel()),
        bare.replaceFirst("^/", ""));
  }

  ButtonRequest button(Context request) {
    ButtonRequest button = body(request, ButtonRequest.class);
    person(request, button.person());
    if (!present(button.message(), "message").matches("e?\\d{1,18}")) {
      throw ApiException.badRequest("message", "This is not the ID of a message. Reload the page.");
    }
    present(button.action(), "action");
    present(button.value(), "value");
    return button;
  }

  /** Returns the person as whom the page acts, who is one of those as whom it may. */
  ConsolePerson person(Context request, String id) {
    return access.people(request).stream()
        .filter(person -> person.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "person", "There is no person of that name. Reload the page."));
  }

  String channel(String name) {
    List<String> channels = options.channels();
    if (!channels.contains(name)) {
      throw ApiException.badRequest("channel", "There is no such channel. Reload the page.");
    }
    return name;
  }

  /** A number in the query. */
  static long number(Context request, String name) {
    String text = request.queryParam(name);
    if (text == null || !text.matches("\\d{1,18}")) {
      throw ApiException.badRequest(name, "A number is missing: " + name + ".");
    }
    return Long.parseLong(text);
  }

  /** A text in the query of at most so many characters. */
  static String text(Context request, String name, int most) {
    String text = request.queryParam(name);
    if (text == null || text.isBlank() || text.length() > most) {
      throw ApiException.badRequest(
          name, "A text of 1 to " + most + " characters is missing: " + name + ".");
    }
    return text.strip();
  }

  private static <T> T body(Context request, Class<T> type) {
    try {
      T body = CardJson.JSON.readValue(request.body(), type);
      if (body == null) {
        throw ApiException.badRequest("json", "The request is empty. Reload the page.");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "json", "The request is not valid JSON. Reload the page.");
    }
  }

  private static <T> T present(T value, String name) {
    if (value == null) {
      throw ApiException.badRequest(name, "Something is missing: " + name + ".");
    }
    return value;
  }
}
