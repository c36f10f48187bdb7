package dev.restorebot.bot.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the lists of calls that the proxy before Docker passes on, as the proxy reads it. */
public final class ProxyRules {
  private static final Pattern RULE = Pattern.compile("'~(\\S.*)' (?:engine|look);");
  private static final Pattern LOGGED =
      Pattern.compile("((?:GET|HEAD|POST|PUT|DELETE) \\S+) (\\d+) (engine|look|refused)");

  private final List<Pattern> rules;

  private ProxyRules(List<Pattern> rules) {
    this.rules = rules;
  }

  /** Reads the list; a line that is neither a rule nor a remark is an error. */
  public static ProxyRules read(String file) throws IOException {
    List<Pattern> rules = new ArrayList<>();
    Path list = Deployment.CONFIG.resolve("docker-proxy").resolve(file);
    for (String line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Matcher rule = RULE.matcher(line);
        if (!rule.matches()) {
          throw new IllegalArgumentException(file + ": " + line);
        }
        rules.add(Pattern.compile(rule.group(1)));
      }
    }
    return new ProxyRules(rules);
  }

  /** The rules that none of the calls needed; the first that fits counts, as for the proxy. */
  public Set<String> superfluous(String log) {
    Set<String> unused = new LinkedHashSet<>();
    rules.forEach(rule -> unused.add(rule.pattern()));
    for (String call : calls(log, "engine|look")) {
      rules.stream()
          .filter(rule -> rule.matcher(call).find())
          .findFirst()
          .ifPresent(rule -> unused.remove(rule.pattern()));
    }
    return unused;
  }

  /** The calls that the proxy's log says it did not pass on, or not as they were. */
  public static List<String> refused(String log) {
    List<String> all = new ArrayList<>(calls(log, "refused"));
    Matcher logged = LOGGED.matcher(log);
    while (logged.find()) {
      if (logged.group(3).equals("look") && logged.group(2).equals("403")) {
        all.add(logged.group(1));
      }
    }
    return all;
  }

  private static List<String> calls(String log, String to) {
    return LOGGED
        .matcher(log)
        .results()
        .filter(logged -> logged.group(3).matches(to))
        .map(logged -> logged.group(1))
        .toList();
  }
}
