package dev.restorebot.bot.demo;

import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsException;
import dev.restorebot.bot.wiring.App;
import dev.restorebot.bot.wiring.EngineFactory;
import dev.restorebot.bot.wiring.EvidenceFactory;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.evidence.SigningKey;
import dev.restorebot.engine.state.PrivateFiles;
import dev.restorebot.engine.state.TemporaryFiles;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The whole product with its own backups, people, database and application. Closing it removes all
 * that it made; after a kill, the next one does.
 */
public final class Demo implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final App app;
  private final URI site;

  /**
   * Starts it.
   *
   * @param user the user's own settings, of which only those of sandboxes count
   * @param path its folder
   * @param port the console's; empty for the one of the settings, 0 for a free one
   * @param runtime where sandboxes run, if not as in the settings
   * @throws IOException when its folder cannot be used, with a message for people
   * @throws DeliveryException when the console cannot be served, with a message for people
   * @throws ProblemException when no PostgreSQL server can be started, with what is missing
   */
  public Demo(
      Settings user,
      Path path,
      Optional<Integer> port,
      Optional<Settings.SandboxRuntime> runtime,
      ProgressListener progress,
      Cancellation cancellation)
      throws IOException, DeliveryException, ProblemException, SettingsException {
    try {
      DemoFolder folder = opened(new DemoFolder(path));
      opened(TemporaryFiles.keepIn(path));
      Settings settings = DemoSettings.of(user, folder, port, runtime);
      DemoSandboxes sandboxes =
          new DemoSandboxes(EngineFactory.sandboxes(settings, Optional.empty()));
      opened(folder::clear);
      opened(sandboxes);
      folder.earlierOwner().ifPresent(sandboxes::remove);
      folder.clear();
      folder.fill();
      Production production =
          Production.start(
              sandboxes, folder.backups().resolve(Samples.PLAIN), progress, cancellation);
      PrivateFiles.createFile(folder.password());
      Files.writeString(folder.password(), production.password().value());
      SigningKey unused = SigningKey.generate(EvidenceFactory.keyFile(settings));
      SampleSite application = opened(new SampleSite(production, folder.stopped()));
      this.site = application.url();
      this.app =
          opened(
              new App(
                  DemoSettings.withTarget(
                      settings, production, site, folder.password(), folder.stopped()),
                  DemoSettings.PEOPLE,
                  sandboxes,
                  (engine, delivery) -> {
                    engine.drills().knowSince(Samples.DATABASE, DemoSettings.drillKnownSince());
                    return new Tour(engine, delivery, settings.console().channel(), site);
                  }));
    } catch (IOException
        | DeliveryException
        | ProblemException
        | SettingsException
        | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Returns the address of the console. */
  public URI console() {
    return app.consoleAddress().orElseThrow();
  }

  /** Returns the address of the application. */
  public URI site() {
    return site;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException e) {
        failure = e;
      } catch (Exception e) {
        failure = new IOException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
