package dev.restorebot.bot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.cli.SampleBackups;
import dev.restorebot.bot.testing.SlowBackup;
import dev.restorebot.engine.disaster.ComposeUnderTest;
import dev.restorebot.engine.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a {@link ContainerRig}: settings, secrets, backups. */
final class ContainerFiles {
  private static final String UPLOADS = "zenops_uploads_2026-02-09_14-31-00.tar.gz";

  /** More than the proxy holds of any other body. */
  private static final int LARGE = 3 << 20;

  private final Path temp;
  private final ComposeUnderTest project;

  ContainerFiles(Path temp, ComposeUnderTest project) {
    this.temp = temp;
    this.project = project;
  }

  private Path config() {
    return temp.resolve("config");
  }

  /** The folder of the host that the bot has read-only. */
  Path backups() throws IOException {
    return Files.createDirectories(temp.resolve("backups"));
  }

  /** What differs on a machine with other tests; and the project, at the path that it has. */
  Path override(String image) throws IOException {
    try (Stream<Path> files = Files.walk(project.folder())) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
    return Files.writeString(
        temp.resolve("override.yaml"),
        """
        services:
          restore-bot:
            image: %s
            environment:
              RESTORE_BOT_METRICS_PORT: "%d"
              JAVA_TOOL_OPTIONS: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
            healthcheck: { interval: 1s }
            volumes: ["%s:%s"]
        """
            .formatted(image, FreePort.find(), project.folder(), project.folder()));
  }

  /** The samples in a folder that only a WebDAV server serves. */
  Process serve(int port) throws IOException {
    Path all = temp.resolve("samples");
    SampleBackups.unpack(all);
    Path served = Files.createDirectories(temp.resolve("served/tiers"));
    Files.copy(all.resolve(ContainerRig.BACKUP), served.resolve(ContainerRig.BACKUP));
    Path unused = SlowBackup.write(served, 120);
    return new ProcessBuilder(
            "rclone",
            "serve",
            "webdav",
            "--addr",
            "127.0.0.1:" + port,
            served.getParent().toString())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("server.log").toFile())
        .start();
  }

  /** The bot's folder of settings and secrets. */
  Path config(int port, String prefix, SlackChatDriver slack) throws Exception {
    Path config = Files.createDirectories(config());
    Files.writeString(
        config.resolve("rclone.conf"),
        "[offsite]\ntype = webdav\nvendor = other\nurl = http://127.0.0.1:" + port + "\n");
    Files.writeString(config.resolve("backup.key"), key() + "\n");
    Files.writeString(config.resolve("bot.token"), FakeSlack.BOT_TOKEN + "\n");
    Files.writeString(config.resolve("app.token"), FakeSlack.APP_TOKEN + "\n");
    Files.writeString(
        config.resolve("restore-bot.yaml"),
        """
        sandbox: { runtime: docker, prefix: %s, warm: 1, docker: { pull: false } }
        backups:
          remotes: ["offsite:tiers"]
          rclone: { config-file: /etc/restore-bot/rclone.conf }
          key-file: /etc/restore-bot/backup.key
        console: { enabled: false }
        slack:
          enabled: true
          api-base-url: %s
          bot-token-file: /etc/restore-bot/bot.token
          app-token-file: /etc/restore-bot/app.token
          channels: [%s]
          testers: [%s]
          leads: [%s]
        """
            .formatted(
                prefix,
                slack.slack.api(),
                FakeSlack.CHANNEL,
                slack.idOf(slack.person(0)),
                Stream.of(1, ContainerRig.CHEN)
                    .map(n -> slack.idOf(slack.person(n)))
                    .collect(Collectors.joining(", "))));
    return config;
  }

  /** Settings for that, beside the others. */
  void restoresProduction() throws IOException {
    Path unused =
        Files.writeString(
            config().resolve("restore-bot.yaml"),
            """
            databases: { zenops: { alembic-head: a1b2c3 } }
            disaster:
              project: %s
              database: zenops
              stop: [api, email-worker]
              safety-copy: true
              uploads-volume: uploads
              http-checks: [{ name: list, url: "%s", contains: saved }]
            """
                .formatted(project.name(), project.url("/items")),
            StandardOpenOption.APPEND);
  }

  static String key() throws Exception {
    return SampleBackups.settings(new HashMap<>(), Path.of("/nowhere"), Path.of("/nowhere"))
        .backups()
        .key()
        .value();
  }

  /** A backup and its uploads in the host's folder, which the bot has read-only. */
  void dump() throws IOException, InterruptedException {
    Path backups = backups();
    Path unused = project.dump(backups.resolve(ContainerRig.DUMP));
    project.upload("a/1", "an essay");
    Path uploads = Files.createDirectories(temp.resolve("uploads/a"));
    Files.writeString(uploads.resolve("1"), "an essay");
    Files.write(uploads.resolve("large"), new byte[LARGE]);
    Process tar =
        new ProcessBuilder(
                "tar",
                "-C",
                uploads.getParent().toString(),
                "-czf",
                backups.resolve(UPLOADS).toString(),
                "a")
            .start();
    assertThat(tar.waitFor()).isZero();
  }
}
