package dev.restorebot.engine.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what checks find besides their verdict, for the report. Not thread-safe. */
public final class Findings {
  private Optional<Schema> schema = Optional.empty();
  private final Map<String, String> fingerprints = new TreeMap<>();
  private final List<SampleTable> samples = new ArrayList<>();

  public void schema(Schema found) {
    schema = Optional.of(found);
  }

  public void fingerprint(String table, String hash) {
    fingerprints.put(table, hash);
  }

  public void sample(SampleTable table) {
    samples.add(table);
  }

  Verification with(List<CheckResult> results, List<TableRows> tables, Level level) {
    return new Verification(results, tables, Optional.of(level), schema, fingerprints, samples);
  }
}
