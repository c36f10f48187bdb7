package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.TocEntry;
import dev.restorebot.engine.task.Progress;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A real restore, recorded: the table of contents (id, kind, schema, name, bytes, rows, definition)
 * and each call of {@link RestoreProgress} with its time in milliseconds.
 */
record RecordedRestore(List<TocEntry> entries, List<String[]> calls, long end) {
  /** An estimate, and when it was made. */
  record Estimate(long at, Progress progress) {}

  /** A replay: every estimate, and the timeline that is kept for the next restore. */
  record Replay(List<Estimate> estimates, List<Long> timeline) {}

  static RecordedRestore read(String name) {
    List<TocEntry> entries = new ArrayList<>();
    List<String[]> calls = new ArrayList<>();
    try (InputStream in = RecordedRestore.class.getResourceAsStream("/restores/" + name)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("entry ")) {
          entries.add(entry(line.substring("entry ".length()).split("\\|", 7)));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          calls.add(line.split(" ", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RecordedRestore(entries, calls, Long.parseLong(calls.get(calls.size() - 1)[0]));
  }

  private static TocEntry entry(String[] part) {
    return new TocEntry(
        Integer.parseInt(part[0]),
        part[1],
        part[2],
        part[3],
        "",
        "",
        part[6],
        number(part[4]),
        number(part[5]));
  }

  private static OptionalLong number(String text) {
    long value = Long.parseLong(text);
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Replays it, with the timeline of an earlier restore; empty for none. */
  Replay replay(List<Long> earlier) {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<Estimate> estimates = new ArrayList<>();
    ProgressListener seen = told -> estimates.add(new Estimate(now.get().toEpochMilli(), told));
    RestoreTimer timer = new RestoreTimer(earlier, now::get, seen);
    RestoreProgress progress = new RestoreProgress(entries, now::get, timer);
    for (String[] call : calls) {
      now.set(Instant.ofEpochMilli(Long.parseLong(call[0])));
      if (!call[1].equals("end")) {
        int id = Integer.parseInt(call[2]);
        switch (call[1]) {
          case "started" -> progress.started(id);
          case "alone" -> progress.startedAlone(id);
          case "finished" -> progress.finished(id);
          case "partial" -> progress.partial(id, Double.parseDouble(call[3]));
          default -> throw new IllegalArgumentException(call[1]);
        }
      }
    }
    return new Replay(estimates, timer.timeline());
  }

  /** How far the whole time that an estimate means is from the real one, as a share of it. */
  double error(Estimate estimate) {
    Optional<Duration> left = estimate.progress().eta();
    return left.isEmpty() ? 1 : (double) (estimate.at() + left.get().toMillis() - end) / end;
  }
}
