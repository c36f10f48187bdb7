package dev.restorebot.engine.disaster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The services of a target that names none: nothing is stopped and nothing started. */
public final class NoServices implements ServiceControl {
  @Override
  public List<String> running() {
    return List.of();
  }

  @Override
  public void stop(List<String> services) {}

  @Override
  public void start(List<String> services, Path overrideFile) {}

  @Override
  public void recreate(String service, Path overrideFile) {
    throw new IllegalStateException("there is no service " + service);
  }

  @Override
  public void remake(String service, Path overrideFile) {
    throw new IllegalStateException("there is no service " + service);
  }

  @Override
  public EffectiveVolume volume(String key, Optional<Path> withFile) {
    throw new IllegalStateException("there is no volume " + key);
  }

  @Override
  public String definition(List<String> services) {
    return "";
  }

  @Override
  public List<List<Path>> deployments() {
    return List.of();
  }

  @Override
  public EffectiveVolume mounted(String service, String path, Optional<Path> withFile) {
    throw new IllegalStateException("there is no service " + service);
  }

  @Override
  public void requireImage(String service) {}

  @Override
  public Optional<String> drift(String service) {
    return Optional.empty();
  }
}
