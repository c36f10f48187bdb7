package dev.restorebot.bot.console;

import dev.restorebot.bot.command.Form;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Button;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes what people do at the page to the {@link Inbound}, and their answers back. */
final class ConsoleInput {
  private final ConsoleStore store;
  private final Ephemerals ephemerals;
  private final PageNotifier room;
  private final String start;
  private final Inbound inbound;
  private final InstantSource clock;

  ConsoleInput(
      ConsoleStore store,
      Ephemerals ephemerals,
      PageNotifier room,
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

  /** The cursor of a page that has seen everything. */
  Cursor cursor() {
    return new Cursor(start, store.lastChange(), ephemerals.last());
  }

  List<ConsoleMessage> headlines(String channel, long before, int most) {
    return store.headlines(channel, before, most);
  }

  List<ConsoleMessage> thread(long root, int most) {
    return store.replies(root, most);
  }

  /** The headlines of the threads in which a text is, newest first. */
  List<ConsoleMessage> search(String text, List<String> channels, int most) {
    return new ThreadSearch(store).holding(text, channels, most);
  }

  /** The headline of a job's thread. */
  Optional<ConsoleMessage> ofJob(String id, List<String> channels) {
    return new ThreadSearch(store).ofJob(id, channels);
  }

  /** The headline of that id. */
  Optional<ConsoleMessage> headline(long id, List<String> channels) {
    return store
        .find(id)
        .filter(found -> found.root() == null && channels.contains(found.channel()));
  }

  List<Ephemeral> ephemerals(String person) {
    return ephemerals.after(0, person);
  }

  void command(ConsolePerson person, String channel, String text) {
    String answered = ("/restore " + text).strip();
    inbound.command(
        text, channel, person.actor(), responder(new Place(person.id(), channel, null, answered)));
  }

  /**
   * Hands in a click.
   *
   * @throws ApiException 409 when the message does not have that button, or not any more
   */
  void button(ConsolePerson person, PageRequests.ButtonRequest click) {
    Target target = click.message().startsWith("e") ? ephemeral(person, click) : message(click);
    Button button =
        target.card().buttons().stream()
            .filter(each -> each.action() == click.action())
            .filter(each -> each.value().equals(click.value()))
            .findFirst()
            .orElseThrow(ConsoleInput::gone);
    Place place = new Place(person.id(), target.channel(), target.root(), button.label());
    inbound.button(
        button.action(), button.value(), target.channel(), person.actor(), responder(place));
  }

  private Target ephemeral(ConsolePerson person, PageRequests.ButtonRequest click) {
    return ephemerals
        .find(click.message(), person.id())
        .map(answer -> new Target(answer.card(), answer.channel(), answer.root()))
        .orElseThrow(ConsoleInput::gone);
  }

  private Target message(PageRequests.ButtonRequest click) {
    return store
        .find(Long.parseLong(click.message()))
        .map(found -> new Target(found.card(), found.channel(), threadOf(found, click.thread())))
        .orElseThrow(ConsoleInput::gone);
  }

  /**
   * Returns where the answer to a click is shown: where the button was pressed. A page that does
   * not say it gets the answer in the thread, once there is one.
   */
  private static Long threadOf(ConsoleMessage message, Boolean inThread) {
    boolean below = inThread == null ? message.replies() > 0 : inThread;
    Long headline = below ? Long.valueOf(message.id()) : null;
    return message.root() == null ? headline : message.root();
  }

  /**
   * Hands in a form.
   *
   * @throws ApiException 409 when it is not asked any more, 400 when something is not right in it
   */
  void form(ConsolePerson person, PageRequests.FormRequest filled) {
    Ephemeral asked =
        ephemerals
            .find(filled.message(), person.id())
            .filter(answer -> answer.form() != null)
            .orElseThrow(ConsoleInput::gone);
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
    return new ApiException(409, "button_gone", "This button is no longer there. Reload the page.");
  }

  private record Place(String person, String channel, Long root, String answers) {}

  private record Target(Card card, String channel, Long root) {}
}
