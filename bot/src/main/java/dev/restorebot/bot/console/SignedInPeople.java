package dev.restorebot.bot.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.oidc.OidcClient;
import dev.restorebot.bot.oidc.OidcPerson;
import dev.restorebot.bot.oidc.SignInAttempt;
import dev.restorebot.bot.oidc.SignInException;
import dev.restorebot.engine.state.Actor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people act as themselves, after they signed in with OpenID Connect. */
final class SignedInPeople implements PageAccess {
  static final String BEGIN = "/sign-in";
  static final String CALLBACK = "/sign-in/callback";

  private static final Logger LOG = LoggerFactory.getLogger(SignedInPeople.class);
  private static final String TO = "to";

  /** The page with what it shows after the #, or a file of a report. Never another site's. */
  private static final Pattern OWN_ADDRESS =
      Pattern.compile("/(#/[\\x21-\\x7E]{0,500})?|/report/[\\w-]{1,100}/[\\w.-]{1,100}");

  private static final Duration TO_SIGN_IN = Duration.ofMinutes(10);
  private static final int MOST_ATTEMPTS = 10_000;

  private final ConsoleSignIn options;
  private final Supplier<URI> site;
  private final Assets assets;
  private final OidcClient provider;
  private final Sessions sessions;
  private final Cache<String, Begun> attempts =
      Caffeine.newBuilder().maximumSize(MOST_ATTEMPTS).expireAfterWrite(TO_SIGN_IN).build();

  /** A sign-in under way, and the address of the console that it returns to. */
  private record Begun(SignInAttempt attempt, String to) {}

  /**
   * Knows nobody yet.
   *
   * @param site the address of the console in browsers
   */
  SignedInPeople(ConsoleSignIn options, Supplier<URI> site, Assets assets, InstantSource clock) {
    this.options = options;
    this.site = site;
    this.assets = assets;
    this.provider = new OidcClient(options.provider());
    this.sessions = new Sessions(provider, options.lifetime(), clock);
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.get(BEGIN, this::begin);
    routes.get(CALLBACK, this::finish);
    routes.post("/api/sign-out", this::signOut);
  }

  @Override
  public boolean isOpen(String path) {
    return path.equals(BEGIN) || path.equals(CALLBACK);
  }

  private Cookies cookies() {
    return new Cookies(site.get().getScheme().equals("https"));
  }

  private void begin(Context request) {
    if (!site.get().getAuthority().equalsIgnoreCase(request.header("Host"))) {
      // Such as localhost in place of 127.0.0.1: the provider leads back there, where no cookie is.
      String query = request.queryString();
      request.redirect(site.get().resolve(BEGIN) + (query == null ? "" : "?" + query));
      return;
    }
    try {
      SignInAttempt attempt = provider.begin(site.get().resolve(CALLBACK));
      attempts.put(attempt.state(), new Begun(attempt, returnAddress(request)));
      cookies().setAttempt(request, attempt.state(), TO_SIGN_IN);
      request.redirect(attempt.address().toString());
    } catch (SignInException e) {
      refuse(request, e);
    }
  }

  /** Returns the address that was asked for, if it is one of the console itself. */
  private static String returnAddress(Context request) {
    String to = request.queryParam(TO);
    return to != null && OWN_ADDRESS.matcher(to).matches() ? to : "/";
  }

  private void finish(Context request) {
    String state = request.queryParam("state");
    Begun begun = state == null ? null : attempts.asMap().remove(state);
    boolean sameBrowser = state != null && state.equals(cookies().attempt(request));
    cookies().removeAttempt(request);
    if (begun == null || !sameBrowser) {
      LOG.warn("a sign-in was refused: it was not begun in this browser, or too long ago");
      assets.signIn(
          request.status(403),
          "This sign-in was not begun in this browser, or more than 10 minutes ago. Sign in"
              + " again.");
      return;
    }
    try {
      URI called = URI.create(site.get().resolve(CALLBACK) + "?" + request.queryString());
      OidcPerson person = provider.finish(begun.attempt(), called);
      if (!isAllowed(person)) {
        LOG.warn("refused {}: not in console.sign-in.allowed", person.id());
        assets.signIn(request.status(403), notAllowed(person.name(), person.id()));
        return;
      }
      cookies().setSession(request, sessions.open(person), options.lifetime());
      LOG.info("{} signed in to the console", person.id());
      request.redirect(begun.to());
    } catch (SignInException e) {
      refuse(request, e);
    } catch (IllegalArgumentException e) {
      assets.signIn(request.status(400), "The address is not valid. Sign in again.");
    }
  }

