package dev.restorebot.bot.console;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Says who uses the page, and who belongs to whom. */
interface PageAccess {
  /** Adds the addresses that it needs itself. */
  void routes(RoutesConfig routes);

  /** Returns whether an address is needed to sign in, so that everybody may ask for it. */
  boolean isOpen(String path);

  /**
   * Lists the people as whom a request may act, the first by default.
   *
   * @throws ApiException 401 when nobody has signed in, 403 when they may not use the console
   */
  List<ConsolePerson> people(Context request);

  /** Returns whether a page that is open may stay so, asked again and again. */
  BooleanSupplier lasting(Context request);

  /** Serves the page to sign in, if there must be one before the console. */
  boolean servesSignIn(Context request);

  /** Returns the words about it that the page shows all the time. */
  String notice(Context request);

  /** Returns whether the page can sign out. */
  boolean signsOut();

  /**
   * Returns whether a person is one of those, or in one of those groups.
   *
   * @param now whether the provider is to be asked at this moment; empty: nobody is asked
   */
  boolean belongs(Actor actor, Collection<String> ids, Optional<Boolean> now)
      throws DeliveryException;

  /** Lists the actors that those ids stand for; empty when there are groups among them. */
  Optional<Set<String>> actors(Collection<String> ids);
}
