package dev.restorebot.bot.console;

import dev.restorebot.bot.message.CardJson;
import dev.restorebot.bot.ops.HttpLimits;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.sse.SseClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page and its API over HTTP. */
final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final int PAGE = 200;
  private static final int THREAD = 1000;
  private static final int FOUND = 50;

  private final ConsoleOptions options;
  private final ConsoleInput desk;
  private final EventStream feed;
  private final Completions completions;
  private final ConsoleData data;
  private final PageRequests requests;
  private final RequestGuard guard;
  private final PageAccess access;
  private final Assets assets;
  private final Javalin javalin;

  /** Does not listen yet. */
  ConsoleServer(
      ConsoleOptions options,
      ConsoleInput desk,
      EventStream feed,
      Completions completions,
      ConsoleData data,
      PageAccess access,
      Assets assets) {
    this.data = data;
    this.options = options;
    this.desk = desk;
    this.feed = feed;
    this.completions = completions;
    this.access = access;
    this.assets = assets;
    this.guard = new RequestGuard(options.publicUrl());
    this.requests = new PageRequests(options, access);
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Listens.
   *
   * @throws RuntimeException when the port is taken
   */
  void start() {
    javalin.start(options.address(), options.port());
  }

  int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    // Streams of events send something more often.
    HttpLimits.apply(config, PageRequests.MOST_BYTES, PageNotifier.HEARTBEAT.multipliedBy(2));
    routes(config.routes);
    errors(config.routes);
  }

  private void routes(RoutesConfig routes) {
    routes.before(guard::check);
    routes.before(this::checkVisitor);
    access.routes(routes);
    routes.get("/", this::page);
    assets.paths().forEach(path -> routes.get(path, assets::serve));
    routes.get(
        "/api/who", answer -> json(answer, new Who(options.channels(), access.people(answer))));
    routes.get("/api/state", this::state);
    routes.get("/api/board", answer -> json(answer, data.board().stream().toList()));
    routes.get("/api/history", answer -> json(answer, data.history()));
    routes.get("/api/search", this::search);
    routes.get("/api/job", this::job);
    routes.get("/api/message", this::message);
    routes.get("/api/reports", answer -> json(answer, data.reports()));
    routes.get(ReportFiles.PATH + "{id}/{file}", new ReportFiles(data)::serve);
    routes.get("/api/messages", this::messages);
    routes.get("/api/thread", this::thread);
    routes.get("/api/complete", this::complete);
    routes.sse("/api/events", this::events);
    routes.post("/api/command", this::command);
    routes.post("/api/button", this::button);
    routes.post("/api/form", this::form);
  }

  /** Refuses all but the page's files and the sign-in to whoever may not use the console. */
  private void checkVisitor(Context request) {
    if (request.path().startsWith(ReportFiles.PATH)) {
      if (access.servesSignIn(request)) {
        var unused = request.status(401).skipRemainingHandlers();
      }
    } else if (!assets.has(request.path()) && !access.isOpen(request.path())) {
      var unused = access.people(request);
    }
  }

  private void page(Context request) {
    if (!access.servesSignIn(request)) {
      assets.serve(request);
    }
  }

  private static void errors(RoutesConfig routes) {
    routes.exception(ApiException.class, (e, answer) -> json(answer.status(e.status()), e.body()));
    routes.exception(
        HttpResponseException.class,
        (e, answer) ->
            json(
                answer.status(e.getStatus()),
                new ApiException.ErrorBody("http_" + e.getStatus(), "That was refused.")));
    routes.exception(
        Exception.class,
        (e, answer) -> {
          LOG.error("a request to the console failed: {}", answer.path(), e);
          json(
              answer.status(500),
              new ApiException.ErrorBody("internal", "The bot failed. Its log says why."));
        });
  }

  private void state(Context request) {
    ConsolePerson person = requests.person(request, request.queryParam("person"));
    String channel = requests.channel(request.queryParam("channel"));
    Cursor cursor = desk.cursor(); // before the rest: what comes between is sent twice, not never
    List<ConsoleMessage> messages = desk.headlines(channel, Long.MAX_VALUE, PAGE + 1);
    json(
        request,
        new PageState(
            guard.token(),
            cursor.toString(),
            options.channels(),
            access.people(request),
            access.notice(request),
            access.signsOut(),
            newest(messages),
            messages.size() > PAGE,
            desk.ephemerals(person.id())));
  }

  private void messages(Context request) {
    String channel = requests.channel(request.queryParam("channel"));
    long before = PageRequests.number(request, "before");
    List<ConsoleMessage> messages = desk.headlines(channel, before, PAGE + 1);
    json(request, new Older(newest(messages), messages.size() > PAGE));
  }

  private void thread(Context request) {
    json(request, desk.thread(PageRequests.number(request, "root"), THREAD));
  }

  private void search(Context request) {
    String text = PageRequests.text(request, "text", 100);
    json(request, new Found(desk.search(text, options.channels(), FOUND), data.backups(text)));
  }

  private void job(Context request) {
    String id = PageRequests.text(request, "id", 60);
    json(
        request,
        desk.ofJob(id, options.channels())
            .orElseThrow(
                () ->
                    new ApiException(
                        404, "no_job", "There is no thread of the job " + id + " here.")));
  }

  private void message(Context request) {
    json(
        request,
        desk.headline(PageRequests.number(request, "id"), options.channels())
            .orElseThrow(
                () -> new ApiException(404, "no_thread", "This thread is not here any more.")));
  }

  private void complete(Context request) {
    String text = request.queryParam("text");
    if (text == null || text.length() > 300) {
      throw ApiException.badRequest("text", "The text must have at most 300 characters.");
    }
    json(request, completions.complete(text).stream().limit(20).toList());
  }

  private void events(SseClient page) {
    Context request = page.ctx();
    ConsolePerson person = requests.person(request, request.queryParam("person"));
    String last = request.header("Last-Event-ID");
    Cursor cursor = Cursor.parse(last == null ? request.queryParam("cursor") : last);
    feed.serve(page, cursor, person.id(), access.lasting(request));
  }

  private void command(Context request) {
    PageRequests.CommandRequest command = requests.command(request);
    desk.command(requests.person(request, command.person()), command.channel(), command.text());
    json(request.status(202), new Accepted(true));
  }

  private void button(Context request) {
    PageRequests.ButtonRequest button = requests.button(request);
    desk.button(requests.person(request, button.person()), button);
    json(request.status(202), new Accepted(true));
  }

  private void form(Context request) {
    PageRequests.FormRequest form = requests.form(request);
    desk.form(requests.person(request, form.person()), form);
    json(request.status(202), new Accepted(true));
  }

  private static List<ConsoleMessage> newest(List<ConsoleMessage> messages) {
    return messages.size() > PAGE ? messages.subList(1, messages.size()) : messages;
  }

  private static void json(Context answer, Object body) {
    answer.contentType("application/json").result(CardJson.write(body));
  }

  private record Accepted(boolean accepted) {}

  private record Found(List<ConsoleMessage> threads, List<ConsoleData.BackupLine> backups) {}

  private record Who(List<String> channels, List<ConsolePerson> people) {}

  private record Older(List<ConsoleMessage> messages, boolean more) {}
}
