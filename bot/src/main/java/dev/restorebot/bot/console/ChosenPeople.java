package dev.restorebot.bot.console;

import dev.restorebot.engine.state.Actor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Lets whoever reaches the page act as any of some people. For loopback only.
 *
 * @param leads whether some of them are leads: in the demo only, since one person can be all of
 *     them
 */
record ChosenPeople(List<ConsolePerson> all, boolean leads) implements PageAccess {
  @Override
  public void routes(RoutesConfig routes) {}

  @Override
  public boolean isOpen(String path) {
    return true;
  }

  @Override
  public List<ConsolePerson> people(Context request) {
    return all;
  }

  @Override
  public BooleanSupplier lasting(Context request) {
    return () -> true;
  }

  @Override
  public boolean servesSignIn(Context request) {
    return false;
  }

  @Override
  public String notice(Context request) {
    return leads
        ? "A demo: choose at the top right who you are. Ben and Chen are on-call leads and may"
            + " approve."
        : "A local console without sign-in: anyone who opens it can act as anyone in the list, so"
            + " nobody can approve or sign off here.";
  }

  @Override
  public boolean signsOut() {
    return false;
  }

  /** Groups are unknown here: a person is in the list or not. */
  @Override
  public boolean belongs(Actor actor, Collection<String> ids, Optional<Boolean> now) {
    return actors(ids).orElseThrow().contains(actor.id());
  }

  @Override
  public Optional<Set<String>> actors(Collection<String> ids) {
    String prefix = ConsoleFrontEnd.NAME + ":";
    return Optional.of(
        ids.stream()
            .map(id -> id.startsWith(prefix) ? id : prefix + id)
            .collect(Collectors.toSet()));
  }
}
