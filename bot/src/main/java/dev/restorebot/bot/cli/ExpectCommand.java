package dev.restorebot.bot.cli;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.text.Counts;
import dev.restorebot.engine.verify.TableRows;
import dev.restorebot.engine.verify.expect.ExpectedCounts;
import dev.restorebot.engine.verify.expect.SourceAddress;
import dev.restorebot.engine.verify.expect.SourceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code restore-bot expect}: what production has when its backup is made. */
@Command(
    name = "expect",
    description = {
      "Counts every row of production in one snapshot, for `restore-bot test` to compare the"
          + " restored backup with. The backup job runs it and keeps the result beside the backup.",
      "With a command, it runs the command while the snapshot is held, with {snapshot} replaced by"
          + " its ID, ends with the exit code of the command, and writes the counts only if that is"
          + " 0. It ends with 4 if the database could not be reached or counted."
    })
final class ExpectCommand implements Callable<Integer> {
  private static final String PLACEHOLDER = "{snapshot}";

  @ParentCommand private RestoreBotCommand parent;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description =
          "The database: postgresql://USER@HOST:PORT/DATABASE. The password comes from PGPASSWORD"
              + " or a password file (~/.pgpass), never from the URL.")
  private String url;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where to write the counts: the name of the backup with .counts.json added. Without it:"
              + " standard output. An older file is removed first.")
  private Path output;

  @Option(
      names = "--query",
      paramLabel = "NAME=SQL",
      description =
          "A query to compare as well, such as \"paid=SELECT sum(amount) FROM app.payments\". It"
              + " returns one value, of which only a hash is kept. Can be given several times.")
  private Map<String, String> queries = new LinkedHashMap<>();

  @Option(
      names = "--snapshot",
      paramLabel = "ID",
      description =
          "Use a snapshot that another session has exported and still holds, instead of a new one.")
  private String snapshotId;

  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "COMMAND",
      description =
          "After --: the command that makes the backup, such as pg_dump --snapshot={snapshot} -Fc"
              + " -f app.dump. It is run without a shell.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws InterruptedException {
    parent.quietLog();
    SourceAddress address = usage(() -> SourceAddress.of(url, parent.environment()));
    checkUsage();
    try {
      removeOlder();
      try (StopHook hook = new StopHook();
          SourceSnapshot snapshot = snapshot(address)) {
        return command.isEmpty() ? count(snapshot, hook) : run(snapshot, hook);
      }
    } catch (ProblemException e) {
      parent.results(parent.err()).problem(e.problem());
      return ExitCodes.COULD_NOT_VERIFY;
    } catch (IOException e) {
      parent.err().println(Plain.of(String.valueOf(e.getMessage())));
      return ExitCodes.COULD_NOT_VERIFY;
    }
  }

  private void checkUsage() {
    if (queries.entrySet().stream()
        .anyMatch(each -> each.getKey().isBlank() || each.getValue().isBlank())) {
      throw usage("--query needs a name and a query: NAME=SQL");
    }
    if (output != null && !Files.isDirectory(output.toAbsolutePath().getParent())) {
      throw usage("The folder of --output does not exist: " + output);
    }
    if (command.isEmpty()) {
      return;
    }
    if (output == null) {
      throw usage("With a command, --output is needed: the command has standard output");
    }
    if (json.wanted()) {
      throw usage("With a command, --json is not possible: the command has standard output");
    }
    if (snapshotId != null) {
      throw usage("With a command, --snapshot makes no sense: the command gets a new one");
    }
    if (command.stream().noneMatch(word -> word.contains(PLACEHOLDER))) {
      throw usage(
          "The command does not use the snapshot, so its backup may have other rows: give it"
              + " --snapshot="
              + PLACEHOLDER);
    }
  }

  private SourceSnapshot snapshot(SourceAddress address) throws ProblemException {
    if (snapshotId == null) {
      return SourceSnapshot.export(address);
    }
    String id = usage(() -> SourceSnapshot.checkedId(snapshotId));
    return SourceSnapshot.of(address, id);
  }

  private int count(SourceSnapshot snapshot, StopHook hook) throws ProblemException, IOException {
    hook.stops(snapshot::abort);
    ExpectedCounts counts = snapshot.count(queries);
    if (output == null) {
      parent.out().print(counts.json());
      parent.out().flush();
    } else {
      write(counts);
    }
    return ExitCodes.PASSED;
  }

  private int run(SourceSnapshot snapshot, StopHook hook) throws IOException, InterruptedException {
    Process process = start(snapshot.id());
    hook.stops(
        () -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          snapshot.abort();
        });
    Optional<ExpectedCounts> counts = Optional.empty();
    Optional<Problem> problem = Optional.empty();
    int code;
    try {
      counts = Optional.of(snapshot.count(queries));
    } catch (ProblemException e) {
      problem = Optional.of(e.problem());
    } finally {
      // The backup matters more than its counts: it is never ended because of them.
      code = process.waitFor();
    }
    if (code != 0) {
      say("The command ended with exit code " + code + ". " + output + " was not written.");
      return code;
    }
    if (counts.isEmpty()) {
      say("The command succeeded, but its backup has no counts: " + output + " was not written.");
      problem.ifPresent(parent.results(parent.err())::problem);
      return ExitCodes.COULD_NOT_VERIFY;
    }
    write(counts.get());
    return ExitCodes.PASSED;
  }

  /** Counts of an earlier backup must not stay beside a new one. */
  private void removeOlder() throws IOException {
    try {
      if (output != null) {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new IOException(
          output + " is from an earlier run and could not be removed. Nothing was started.", e);
    }
  }

  private Process start(String id) throws IOException {
    List<String> words = command.stream().map(word -> word.replace(PLACEHOLDER, id)).toList();
    try {
      return new ProcessBuilder(words).inheritIO().start();
    } catch (IOException e) {
      throw new IOException("The command " + words.get(0) + " could not be started.", e);
    }
  }

  private void write(ExpectedCounts counts) throws IOException {
    Path unfinished = output.resolveSibling("." + output.getFileName() + ".tmp");
    try {
      Files.writeString(unfinished, counts.json());
      Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException(output + " could not be written. Check the folder and its disk.", e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    long rows = TableRows.total(counts.tables());
    long tables = TableRows.count(counts.tables());
    if (json.wanted()) {
      parent.answers().json(new Written(output.toString(), counts.database(), tables, rows));
      return;
    }
    say(
        output
            + ": "
            + Counts.of(rows, "row")
            + " in "
            + Counts.of(tables, "table")
            + " of "
            + counts.database()
            + ".");
  }

  /** The answer for a program when the counts are in a file. */
  private record Written(String file, String database, long tables, long rows) {}

  private void say(String text) {
    parent.err().println(Plain.of(text));
  }

  private <T> T usage(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
