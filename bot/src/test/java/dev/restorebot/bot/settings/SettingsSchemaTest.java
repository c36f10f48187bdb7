package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema accepts and rejects the same settings files as the bot. */
class SettingsSchemaTest {
  private static final Path CONFIG = Path.of("..", "config");
  private static final Path MADE = Path.of("target", "restore-bot.schema.json");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Schema SCHEMA = schema();

  @TempDir Path temp;

  static List<SettingCase> settings() throws SettingsException {
    return SettingCase.all();
  }

  static Collection<String> names() {
    return SettingKeys.all().stream().map(SettingKey::path).toList();
  }

  @Test
  void theFileIsWhatIsGenerated() throws Exception {
    Files.writeString(MADE, SettingsSchema.text());

    assertThat(Files.readString(CONFIG.resolve("restore-bot.schema.json")))
        .as("copy bot/" + MADE + " to config/restore-bot.schema.json")
        .isEqualTo(SettingsSchema.text());
  }

  @Test
  void theAnnotatedFileIsRightAndNamesItsSchema() throws Exception {
    String annotated = Files.readString(CONFIG.resolve("restore-bot.yaml"));
    assertThat(annotated)
        .startsWith("# yaml-language-server: $schema=restore-bot.schema.json\n")
        .isEqualTo(AnnotatedFile.text());
    assertThat(faults(annotated)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySettingHasItsExplanationAndItsDefault(String path) throws Exception {
    JsonNode setting = MAPPER.readTree(SettingsSchema.text());
    for (String name : path.split("\\.", -1)) {
      setting = setting.path("properties").path(name);
    }
    assertThat(setting.path("description").asText()).matches(".{9,}[.)]");
    assertThat(setting.has("default")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everySettingMayBeSetAndLeftEmpty(SettingCase setting) throws Exception {
    for (String value : List.of(setting.other().yaml(), "", "\"\"")) {
      String yaml = setting.yaml(value);
      assertThat(faults(yaml)).as(yaml).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sandbox:",
        "console: {}",
        "databases:",
        "sandbox: {lifetime: 1d12h, warn-before: 90 Min, max-lifetime: P30D}",
        "sandbox: {runtime: LOCAL, docker: {memory: 512mb, pull: Off, cpus: '2', pids: \"+64\"}}",
        "sandbox: {docker: {memory: 1073741824, server-args: -c}}",
        "disaster: {stop-services: Before_Swap, require-tested-within: ' '}",
        "backups: {iterations: 10000, folders: ~/backups, names: ['{app}_{yyyy-MM-dd}']}",
        "backups: {iterations: ['10000', 7], folders: [a, '']}",
        "verify: {alembic-head: 0034, max-drop: 0, min-rows: users = 10, key-tables: [1]}",
        "verify: {level: Deep, freshness: [a.b], max-age: , unmask: [role]}",
        "verify: {canary: {}, samples: [], assertions: , ignore-errors: ''}",
        "verify: {canary: {sql: SELECT 1, value: 1}}",
        "verify: {samples: [{name: n, sql: s}], assertions: [{name: n, sql: s, is: 5}]}",
        "verify: {ignore-errors: [{pattern: 'a|b', reason: c}]}",
        "databases: {zenops: {level: quick, key-tables: [], max-age: '', canary: , max-drop: '7'}}",
        "databases: {zenops: {samples: [{name: n, sql: s}], min-rows: [a = 1], alembic-head: 34}}",
        "slack: {channels: [C0123ABCD], testers: [U0123ABCD, S0123ABCD], workspace: T0123ABCD}",
        "discord: {server: 1190000000000000003, channels: ['1190000000000000003']}",
        "approval: {same-person: ['slack:U1 = discord:1190000000000000003'], reminders: [10m]}",
        "disaster: {http-checks: [{name: n, url: 'http://localhost/readyz'}]}",
        "disaster: {http-checks: [{name: n, url: 'https://a/', status: '204', contains: 1}]}",
        "disaster: {kind: server, database: a, server: {host: h, user: u, sslmode: verify-full}}",
        "targets: [{name: a, kind: server, database: a, server: {host: h, user: u, port: 5433}}]",
        "targets: []",
        "targets:",
        "targets: [{name: shop, project: shop, stop: [api], swap: manual, contacts: }]",
        "targets: [{name: 7, project: a, http-checks: [{name: n, url: 'http://a'}]}]",
        "drills: [{database: a, channel: 'slack:C1'}]",
        "drills: [{database: a, channel: 'console:x', auto: yes, pick: newest-unverified,"
            + " schedule: 0 10 1 * *, time-zone: Europe/Berlin, level: '', overdue-after: 36h,"
            + " names: 'a_'}]"
      })
  void allowsWhatIsRead(String yaml) throws Exception {
    assertThatCode(() -> load(yaml)).doesNotThrowAnyException();
    assertThat(faults(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sandbx: 1",
        "sandbox: docker",
        "sandbox: {lifetme: 24h}",
        "sandbox: {lifetime: {h: 24}}",
        "sandbox: {lifetime: [24h]}",
        "sandbox: {lifetime: 24}",
        "sandbox: {lifetime: 0s}",
        "sandbox: {lifetime: soon}",
        "sandbox: {runtime: podman}",
        "sandbox: {prefix: -rf}",
        "sandbox: {docker: {memory: plenty}}",
        "sandbox: {docker: {memory: -1}}",
        "sandbox: {docker: {pull: maybe}}",
        "sandbox: {docker: {cpus: 1025}}",
        "sandbox: {docker: {cpus: 1.5}}",
        "sandbox: {docker: {cpus: '99999'}}",
        "sandbox: {docker: {default-major: [17]}}",
        "sandbox: {docker: {server-args: [[a]]}}",
        "restore: {jobs: -1}",
        "restore: {owner-and-privileges: 1}",
        "backups: {key: hunter2}",
        "backups: {rclone: rclone}",
        "backups: {iterations: [many]}",
        "console: {port: http}",
        "console: {channel: Ops Restore}",
        "slack: {channels: ['#ops']}",
        "slack: {leads: [asha]}",
        "slack: {api-base-url: slack.com}",
        "slack: {mode: carrier-pigeon}",
        "slack: {bot-token: xoxb-1}",
        "discord: {server: restore}",
        "approval: {needed: 1}",
        "approval: {reminders: [often]}",
        "approval: {same-person: [asha]}",
        "verify: {level: deeper}",
        "verify: {min-rows: [users]}",
        "verify: {freshness: [users]}",
        "verify: {canary: {sql: x}}",
        "verify: {canary: {sql: x, value: ''}}",
        "verify: {canary: {sql: x, value: y, valeu: z}}",
        "verify: {canary: SELECT 1}",
        "verify: {samples: {name: a, sql: b}}",
        "verify: {samples: [{name: a}]}",
        "verify: {samples: [{name: a, sql: b, limit: 3}]}",
        "verify: {samples: [SELECT 1]}",
        "verify: {samples: [{name: a, sql: [b]}]}",
        "verify: {assertions: [{name: a, sql: b}]}",
        "verify: {ignore-errors: [{pattern: a, reason: ' '}]}",
        "verify: {ignore-errors: nothing}",
        "databases: [zenops]",
        "databases: {zenops: }",
        "databases: {zenops: strict}",
        "databases: {zenops: {alembic-hed: x}}",
        "databases: {zenops: {key-tables: users}}",
        "databases: {zenops: {max-age: soon}}",
        "databases: {zenops: {canary: {sql: x}}}",
        "disaster: {http-checks: [{name: n}]}",
        "disaster: {http-checks: [{name: n, url: 'ftp://a'}]}",
        "disaster: {http-checks: [{name: n, url: 'http://a', status: 99}]}",
        "disaster: {http-checks: [{name: n, url: 'http://a', status: soon}]}",
        "disaster: {http-checks: [{name: n, url: 'http://a', stauts: 200}]}",
        "disaster: {swap: maybe}",
        "targets: {shop: {project: a}}",
        "targets: [shop]",
        "targets: [{project: a}]",
        "targets: [{name: shop}]",
        "targets: [{name: a b, project: a}]",
        "targets: [{name: shop, projekt: a, project: a}]",
        "targets: [{name: shop, project: a, swap: maybe}]",
        "targets: [{name: shop, project: a, stop: api}]",
        "targets: [{name: shop, project: a, leads: [asha]}]",
        "drills: {database: a, channel: 'slack:C1'}",
        "drills: [{database: a}]",
        "drills: [{database: a, channel: C1}]",
        "drills: [{database: a, channel: 'slack:C1', auto: maybe}]",
        "drills: [{database: a, channel: 'slack:C1', pick: best}]",
        "drills: [{database: a, channel: 'slack:C1', levle: deep}]",
        "drills: [{database: a, channel: 'slack:C1', overdue-after: 0d}]",
        "drills: [{database: a, channel: 'slack:C1', schedule: [0, 10]}]",
        "metrics: {port: 65536}",
        "- sandbox"
      })
  void refusesWhatIsRefused(String yaml) throws Exception {
    assertThatThrownBy(() -> load(yaml)).isInstanceOf(SettingsException.class);
    assertThat(faults(yaml)).isNotEmpty();
  }

  private Settings load(String yaml) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    return SettingsLoader.load(Optional.of(file), Map.of());
  }

  /** Returns the mistakes in the file, with its values as YAML types them for an editor. */
  private static List<String> faults(String yaml) throws Exception {
    JsonNode typed = new YAMLMapper().readTree(yaml);
    return typed.isMissingNode()
        ? List.of()
        : SCHEMA.validate(typed).stream().map(Object::toString).toList();
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(MAPPER.readTree(SettingsSchema.text()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
