package dev.restorebot.engine.disaster;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The disaster restores of some targets, in a store of all.
 *
 * @param all the store, which stays its owner's
 * @param targets tells the targets by {@link Disaster#target}
 */
public record DisasterStoreView(DisasterStore all, Predicate<String> targets)
    implements DisasterStore {
  @Override
  public boolean insert(Disaster disaster) {
    return all.insert(disaster);
  }

  @Override
  public Optional<Disaster> update(Disaster disaster) {
    return all.update(disaster);
  }

  @Override
  public Optional<Disaster> find(String id) {
    return all.find(id).filter(this::isShown);
  }

  @Override
  public Optional<Disaster> ofRequest(String request) {
    return all.ofRequest(request).filter(this::isShown);
  }

  @Override
  public List<Disaster> open() {
    return all.open().stream().filter(this::isShown).toList();
  }

  @Override
  public List<Disaster> current() {
    return all.current().stream().filter(this::isShown).toList();
  }

  @Override
  public List<Disaster> keeping() {
    return all.keeping().stream().filter(this::isShown).toList();
  }

  @Override
  public List<Disaster> recent(int limit) {
    return all.recent(Integer.MAX_VALUE).stream().filter(this::isShown).limit(limit).toList();
  }

  private boolean isShown(Disaster disaster) {
    return targets.test(disaster.target());
  }

  @Override
  public void close() {}
}
