package dev.restorebot.bot.discord;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataArray;

/** Looks up the roles of members, and remembers them for some minutes. */
final class DiscordMembers {
  private static final String PREFIX = DiscordFrontEnd.NAME + ":";

  private final String server;
  private final Cache<String, Set<String>> roles =
      Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(Duration.ofMinutes(3)).build();

  DiscordMembers(String server) {
    this.server = server;
  }

  /** An interaction told the roles. */
  void learn(String user, Collection<String> now) {
    roles.put(user, Set.copyOf(now));
  }

  boolean belongs(DiscordConnection connection, Actor actor, Collection<String> ids)
      throws DeliveryException {
    if (ids.isEmpty() || !actor.id().startsWith(PREFIX)) {
      return false;
    }
    String user = actor.id().substring(PREFIX.length());
    return ids.contains(user) || !Collections.disjoint(roles(connection, user), ids);
  }

  private Set<String> roles(DiscordConnection connection, String user) throws DeliveryException {
    Set<String> known = roles.getIfPresent(user);
    if (known == null) {
      known = ask(connection.rest(), user);
      roles.put(user, known);
    }
    return known;
  }

  private Set<String> ask(DiscordRest rest, String user) throws DeliveryException {
    try {
      DataArray all =
          rest.get(Route.Guilds.GET_MEMBER.compile(server, user))
              .optArray("roles")
              .orElseGet(DataArray::empty);
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < all.length(); i++) {
        ids.add(all.getString(i));
      }
      return ids;
    } catch (DeliveryException e) {
      if (DiscordErrors.is(e, ErrorResponse.UNKNOWN_MEMBER)) {
        return Set.of();
      }
      throw e;
    }
  }
}
