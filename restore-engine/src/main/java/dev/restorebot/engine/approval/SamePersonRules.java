package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ids of actors that belong to one human, who has only one vote.
 *
 * @param same sets of ids; an id in two of them makes them one
 */
public record SamePersonRules(List<Set<String>> same) {
  /** Nobody is known to have two ids. */
  public static final SamePersonRules DISTINCT = new SamePersonRules(List.of());

  public SamePersonRules {
    same = same.stream().<Set<String>>map(Set::copyOf).toList();
  }

  /** Returns whether two actors are one human, as far as is known. */
  public boolean one(Actor a, Actor b) {
    return idsOf(a.id()).contains(b.id());
  }

  /** Every id of the human who has this one. */
  Set<String> idsOf(String id) {
    Set<String> ids = new TreeSet<>(Set.of(id));
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
