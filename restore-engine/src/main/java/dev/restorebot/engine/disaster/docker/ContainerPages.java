package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.PageGetter;
import dev.restorebot.engine.disaster.rehearsal.IsolatedProject;
import dev.restorebot.engine.disaster.rehearsal.RehearsalNames;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.TimeLimit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gets pages from the probe's container, which alone is on all networks of a rehearsal. Its image
 * is the database's, which has bash but no program for HTTP: so it speaks HTTP/1.0 itself.
 */
final class ContainerPages implements PageGetter {
  /** Parameters: host, port, path with query, the host that is asked for. */
  private static final String SCRIPT =
      """
      echo $$
      exec timeout 10 bash -c '
        exec 3<>"/dev/tcp/$1/$2" || exit 7
        printf "GET %s HTTP/1.0\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n" "$3" "$4" >&3
        head -c 1000000 <&3
      ' page "$@" 2>/dev/null
      """;

  /** Exit codes of a shell for a program that cannot be run. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  /** The script ends by itself after 10 s; this is for one that Docker does not end. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ (\\d{3})\\b.*");

  private final DockerAccess docker;
  private final RehearsalNames names;
  private final IsolatedProject project;
  private final Cancellation cancellation;

  ContainerPages(
      DockerAccess docker,
      RehearsalNames names,
      IsolatedProject project,
      Cancellation cancellation) {
    this.cancellation = cancellation;
    this.docker = docker;
    this.names = names;
    this.project = project;
  }

  @Override
  public Page get(URI url) throws IOException {
    IsolatedProject.Port port =
        project.port(url).orElseThrow(() -> new IOException("nobody is at " + url.getHost()));
    List<String> lines = new ArrayList<>();
    try (TimeLimit limit = new TimeLimit(LONGEST, cancellation)) {
      String probe =
          new ProjectContainers(docker, names.project()).single(RehearsalNames.PROBE).getId();
      int exit =
          docker.run(
              probe,
              SCRIPT,
              List.of(
                  port.service(), String.valueOf(port.number()), path(url), url.getRawAuthority()),
              lines::add,
              limit.cancellation());
      if (exit == NOT_EXECUTABLE || exit == NOT_FOUND) {
        throw new NotAskedException("the database's image has no bash or no timeout", null);
      }
    } catch (ProblemException e) {
      throw new NotAskedException(e.problem().message(), e);
    } catch (CancellationException e) {
      cancellation.check();
      throw new NotAskedException("Docker did not run the request within 30 s", e);
    }
    Matcher status = STATUS.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!status.matches()) {
      throw new IOException("no answer");
    }
    int blank = lines.stream().map(String::strip).toList().indexOf("");
    return new Page(
        Integer.parseInt(status.group(1)),
        String.join("\n", lines.subList(blank < 0 ? lines.size() : blank, lines.size())));
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
