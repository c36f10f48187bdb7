package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings whose parts have names of their own: each name is explained, read and kept. */
class StructuredSettingsTest {
  private static final Path ANNOTATED = Path.of("..", "config", "restore-bot.yaml");
  private static final Pattern NAME =
      Pattern.compile("(?:[{,-] |^ +)([a-z][a-z-]*): ", Pattern.MULTILINE);

  @TempDir Path temp;

  static List<String> structures() {
    return SettingKeys.all().stream()
        .filter(key -> key.structure().isPresent())
        .map(SettingKey::path)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("structures")
  void theAnnotatedFileShowsEveryNameAndNoOther(String path) throws Exception {
    String shown = example(path);
    List<String> names = NAME.matcher(shown).results().map(found -> found.group(1)).toList();

    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            SettingKeys.at(path).structure().orElseThrow().fields().stream()
                .map(StructureField::name)
                .toList());
  }

  @Test
  void theExamplesOfDatabasesAndDrillsCanBeUsed() throws Exception {
    Settings settings =
        load("databases:\n" + example("databases") + "\ndrills:\n" + example("drills"));

    assertThat(settings.verifyOf("zenops").keyTables()).containsExactly("users", "assignments");
    assertThat(settings.drills()).hasSize(1);
  }

  @Test
  void theExampleOfTargetsCanBeUsedAndShowsTwo() throws Exception {
    Settings settings = load("slack: {channels: [C0456EFGH]}\ntargets:\n" + example("targets"));

    assertThat(settings.disasters().keySet()).containsExactly("shop", "billing");
  }

  @Test
  void aTargetHasTheSettingsOfDisasterAndItsOwn() throws Exception {
    Settings settings =
        load(
            """
            disaster: {service: pg, safety-copy: true, contacts: [Asha]}
            targets:
              - name: shop
                project: shop_prod
                http-checks: [{name: ready, url: "http://localhost/readyz"}]
              - {name: billing, project: billing, contacts: [], service: db, leads: ["slack:U1234"]}
            """);

    Settings.Disaster shop = settings.disasters().get("shop");
    assertThat(shop.project()).contains("shop_prod");
    assertThat(shop.service()).isEqualTo("pg");
    assertThat(shop.safetyCopy()).isTrue();
    assertThat(shop.contacts()).containsExactly("Asha");
    assertThat(shop.httpChecks()).hasSize(1);
    Settings.Disaster billing = settings.disasters().get("billing");
    assertThat(billing.service()).isEqualTo("db");
    assertThat(billing.safetyCopy()).isTrue();
    assertThat(billing.contacts()).isEmpty();
    assertThat(billing.leads()).containsExactly("slack:U1234");
    assertThat(settings.describe()).contains("targets.billing.service: db");
  }

  @Test
  void disasterAloneMeansOneTargetThatIsNamedAfterItsProject() throws Exception {
    Settings settings = load("disaster: {project: zenops}");

    assertThat(settings.disasters()).containsOnlyKeys("zenops");
    assertThat(settings.disasters().get("zenops")).isEqualTo(settings.disaster());
    assertThat(load("").disasters()).isEmpty();
  }

