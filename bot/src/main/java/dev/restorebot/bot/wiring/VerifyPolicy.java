package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.verify.CheckSettings;
import dev.restorebot.engine.verify.VerifySettings;
import java.util.Set;
import java.util.stream.Collectors;

/** Translates the settings of verification into those of the engine. */
final class VerifyPolicy {
  private VerifyPolicy() {}

  static VerifySettings of(Settings.Verify verify, boolean privilegesRestored) {
    return new VerifySettings(
        verify.keyTables(),
        verify.alembicHead(),
        new CheckSettings(
            verify.level(),
            verify.statementTimeout(),
            new CheckSettings.Drift(
                verify.schemaDrift() == Settings.SchemaDrift.FAIL, verify.maxDrop()),
            verify.minRows().stream()
                .collect(
                    Collectors.toMap(Settings.MinRows::table, Settings.MinRows::rows, (a, b) -> b)),
            new CheckSettings.Alembic(verify.alembicVersions(), verify.alembicSchema()),
            new CheckSettings.Times(
                verify.freshness(),
                verify.maxAge(),
                verify.maxBackupAge(),
                verify.maxRestoreTime()),
            queries(verify),
            new CheckSettings.Accepted(
                verify.allowEmpty(), verify.accept(), Set.copyOf(verify.strict())),
            verify.expect(),
            verify.asRole().map(role -> new CheckSettings.AsRole(role, privilegesRestored))));
  }

  private static CheckSettings.Queries queries(Settings.Verify verify) {
    return new CheckSettings.Queries(
        verify.canary().map(each -> new CheckSettings.Canary(each.sql(), each.value().value())),
        verify.samples().stream()
            .map(each -> new CheckSettings.Sample(each.name(), each.sql()))
            .toList(),
        Set.copyOf(verify.unmask()),
        verify.assertions().stream()
            .map(each -> new CheckSettings.Assertion(each.name(), each.sql(), each.is()))
            .toList(),
        new CheckSettings.Uploads(verify.uploadsQuery(), verify.uploadsRequired()));
  }
}
