package dev.restorebot.bot.console;

import dev.restorebot.engine.state.Actor;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Lets whoever reaches the page act as any of some people. For loopback only. */
record ChosenPeople(List<ConsolePerson> all) implements PageAccess {
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
    return "A local console without sign-in: anyone who opens it can act as anyone in the list, so"
        + " nobody can approve or sign off here.";
  }

  @Override
  public boolean signsOut() {
    return false;
  }

  /** Groups are unknown here: a person is in the list or not. */
  @Override
  public boolean belongs(Actor actor, Collection<String> ids, Optional<Boolean> now) {
    return ids.contains(actor.id());
  }

  @Override
  public Optional<Set<String>> actors(Collection<String> ids) {
    return Optional.of(Set.copyOf(ids));
  }
}
