package dev.restorebot.bot.wiring;

import dev.restorebot.bot.cards.HomeCards;
import dev.restorebot.bot.command.BackupWords;
import dev.restorebot.bot.command.ChatAccess;
import dev.restorebot.bot.command.Completer;
import dev.restorebot.bot.console.ConsoleFrontEnd;
import dev.restorebot.bot.console.ConsoleOptions;
import dev.restorebot.bot.console.ConsolePerson;
import dev.restorebot.bot.console.ConsoleSignIn;
import dev.restorebot.bot.discord.DiscordFrontEnd;
import dev.restorebot.bot.discord.DiscordOptions;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.notify.Webhook;
import dev.restorebot.bot.notify.WebhookFormat;
import dev.restorebot.bot.oidc.OidcOptions;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.slack.SlackFrontEnd;
import dev.restorebot.bot.slack.SlackOptions;
import dev.restorebot.engine.RestoreEngine;
import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.TargetBackups;
import dev.restorebot.engine.disaster.rehearsal.Rehearsal;
import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.state.StateDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the chats from settings, with the rules of access to each. Connects nothing yet. */
final class Chats {
  private static final Logger log = LoggerFactory.getLogger(Chats.class);
  private static final int COMPLETED_JOBS = 20;

  private final Settings settings;
  private final Supplier<RestoreEngine> engine;
  private final StateDatabase database;
  private final InstantSource clock;
  private final Completer completer;

  /**
   * Makes chats of an engine.
   *
   * @param engine the engine, which is there before the first chat is started
   */
  Chats(
      Settings settings,
      Supplier<RestoreEngine> engine,
      StateDatabase database,
      InstantSource clock) {
    this.settings = settings;
    this.engine = engine;
    this.database = database;
    this.clock = clock;
    this.completer =
        new Completer(new Completer.Names(this::names, this::jobs, this::targets, this::backupsOf));
  }

  /**
   * Returns the console, if it is enabled.
   *
   * @param people who can be chosen when nobody signs in
   * @param live the settings of the moment
   */
  Optional<ConsoleFrontEnd> console(List<ConsolePerson> people, Supplier<Settings> live) {
    Settings.Console console = settings.console();
    if (!console.enabled()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConsoleFrontEnd(
            new ConsoleOptions(
                console.address(),
                console.port(),
                database,
                List.of(console.channel()),
                people,
                !console.leads().isEmpty(),
                signIn(console, live)),
            completer::complete,
            new ConsoleFacts(engine, EvidenceFactory.folder(settings), clock),
            clock));
  }

  private static Optional<ConsoleSignIn> signIn(Settings.Console console, Supplier<Settings> live) {
    Settings.SignIn signIn = console.signIn();
    return signIn
        .issuer()
        .map(
            issuer ->
                new ConsoleSignIn(
                    new OidcOptions(
                        issuer,
                        signIn.clientId().orElseThrow(),
                        Optional.of(signIn.clientSecret().value()).filter(each -> !each.isEmpty()),
                        signIn.scopes(),
                        signIn.groupsClaim()),
                    console.publicUrl(),
                    () -> allowed(live.get()),
                    signIn.lifetime()));
  }

