package dev.restorebot.bot.console;

import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.thread.Button;
import dev.restorebot.bot.thread.Card;
import dev.restorebot.bot.thread.Tone;
import java.time.InstantSource;
import java.util.List;

/** Takes what people do at the page to the {@link Inbound}, and their answers back. */
final class Desk {
  private final ConsoleStore store;
  private final Ephemerals ephemerals;
  private final Room room;
  private final String start;
  private final Inbound inbound;
  private final InstantSource clock;

  Desk(
      ConsoleStore store,
      Ephemerals ephemerals,
      Room room,
      String start,
      Inbound inbound,
      InstantSource clock) {
    this.store = store;
    this.ephemerals = ephemerals;
    this.room = room;
    this.start = start;
    this.inbound = inbound;
    this.clock = clock;
  }

  /** Where a page that has seen everything stands. */
  Cursor cursor() {
    return new Cursor(start, store.lastChange(), ephemerals.last());
  }

  List<Message> headlines(String channel, long before, int most) {
    return store.headlines(channel, before, most);
  }

  List<Message> thread(long root, int most) {
    return store.replies(root, most);
  }

  List<Ephemeral> ephemerals(String person) {
    return ephemerals.after(0, person);
  }

  void command(Person person, String channel, String text) {
    String answered = ("/restore " + text).strip();
    inbound.command(
        text, channel, person.actor(), responder(new Place(person.id(), channel, null, answered)));
  }

  /**
   * Hands in a click.
   *
   * @throws ApiException 409 when the message does not have that button, or not any more
   */
  void button(Person person, Requests.ButtonRequest click) {
    Target target =
        click.message().startsWith("e") ? ephemeral(person, click) : message(click.message());
    Button button =
        target.card().buttons().stream()
            .filter(each -> each.action().equals(click.action()))
            .filter(each -> each.value().equals(click.value()))
            .findFirst()
            .orElseThrow(Desk::gone);
    Place place = new Place(person.id(), target.channel(), target.root(), button.label());
    inbound.button(
        button.action(), button.value(), target.channel(), person.actor(), responder(place));
  }

  private Target ephemeral(Person person, Requests.ButtonRequest click) {
    return ephemerals
        .find(click.message(), person.id())
        .map(answer -> new Target(answer.card(), answer.channel(), answer.root()))
        .orElseThrow(Desk::gone);
  }

  private Target message(String id) {
    return store
        .find(Long.parseLong(id))
        .map(found -> new Target(found.card(), found.channel(), threadOf(found)))
        .orElseThrow(Desk::gone);
  }

  /** An answer to a click stands where the eye is: in the thread, once there is one. */
  private static Long threadOf(Message message) {
    Long headline = message.replies() > 0 ? Long.valueOf(message.id()) : null;
    return message.root() == null ? headline : message.root();
  }

  /**
   * Hands in a form.
   *
   * @throws ApiException 409 when it is not asked any more, 400 when something is not right in it
   */
  void form(Person person, Requests.FormRequest filled) {
    Ephemeral asked =
        ephemerals
            .find(filled.message(), person.id())
            .filter(answer -> answer.form() != null)
            .orElseThrow(Desk::gone);
    asked
        .form()
        .fault(filled.values())
        .ifPresent(
            fault -> {
              throw ApiException.badRequest("form", fault);
            });
    Place place = new Place(person.id(), asked.channel(), asked.root(), asked.card().title());
    inbound.form(
        asked.form().action(),
        asked.form().value(),
        filled.values(),
        asked.channel(),
        person.actor(),
        responder(place));
  }

  private Inbound.Responder responder(Place place) {
    return new Inbound.Responder() {
      @Override
      public void ephemeral(Card card) {
        add(place, card, null);
      }

      @Override
      public void ask(Form form) {
        Card.Builder card = Card.of(Tone.INFO, form.title());
        form.lines().forEach(card::line);
        add(place, card.build(), Ephemeral.FormView.of(form));
      }
    };
  }

  private void add(Place place, Card card, Ephemeral.FormView form) {
    ephemerals.add(
        place.person(), place.channel(), place.root(), place.answers(), card, form, clock.millis());
    room.announce();
  }

  private static ApiException gone() {
    return new ApiException(409, "button_gone", "That button is not there any more.");
  }

  private record Place(String person, String channel, Long root, String answers) {}

  private record Target(Card card, String channel, Long root) {}
}
