package dev.restorebot.engine.verify.check;

import dev.restorebot.engine.verify.Check;
import dev.restorebot.engine.verify.ObjectKind;
import dev.restorebot.engine.verify.RestoreErrorsCheck;
import dev.restorebot.engine.verify.UploadsToCheck;
import dev.restorebot.engine.verify.Verifier;
import dev.restorebot.engine.verify.alembic.AlembicCheck;
import dev.restorebot.engine.verify.expect.ExpectedCountsCheck;
import dev.restorebot.engine.verify.uploads.UploadsCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every check, in the order in which they run and are reported. */
public final class AllChecks {
  private AllChecks() {}

  /** Returns a verifier of every check, which looks for no archive of uploads. */
  public static Verifier verifier() {
    return new Verifier(all(), Optional.empty());
  }

  /** Returns a verifier of every check, that of the archive of uploads included. */
  public static Verifier verifier(UploadsToCheck uploads) {
    return new Verifier(all(), Optional.of(uploads));
  }

  /** Returns the names of all checks, in their order. */
  public static List<String> names() {
    return all().stream().map(Check::name).toList();
  }

  static List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(new RestoreErrorsCheck());
    Arrays.stream(ObjectKind.values()).map(StructureCheck::new).forEach(checks::add);
    checks.addAll(
        List.of(
            new RowCountsCheck(),
            new ExpectedCountsCheck(),
            new BackupGapsCheck(),
            new KeyTablesCheck(),
            new AlembicCheck(),
            new BackupAgeCheck(),
            new RestoreTimeCheck(),
            new CanaryCheck(),
            new SchemaDriftCheck(),
            new RowDriftCheck(),
            new RowMinimumCheck(),
            new AsRoleCheck(),
            new SequencesCheck(),
            HealthCheck.indexes(),
            HealthCheck.constraints(),
            HealthCheck.triggers(),
            new CollationsCheck(),
            new TextEncodingCheck(),
            new FreshnessCheck(),
            new SamplesCheck(),
            new AssertionsCheck(),
            new UploadsCheck(),
            new ForeignKeysCheck(),
            new BtreesCheck(),
            new FingerprintsCheck()));
    return List.copyOf(checks);
  }
}
