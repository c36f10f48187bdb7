package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stops, starts and recreates a project's services with the project's own files. */
public interface ServiceControl extends ApplicationServices {
  /**
   * Recreates one service's container from the project's files as they are now and starts it.
   * Touches no other service.
   *
   * @param overrideFile read after the project's own files, when it exists
   */
  void recreate(String service, Path overrideFile) throws ProblemException;

  /**
   * Recreates one service's container as {@link #recreate} does, and does not start it.
   *
   * @param overrideFile read after the project's own files, when it exists
   */
  void remake(String service, Path overrideFile) throws ProblemException;

  /**
   * Asks Compose which volume in Docker the project's files mean.
   *
   * @param key the volume's name in the files
   * @param withFile read after the project's own files
   */
  EffectiveVolume volume(String key, Optional<Path> withFile) throws ProblemException;

  /**
   * Identifies what these services would be recreated from, as a SHA-256: their definitions with
   * included files and variables resolved, and the images as they are on this machine. What is
   * mounted is not part of it, only where.
   *
   * @throws ProblemException when an image is not on this machine, or Compose cannot read the files
   */
  String definition(List<String> services) throws ProblemException;

  /** Returns the files that the project's containers were made from, the newest container first. */
  List<List<Path>> deployments() throws ProblemException;

  /**
   * Asks Compose what the project's files mount in a service at that path.
   *
   * @param withFile read after the project's own files
   * @return the volume as in {@link #volume}; a folder has its path as name and is external; an
   *     empty name when the files name nothing there, as with a volume of the image
   */
  EffectiveVolume mounted(String service, String path, Optional<Path> withFile)
      throws ProblemException;

  /**
   * Requires that a recreated service would have the image of its present containers.
   *
   * @throws ProblemException when the project's files name another one by now
   */
  void requireImage(String service) throws ProblemException;

  /** Explains how a recreated service would differ from the running one; empty if it would not. */
  Optional<String> drift(String service) throws ProblemException;

  /**
   * A volume as Compose understands the files.
   *
   * @param name its name in Docker
   * @param external whether Compose leaves making and removing it to others
   */
  record EffectiveVolume(String name, boolean external) {}
}
