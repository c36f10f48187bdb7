package dev.restorebot.bot.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads settings from a YAML file and the environment, which wins. */
public final class SettingsLoader {
  private SettingsLoader() {}

  /**
   * Loads and validates.
   *
   * @param file the YAML file; empty for the defaults
   * @throws SettingsException with everything that is wrong
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment)
      throws SettingsException {
    String source = file.map(Path::toString).orElse("The environment");
    List<String> problems = new ArrayList<>();
    SettingValues values = new SettingValues(environment, problems);
    if (file.isPresent()) {
      read(file.get(), problems).ifPresent(values::addFile);
    }
    values.checkEnvironment();
    Settings settings = new SettingsAssembly(values, environment).settings();
    if (!problems.isEmpty()) {
      throw new SettingsException(source, problems);
    }
    return settings;
  }

  /** Returns whether a variable of the environment is a setting, or would be one. */
  public static boolean isSetting(String variable) {
    return variable.startsWith(SettingKey.PREFIX)
        && !SettingValues.OTHER_VARIABLES.contains(variable);
  }

  /**
   * Loads and validates for a command that uses no chat: Slack and Discord are off, and their
   * tokens and the console's secret are not read.
   *
   * @throws SettingsException with everything else that is wrong
   */
  public static Settings loadWithoutChats(Optional<Path> file, Map<String, String> environment)
      throws SettingsException {
    Map<String, String> without = new HashMap<>(environment);
    for (String chat : List.of("slack", "discord", "console.sign-in")) {
      if (!chat.contains(".")) {
        without.put(SettingKeys.at(chat + ".enabled").environmentName(), "false");
      }
      Secrets.files().stream()
          .filter(key -> key.path().startsWith(chat + "."))
          .forEach(key -> without.put(key.secretVariable(), "not read"));
    }
    return load(file, without);
  }

  private static Optional<YamlTree> read(Path file, List<String> problems) {
    try {
      YamlTree tree = new YamlTree(Files.readString(file));
      if (tree.root().isPresent() && !tree.root().get().isObject()) {
        problems.add("it is not a list of settings such as `sandbox:` with lines below");
        return Optional.empty();
      }
      return Optional.of(tree);
    } catch (NoSuchFileException e) {
      problems.add("there is no such file");
    } catch (JsonProcessingException e) {
      // The original message may quote the line, and the line may hold a secret.
      Optional<Integer> tab = lineWithTab(file);
      if (tab.isPresent()) {
        problems.add(
            "line "
                + tab.get()
                + " begins with a tab; YAML takes only spaces, so indent with them");
        return Optional.empty();
      }
      String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      problems.add(
          "it is not valid YAML" + where + "; a text with one of ? : # { } [ ] in it needs quotes");
    } catch (YamlTree.Unsupported e) {
      problems.add(e.getMessage() + ", which settings cannot have");
    } catch (IOException e) {
      problems.add("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    return Optional.empty();
  }

  /** Returns the number of the first line that is indented with a tab. */
  private static Optional<Integer> lineWithTab(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return IntStream.range(0, lines.size())
          .filter(i -> lines.get(i).matches(" *\t.*"))
          .mapToObj(i -> i + 1)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
