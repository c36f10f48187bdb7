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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up people and user groups at Slack, and remembers them for some minutes. */
final class SlackPeople {
  private static final Logger LOG = LoggerFactory.getLogger(SlackPeople.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(3);

  /** Of more people than that, not each account is asked for to count them. */
  private static final int FEW = 10;

  private static final String PREFIX = SlackFrontEnd.NAME + ":";

  private final SlackApi api;
  private final Cache<String, String> names;
  private final Cache<String, Set<String>> groups;
  private final Cache<String, Boolean> members;

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
            .expireAfterWrite(REMEMBERED)
            .build();
    this.members =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(1_000)
            .expireAfterWrite(REMEMBERED)
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

  /**
   * Returns true if one of the ids is theirs or of their user group, and their account is a full
   * member's.
   *
   * @param now forgets what Slack said before
   * @param workspace the workspace that is served
   */
  boolean belongsAsMember(Actor actor, Collection<String> ids, boolean now, String workspace)
      throws DeliveryException {
    if (!actor.id().startsWith(PREFIX)) {
      return false;
    }
    String user = actor.id().substring(PREFIX.length());
    if (now) {
      members.invalidate(user);
      groups.invalidateAll(ids);
    }
    return belongs(actor, ids) && fullMember(user, workspace);
  }

  /** Lists the people of those ids; of a few, only those whose account is a full member's. */
  Set<String> people(Collection<String> ids, String workspace) throws DeliveryException {
    Set<String> users = new TreeSet<>();
    for (String id : ids) {
      users.addAll(id.startsWith("S") ? members(id) : Set.of(id));
    }
    Set<String> people = new TreeSet<>();
    for (String user : users) {
      if (users.size() > FEW || fullMember(user, workspace)) {
        people.add(PREFIX + user);
      }
    }
    return people;
  }

  private boolean fullMember(String user, String workspace) throws DeliveryException {
    Boolean known = members.getIfPresent(user);
    if (known == null) {
      known = isFullMember(user, workspace);
      members.put(user, known);
    }
    return known;
  }

  private boolean isFullMember(String user, String workspace) throws DeliveryException {
    try {
      User found = info(user);
      return !found.isDeleted()
          && !found.isBot()
          && !found.isRestricted()
          && !found.isUltraRestricted()
          && !found.isStranger()
          && isOf(found, workspace);
    } catch (DeliveryException e) {
      if (SlackErrors.isUnknownUser(e)) {
        return false;
      }
      throw e;
    }
  }

  /** In an Enterprise Grid, a person has one account and is a member of some workspaces. */
  private static boolean isOf(User user, String workspace) {
    if (workspace.isEmpty() || workspace.equals(user.getTeamId())) {
      return !workspace.isEmpty();
    }
    return user.getEnterpriseUser() != null
        && user.getEnterpriseUser().getTeams() != null
        && user.getEnterpriseUser().getTeams().contains(workspace);
  }

  private User info(String user) throws DeliveryException {
    return api.call(SlackMethod.USERS_INFO, user, slack -> slack.usersInfo(r -> r.user(user)))
        .getUser();
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
      User found = info(user);
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