  /** Returns who may use the console: those who are allowed, testers and leads. */
  private static List<String> allowed(Settings settings) {
    ChatAccess access = consoleAccess(settings);
    return Stream.of(
            settings.console().signIn().allowed(),
            settings.console().testers(),
            access.leads(),
            leadsOfTargets(settings, "console:"))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Returns who may do what in the console. Settings of people name nobody in it when nobody signs
   * in; those of the demo do.
   */
  static ChatAccess consoleAccess(Settings settings) {
    Settings.Console console = settings.console();
    return new ChatAccess(
        Optional.empty(), testers(settings, "console:", console.testers()), console.leads());
  }

  /** Returns Slack, if it is enabled. */
  Optional<SlackFrontEnd> slack() {
    Settings.Slack slack = settings.slack();
    if (!slack.enabled()) {
      return Optional.empty();
    }
    SlackOptions options =
        new SlackOptions(
            switch (slack.mode()) {
              case SOCKET -> SlackOptions.Mode.SOCKET;
              case HTTP -> SlackOptions.Mode.HTTP;
            },
            slack.apiBaseUrl(),
            slack.botToken(),
            slack.appToken(),
            slack.signingSecret(),
            slack.workspace(),
            slack.httpPort());
    return Optional.of(
        new SlackFrontEnd(
            options,
            () ->
                HomeCards.of(
                    engine.get().tests(),
                    engine.get().backups(),
                    engine.get().drills().next(),
                    engine.get().disasters(),
                    clock)));
  }

  static ChatAccess slackAccess(Settings settings) {
    Settings.Slack slack = settings.slack();
    return new ChatAccess(
        Optional.of(Set.copyOf(slack.channels())),
        testers(settings, "slack:", slack.testers()),
        slack.leads());
  }

  /** Returns the testers, and with them the leads of targets; none where everybody is one. */
  private static List<String> testers(Settings settings, String chat, List<String> testers) {
    return testers.isEmpty()
        ? testers
        : Stream.concat(testers.stream(), leadsOfTargets(settings, chat).stream())
            .distinct()
            .toList();
  }

  private static List<String> leadsOfTargets(Settings settings, String chat) {
    return settings.disasters().values().stream()
        .flatMap(target -> target.leads().stream())
        .filter(id -> id.startsWith(chat))
        .map(id -> id.substring(chat.length()))
        .toList();
  }

  /** Returns Discord, if it is enabled. */
  Optional<DiscordFrontEnd> discord() {
    Settings.Discord discord = settings.discord();
    if (!discord.enabled()) {
      return Optional.empty();
    }
    DiscordOptions options =
        new DiscordOptions(
            discord.token(),
            discord.apiBaseUrl(),
            discord.gatewayUrl(),
            discord.server().orElseThrow(),
            database);
    return Optional.of(new DiscordFrontEnd(options, completer::argument, clock));
  }

  static ChatAccess discordAccess(Settings settings) {
    Settings.Discord discord = settings.discord();
    return new ChatAccess(
        Optional.of(Set.copyOf(discord.channels())),
        testers(settings, "discord:", discord.testers()),
        discord.leads());
  }

  /** Returns the webhook, if there is one. */
  static Optional<Webhook> webhook(Settings settings, InstantSource clock) {
    Settings.Webhook webhook = settings.notifications().webhook();
    WebhookFormat format =
        switch (webhook.format()) {
          case JSON -> WebhookFormat.JSON;
          case PAGERDUTY -> WebhookFormat.PAGERDUTY;
          case OPSGENIE -> WebhookFormat.OPSGENIE;
        };
    return webhook.url().map(url -> new Webhook(url, format, webhook.key().value(), clock));
  }

  /** Returns a new thread in the first channel of each chat, for what nobody asked. */
  static List<Origin> firstChannels(Settings settings) {
    List<Origin> all = new ArrayList<>();
    if (settings.slack().enabled()) {
      settings.slack().channels().stream()
          .findFirst()
          .ifPresent(channel -> all.add(Origin.fresh("slack", channel)));
    }
    if (settings.discord().enabled()) {
      settings.discord().channels().stream()
          .findFirst()
          .ifPresent(channel -> all.add(Origin.fresh("discord", channel)));
    }
    return all;
  }

  private List<String> names() {
    try {
      return BackupWords.all(engine.get().backups());
    } catch (ProblemException e) {
      log.debug("nothing to complete: {}", e.getMessage());
      return List.of();
    }
  }

  private List<String> targets() {
    return engine
        .get()
        .disasters()
        .map(DisasterTargets::names)
        .filter(names -> names.size() > 1)
        .orElse(List.of());
  }

  /** By their names alone: contents are not read at a key. */
  private List<String> backupsOf(String target) {
    try {
      TargetBackups backups =
          engine.get().disasters().orElseThrow().backups(any -> Optional.empty());
      return backups.of(target, engine.get().backups().newestFirst()).stream()
          .map(Backup::name)
          .toList();
    } catch (ProblemException e) {
      log.debug("nothing to complete: {}", e.getMessage());
      return List.of();
    }
  }

  private List<String> jobs() {
    return Stream.concat(
            engine.get().rehearsals().running().stream().map(Rehearsal::id),
            engine.get().tests().recentJobs(COMPLETED_JOBS).map(Job::id))
        .toList();
  }
}
