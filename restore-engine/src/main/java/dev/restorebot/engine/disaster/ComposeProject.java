package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Compose project as its containers' labels describe it.
 *
 * @param name its name
 * @param workingDir the folder that it was started in
 * @param files the files that it was made from, in order
 * @param envFiles the files with variables that were given by hand; the folder's {@code .env} is
 *     not one of them
 * @param profiles the profiles that are active, by the settings
 */
public record ComposeProject(
    String name, Path workingDir, List<Path> files, List<Path> envFiles, List<String> profiles) {
  public ComposeProject {
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
    profiles = profiles == null ? List.of() : List.copyOf(profiles); // earlier versions stored none
  }

  /** The same project with these profiles. */
  public ComposeProject withProfiles(List<String> active) {
    return new ComposeProject(name, workingDir, files, envFiles, active);
  }

  /** The same project made from these files. */
  public ComposeProject withFiles(List<Path> others) {
    return new ComposeProject(name, workingDir, others, envFiles, profiles);
  }

  /** The same project as its next deployment from these files would read it. */
  public ComposeProject asDeployedNext() {
    return OverrideFile.withLoaded(this);
  }

  /** {@code docker compose} with what makes it see this project, before a subcommand. */
  public List<String> command(List<Path> moreFiles) {
    List<String> words = new ArrayList<>(List.of("docker", "compose"));
    words.addAll(List.of("--project-name", name));
    words.addAll(List.of("--project-directory", workingDir.toString()));
    envFiles.forEach(file -> words.addAll(List.of("--env-file", file.toString())));
    profiles.forEach(profile -> words.addAll(List.of("--profile", profile)));
    List<Path> all = new ArrayList<>(files);
    moreFiles.stream().filter(file -> !all.contains(file)).forEach(all::add);
    all.forEach(file -> words.addAll(List.of("--file", file.toString())));
    return words;
  }

  /** The same as a line for a shell, with the subcommand. */
  public String shell(List<Path> moreFiles, String... subcommand) {
    List<String> words = command(moreFiles);
    words.addAll(List.of(subcommand));
    return ShellWords.command(words.toArray(String[]::new));
  }
}