  /** Sets every name to another value than its default: each reaches the records. */
  @Test
  void everyNameReachesTheRecords() throws Exception {
    Settings settings =
        load(
            """
            verify:
              canary: {sql: c-sql, value: c-value}
              samples: [{name: s-name, sql: s-sql}]
              assertions: [{name: a-name, sql: a-sql, is: ">= 7"}]
              after-restore: [{sql: /r-sql, time-limit: 7m}, {command: [r-command, "r b"]}]
              ignore-errors: [{pattern: i-pattern, reason: i-reason}]
            disaster:
              http-checks: [{name: h-name, url: "http://h-url/", status: 204, contains: h-contains}]
            drills:
              - {database: d-database, channel: "slack:d-channel", schedule: 5 4 * * *,
                 time-zone: Asia/Tokyo, auto: true, pick: random, names: d-names, level: deep,
                 overdue-after: 5h}
            """);

    assertThat(settings.toString())
        .contains("c-sql", "s-name", "s-sql", "a-name", "a-sql", ">= 7", "i-pattern", "i-reason")
        .contains("/r-sql", "PT7M", "[r-command, r b]", "PT10M")
        .contains("h-name", "http://h-url/", "204", "h-contains")
        .contains("d-database", "slack:d-channel", "5 4 * * *", "Asia/Tokyo", "auto=true")
        .contains("RANDOM", "d-names", "DEEP", "PT5H")
        .doesNotContain("c-value");
    assertThat(settings.verify().canary().orElseThrow().value())
        .isEqualTo(new SecretValue("c-value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          verify: {samples: [{name: a, sqll: b}]} | verify.samples[0].sqll: is unknown; did you mean sql? | line 1
          verify: {canary: {sql: a, valeu: b}} | verify.canary.valeu: is unknown; did you mean value? | line 1
          verify: {assertions: [{name: a, sql: b, si: 5}]} | verify.assertions[0].si: is unknown; did you mean is? | line 1
          verify: {ignore-errors: [{patern: a, reason: b}]} | verify.ignore-errors[0].patern: is unknown; did you mean pattern? | line 1
          verify: {after-restore: [{sqll: /a}]} | verify.after-restore[0].sqll: is unknown; did you mean sql? | line 1
          verify: {after-restore: [{time-limit: 1m}]} | verify.after-restore[0]: needs either `sql` or `command` | line 1
          verify: {after-restore: [{sql: /a, command: b}]} | verify.after-restore[0]: needs either `sql` or `command` | line 1
          verify: {after-restore: [{sql: [/a]}]} | verify.after-restore[0]: sql takes one value | line 1
          verify: {after-restore: [{command: {a: b}}]} | verify.after-restore[0]: command takes a list | line 1
          verify: {after-restore: [{command: [a, '']}]} | verify.after-restore[0]: command takes a list of texts of one line, not empty | line 1
          disaster: {http-checks: [{name: a, url: 'http://a', stauts: 200}]} | disaster.http-checks[0].stauts: is unknown; did you mean status? | there are [contains, name, status, url]
          drills: [{database: a, channel: 'slack:C1', overdue: 3d}] | drills[0].overdue: is unknown | there are [auto, channel, database
          drills: [{database: a, channel: 'slack:C1', levle: deep}] | drills[0].levle: is unknown; did you mean level? | line 1
          databases: {zenops: {alembic-hed: x}} | databases.zenops.alembic-hed: is unknown; did you mean alembic-head? | line 1
          verify: {strict: [rowz]} | verify.strict: "rowz" is not a check: one of [restore-errors, tables, | valid-indexes
          databases: {zenops: {strict: [rowz]}} | databases.zenops.strict: "rowz" is not a check: one of [restore-errors, | line 1
          databases: {zenops: {imgae: a}} | databases.zenops.imgae: is unknown; did you mean image? | line 1
          databases: {zenops: {samples: [{nmae: a, sql: b}]}} | databases.zenops.samples[0].nmae: is unknown; did you mean name? | line 1
          drills: [{database: a, channel: C1}] | drills[0]: channel: "C1" is not a channel such as slack:C0123ABCD | line 1
          drills: [{database: a, channel: 'slack:C1', overdue-after: 0d}] | drills[0]: overdue-after: "0d" is not a time | line 1
          drills: [{database: a, channel: 'slack:C1'}, {database: a, channel: 'slack:C1'}] | drills: names a database twice | line 1
          { disaster: {kind: server, database: a, server: {host: h, user: u}}, drills: [{database: a, kind: rehearsal, channel: 'slack:C1'}] } | drills: has a rehearsal of a, whose target has `kind: server`; only targets in Compose can be rehearsed | line 1
          disaster: {http-checks: [{name: a, url: 'http://a', status: soon}]} | status: "soon" is not a whole number from 100 to 599 | line 1
          targets: {shop: {project: a}} | targets: is a list of { name: ..., project: ... } | line 1
          targets: [{project: a}] | targets[0]: has a `name` of one word | line 1
          targets: [shop] | targets[0]: has a `name` of one word | line 1
          targets: [{name: a b, project: a}] | targets[0]: has a `name` of one word | line 1
          targets: [{name: shop}] | targets[0]: has a `project` | line 1
          targets: [{name: shop, kind: server}] | targets[0]: has a `server` with `host` and `user` | line 1
          disaster: {kind: server, database: a} | disaster: has a `server` with `host` and `user` | line 1
          disaster: {kind: server, server: {host: h, user: u}} | disaster: has a `database` | line 1
          disaster: {project: a, server: {host: h, user: u}} | disaster.server: is for `kind: server` | line 1
          disaster: {kind: server, database: a, server: {host: h}} | disaster.server: has a `host` and a `user` | line 1
          disaster: {kind: server, database: a, server: {host: h, user: u, sslmode: on}} | sslmode: "on" is not one of | line 1
          disaster: {kind: server, database: a, project: p, server: {host: h, user: u}} | disaster.project-directory: is needed | to find the project of the services
          disaster: {kind: server, database: a, safety-copy: true, server: {host: h, user: u}} | disaster.safety-copy: is not made | line 1
          targets: [{name: a, kind: server, database: x, server: {host: h, user: u}}, {name: b, kind: server, database: x, server: {host: h, user: u}}] | targets[1]: has the database h:5432/x like the target a | line 1
          targets: [{name: shop, projekt: a}] | targets[0].projekt: is unknown; did you mean project? | line 1
          targets: [{name: shop, project: a, stop: api}] | targets[0].stop: is a list, such as [api] | line 1
          targets: [{name: shop, project: a, stop: [db]}] | targets[0].stop: names the database's service | line 1
          targets: [{name: shop, project: a, leads: [asha]}] | targets[0].leads: "asha" is not a person or group of a chat such as slack:U0123ABCD | line 1
          targets: [{name: shop, project: a, approval-channel: 'slack:C1'}] | targets[0].approval-channel: is not in slack.channels or discord.channels | line 1
          targets: [{name: a, project: a}, {name: a, project: b}] | targets[1].name: is the name of two targets: a | line 1
          targets: [{name: a, project: a}, {name: b, project: a}] | targets[1]: has the database service a/db like the target a; each needs its own | line 1
          targets: [{name: a, project: a, override-file: /o}, {name: b, project: b, override-file: /o}] | targets[1]: has the override-file /o like the target a | line 1
          { disaster: {project: a}, targets: [{name: b, project: b}] } | disaster.project: is set beside targets; move it into an entry of targets, or remove targets | line 1
          sandbox: {lifetime: [24h]} | sandbox.lifetime: takes one value, not a list | line 1
          backups: {folders: [[a]]} | backups.folders: has a list within a list | line 1
          """)
  void saysWhatIsWrongAndWhatWasMeant(String yaml, String message, String more) {
    assertThat(catchThrowableOfType(SettingsException.class, () -> load(yaml)))
        .hasMessageContaining(message)
        .hasMessageContaining(more);
  }

  /** Returns the example in the comment above a setting, without the comment's sign. */
  private static String example(String path) throws Exception {
    List<String> lines = Files.readAllLines(ANNOTATED);
    int end = new YamlTree(String.join("\n", lines)).line(path).orElseThrow() - 1;
    int start = end;
    while (lines.get(start - 1).strip().startsWith("#")) {
      start--;
    }
    String comment =
        lines.subList(start, end).stream()
            .map(line -> line.strip().substring(1).replaceAll(" #.*", ""))
            .collect(Collectors.joining("\n"));
    int example = comment.indexOf("For example:");
    return example < 0 ? comment : comment.substring(comment.indexOf('\n', example) + 1);
  }

  private Settings load(String yaml) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    return SettingsLoader.load(Optional.of(file), Map.of());
  }
}
