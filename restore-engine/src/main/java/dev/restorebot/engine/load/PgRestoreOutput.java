package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what {@code pg_restore --verbose} says: errors with their object, and how far it is.
 *
 * <p>Source of the wording: PostgreSQL's {@code pg_backup_archiver.c} ({@code
 * warn_or_exit_horribly}, {@code restore_toc_entry}, {@code restore_toc_entries_parallel}); before
 * version 12 messages start with {@code [archiver]}.
 */
final class PgRestoreOutput {
  private static final Pattern OURS = Pattern.compile("^pg_restore: (.*)", Pattern.DOTALL);
  private static final Pattern FROM_ENTRY = Pattern.compile("from TOC entry (\\d+);");
  private static final Pattern ERROR =
      Pattern.compile("^(?:error|fatal): (.*)|^\\[[a-z ()]+] (.*)", Pattern.DOTALL);
  private static final Pattern ITEM =
      Pattern.compile("^(launching|processing|finished|skipping) item (\\d+) ");
  private static final Pattern SERIAL =
      Pattern.compile("^(?:creating ([A-Z ]+) \"(.*)\"|processing data for table \"(.*)\")$");

  private final Map<Integer, TocEntry> byId;
  private final Map<String, TocEntry> byDisplay;
  private final ErrorCollector errors;
  private final RestoreProgress progress;
  private String object = "";
  private boolean numbered;
  private Optional<ErrorBlock> open = Optional.empty();

  PgRestoreOutput(List<TocEntry> entries, ErrorCollector errors, RestoreProgress progress) {
    this.byId = entries.stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
    this.byDisplay =
        entries.stream()
            .collect(Collectors.toMap(TocEntry::display, Function.identity(), (a, b) -> a));
    this.errors = errors;
    this.progress = progress;
  }

  /** A line of its standard error. */
  synchronized void line(String line) {
    Matcher ours = OURS.matcher(line);
    if (ours.matches()) {
      message(ours.group(1));
    } else {
      open.ifPresent(block -> continuation(block, line));
    }
  }

  /** The tool has ended: whatever is still open is complete. */
  synchronized void end() {
    open.ifPresent(block -> block.into(errors));
    open = Optional.empty();
  }

  private void message(String text) {
    if (text.startsWith("detail: ") || text.startsWith("hint: ")) {
      open.ifPresent(block -> block.more(text));
      return;
    }
    end();
    Matcher entry = FROM_ENTRY.matcher(text);
    if (entry.find()) {
      object =
          Optional.ofNullable(byId.get(Integer.valueOf(entry.group(1))))
              .map(TocEntry::display)
              .orElse("");
      return;
    }
    Matcher error = ERROR.matcher(text);
    if (error.matches()) {
      String said = error.group(1) != null ? error.group(1) : error.group(2);
      if (!said.startsWith("Error while ") && !said.startsWith("WARNING: errors ignored")) {
        open = Optional.of(new ErrorBlock(object, said));
        object = "";
      }
      return;
    }
    follow(text);
  }

  private static void continuation(ErrorBlock block, String line) {
    if (line.startsWith("Command was: ")) {
      block.statement(line.substring("Command was: ".length()));
    } else {
      block.more(line);
    }
  }

  private void follow(String text) {
    Matcher item = ITEM.matcher(text);
    if (item.find()) {
      numbered = true;
      int id = Integer.parseInt(item.group(2));
      switch (item.group(1)) {
        case "finished", "skipping" -> progress.finished(id);
        case "launching" -> progress.started(id);
        default -> progress.startedAlone(id);
      }
      return;
    }
    if (numbered) {
      // A parallel restore also prints the lines of a serial one; its numbers say more.
      return;
    }
    Matcher serial = SERIAL.matcher(text);
    if (serial.matches()) {
      String display =
          serial.group(3) != null
              ? "TABLE DATA " + serial.group(3)
              : serial.group(1) + " " + serial.group(2);
      Optional.ofNullable(byDisplay.get(display))
          .ifPresent(entry -> progress.startedAlone(entry.dumpId()));
    }
  }
}
