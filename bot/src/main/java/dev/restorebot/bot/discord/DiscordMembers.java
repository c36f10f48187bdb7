package dev.restorebot.bot.discord;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Looks up the roles of members, and remembers them for some minutes. */
final class DiscordMembers {
  private static final String PREFIX = DiscordFrontEnd.NAME + ":";

  /**
   * A flag of members in https://docs.discord.com/developers/resources/guild#guild-member-object.
   */
  private static final int IS_GUEST = 1 << 4;

  private static final Duration REMEMBERED = Duration.ofMinutes(3);

  private final String server;
  private final Cache<String, Member> members =
      Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED).build();
  private final Cache<String, Set<String>> roles =
      Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(REMEMBERED).build();

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
    Set<String> known = ids.contains(user) ? Set.of() : roles.getIfPresent(user);
    return ids.contains(user)
        || !Collections.disjoint(
            known == null ? member(connection, user, true).roles() : known, ids);
  }

  /** Returns true if they belong to those and their account is a full member's. */
  boolean belongsAsMember(
      DiscordConnection connection, Actor actor, Collection<String> ids, boolean now)
      throws DeliveryException {
    if (ids.isEmpty() || !actor.id().startsWith(PREFIX)) {
      return false;
    }
    String user = actor.id().substring(PREFIX.length());
    Member member = member(connection, user, now);
    return member.full() && (ids.contains(user) || !Collections.disjoint(member.roles(), ids));
  }

  /** Lists people; empty when one of the ids is no full member's, and so perhaps a role's. */
  Optional<Set<String>> people(DiscordConnection connection, Collection<String> ids)
      throws DeliveryException {
    Set<String> people = new HashSet<>();
    for (String id : ids) {
      if (!member(connection, id, false).full()) {
        return Optional.empty();
      }
      people.add(PREFIX + id);
    }
    return Optional.of(people);
  }

  private Member member(DiscordConnection connection, String user, boolean now)
      throws DeliveryException {
    Member known = now ? null : members.getIfPresent(user);
    if (known == null) {
      known = ask(connection.rest(), user);
      members.put(user, known);
      roles.put(user, known.roles());
    }
    return known;
  }

  private Member ask(DiscordRest rest, String user) throws DeliveryException {
    try {
      DataObject member = rest.get(Route.Guilds.GET_MEMBER.compile(server, user));
      DataArray all = member.optArray("roles").orElseGet(DataArray::empty);
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < all.length(); i++) {
        ids.add(all.getString(i));
      }
      boolean bot = member.optObject("user").map(who -> who.getBoolean("bot")).orElse(false);
      boolean guest = (member.getInt("flags", 0) & IS_GUEST) != 0;
      return new Member(ids, !bot && !guest && !member.getBoolean("pending"));
    } catch (DeliveryException e) {
      if (DiscordErrors.is(e, ErrorResponse.UNKNOWN_MEMBER)
          || DiscordErrors.is(e, ErrorResponse.UNKNOWN_USER)) {
        return new Member(Set.of(), false);
      }
      throw e;
    }
  }

  /**
   * A member as Discord knows them.
   *
   * @param full whether the account is a person's who joined: no bot, no guest, nobody who has not
   *     accepted the server's rules yet
   */
  private record Member(Set<String> roles, boolean full) {}
}