  private void refuse(Context request, SignInException e) {
    boolean down = e.reason() == SignInException.Reason.UNAVAILABLE;
    assets.signIn(request.status(down ? 502 : 403), e.getMessage());
  }

  private static String notAllowed(String name, String id) {
    return "You signed in as "
        + name
        + ", but you may not use this console. Ask to have your ID added to the setting"
        + " console.sign-in.allowed: "
        + id
        + "\nTo use another account, sign out at the provider first.";
  }

  private boolean isAllowed(OidcPerson person) {
    List<String> allowed = options.allowed().get();
    return allowed.contains(ConsoleSignIn.EVERYBODY)
        || SignedInPerson.isAmong(person.id(), person.groups(), allowed);
  }

  private boolean isAllowed(SignedInPerson person) {
    List<String> allowed = options.allowed().get();
    return allowed.contains(ConsoleSignIn.EVERYBODY) || person.isAmong(allowed);
  }

  private void signOut(Context request) {
    sessions.close(cookies().session(request));
    cookies().removeSession(request);
    request.contentType("application/json").result("{}");
  }

  private Optional<SignedInPerson> visitor(Context request) {
    return sessions.find(cookies().session(request));
  }

  @Override
  public List<ConsolePerson> people(Context request) {
    SignedInPerson person =
        visitor(request)
            .orElseThrow(() -> new ApiException(401, "sign_in", "Sign in to use the console."));
    if (!isAllowed(person)) {
      ConsolePerson shown = person.shown();
      throw ApiException.forbidden("not_allowed", notAllowed(shown.name(), shown.id()));
    }
    return List.of(person.shown());
  }

  @Override
  public BooleanSupplier lasting(Context request) {
    String secret = cookies().session(request);
    return () -> sessions.find(secret).filter(this::isAllowed).isPresent();
  }

  @Override
  public boolean servesSignIn(Context request) {
    Optional<SignedInPerson> person = visitor(request);
    if (person.filter(this::isAllowed).isPresent()) {
      return false;
    }
    assets.signIn(
        request,
        person
            .map(SignedInPerson::shown)
            .map(shown -> notAllowed(shown.name(), shown.id()))
            .orElse("Sign in to ask for restores, to approve them and to see their results."));
    return true;
  }

  @Override
  public String notice(Context request) {
    ConsolePerson person = people(request).get(0);
    return "Signed in as " + person.name() + ". Your ID for the settings: " + person.id();
  }

  @Override
  public boolean signsOut() {
    return true;
  }

  @Override
  public boolean belongs(Actor actor, Collection<String> ids, Optional<Boolean> now)
      throws DeliveryException {
    String id = actor.id().replaceFirst("^" + ConsoleFrontEnd.NAME + ":", "");
    Optional<SignedInPerson> known = sessions.person(id);
    boolean named = ids.contains(id);
    if (!named && known.filter(person -> person.isAmong(ids)).isEmpty()) {
      // Somebody whose groups are not known is asked for; whoever is known to be in none is not.
      if (known.isEmpty() && now.isPresent()) {
        throw unknown(actor);
      }
      return false;
    }
    if (now.isEmpty()) {
      return true;
    }
    SignedInPerson person = known.orElseThrow(() -> unknown(actor));
    person.confirm(now.get());
    return person.isAmong(ids);
  }

  private static DeliveryException unknown(Actor actor) {
    return new DeliveryException(
        actor.name() + " must sign in to the console again, because the bot was restarted",
        true,
        null);
  }

  @Override
  public Optional<Set<String>> actors(Collection<String> ids) {
    return ids.stream().anyMatch(id -> id.startsWith("group:"))
        ? Optional.empty()
        : Optional.of(
            ids.stream().map(id -> ConsoleFrontEnd.NAME + ":" + id).collect(Collectors.toSet()));
  }
}
