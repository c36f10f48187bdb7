package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ids of actors that belong to one human, who has only one vote. An id without a chat is one of
 * the command line: {@code ben} is {@code cli:ben}.
 *
 * @param same sets of ids; an id in two of them makes them one
 */
public record SamePersonRules(List<Set<String>> same) {
  private static final String COMMAND_LINE = "cli:";

  /** Nobody is known to have two ids. */
  public static final SamePersonRules DISTINCT = new SamePersonRules(List.of());

  public SamePersonRules {
    same =
        same.stream()
            .map(
                person ->
                    person.stream()
                        .map(SamePersonRules::full)
                        .collect(Collectors.toUnmodifiableSet()))
            .toList();
  }

  /** Returns whether two actors are one human, as far as is known. */
  public boolean one(Actor a, Actor b) {
    return idsOf(a.id()).contains(full(b.id()));
  }

  /** Returns whether an id is said to belong to somebody who has another one too. */
  public boolean knows(String id) {
    return idsOf(id).size() > 1;
  }

  private static String full(String id) {
    return id.indexOf(':') < 0 ? COMMAND_LINE + id : id;
  }

  /** Every id of the human who has this one. */
  Set<String> idsOf(String id) {
    Set<String> ids = new TreeSet<>(Set.of(full(id)));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Set<String> person : same) {
        if (person.stream().anyMatch(ids::contains)) {
          grew |= ids.addAll(person);
        }
      }
    }
    return ids;
  }

  /** One text a person, in an order of its own: equal for equal mappings. */
  List<String> canonical() {
    return same.stream()
        .flatMap(Set::stream)
        .map(id -> String.join(" ", idsOf(id)))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }
}
