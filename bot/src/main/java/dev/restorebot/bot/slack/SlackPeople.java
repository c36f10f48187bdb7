package dev.restorebot.bot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.slack.api.model.User;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up people and user groups at Slack, and remembers them for some minutes. */
final class SlackPeople {
  private static final Logger LOG = LoggerFactory.getLogger(SlackPeople.class);
  private static final String PREFIX = SlackFrontEnd.NAME + ":";

  private final SlackApi api;
  private final Cache<String, String> names;
  private final Cache<String, Set<String>> groups;

  SlackPeople(SlackApi api, Ticker ticker) {
    this.api = api;
    this.names =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();
    this.groups =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(3))
            .build();
  }

  /** A person; named as Slack's event names them when Slack does not say more. */
  Actor actor(String user, String fallback) {
    return new Actor(PREFIX + user, name(user, fallback));
  }

  /** Returns true if one of the ids is theirs, or of a user group that they are in. */
  boolean belongs(Actor actor, Collection<String> ids) throws DeliveryException {
    if (!actor.id().startsWith(PREFIX)) {
      return false;
    }
    String user = actor.id().substring(PREFIX.length());
    if (ids.contains(user)) {
      return true; // without asking Slack
    }
    for (String id : ids) {
      if (id.startsWith("S") && members(id).contains(user)) {
        return true;
      }
    }
    return false;
  }

  private Set<String> members(String group) throws DeliveryException {
    Set<String> known = groups.getIfPresent(group);
    if (known == null) {
      var response =
          api.call(
              SlackMethod.USERGROUPS_USERS_LIST,
              group,
              slack -> slack.usergroupsUsersList(r -> r.usergroup(group)));
      List<String> users = response.getUsers();
      known = users == null ? Set.of() : Set.copyOf(users);
      groups.put(group, known);
    }
    return known;
  }

  private String name(String user, String fallback) {
    String known = names.getIfPresent(user);
    if (known != null) {
      return known;
    }
    try {
      User found =
          api.call(SlackMethod.USERS_INFO, user, slack -> slack.usersInfo(r -> r.user(user)))
              .getUser();
      String name =
          Stream.of(
                  found.getProfile() == null ? null : found.getProfile().getDisplayName(),
                  found.getRealName(),
                  found.getName())
              .filter(Objects::nonNull)
              .filter(text -> !text.isBlank())
              .findFirst()
              .orElse(fallback);
      names.put(user, name);
      return name;
    } catch (DeliveryException e) {
      LOG.warn("{} is named as Slack's event names them: {}", user, e.getMessage());
      return fallback == null || fallback.isBlank() ? user : fallback;
    }
  }
}
