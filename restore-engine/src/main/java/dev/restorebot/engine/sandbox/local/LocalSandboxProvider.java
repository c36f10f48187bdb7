package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.SandboxRequest;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs each sandbox as an ordinary PostgreSQL server of this machine, for machines without Docker:
 * of the programs that are installed, or of others ({@link Programs}).
 *
 * <p>What a container would give is missing: memory and CPU have no limit, and the server is an
 * ordinary process. So the backup is given no chance to run a program at all: the role that
 * restores is no superuser, psql must know {@code \restrict} and cannot start others, and all of it
 * runs as a user without rights when the bot is root.
 */
public final class LocalSandboxProvider implements SandboxProvider {
  static final String LOOPBACK = "127.0.0.1";
  static final String SUPERUSER = "sandbox_admin";
  static final String ROLE = "restorebot";

  private final LocalSettings settings;
  private final Programs programs;
  private final ServerAccount account;
  private final Path base;

  /** Runs the installed programs. Touches nothing yet. */
  public LocalSandboxProvider(LocalSettings settings) {
    this(settings, new Installations(settings.programs()));
  }

  /**
   * Runs those programs. Touches nothing yet.
   *
   * @param settings with a base folder of their own
   */
  public LocalSandboxProvider(LocalSettings settings, Programs programs) {
    this.settings = settings;
    this.programs = programs;
    this.account = ServerAccount.of(settings.user());
    this.base = settings.folder();
  }

  @Override
  public String runtime() {
    return programs.runtime();
  }

  @Override
  public Optional<Problem> unavailable() {
    return programs.all().isEmpty() ? Optional.of(programs.none()) : account.unfit();
  }

  @Override
  public Sandbox start(SandboxRequest request, ProgressListener progress, Cancellation cancellation)
      throws ProblemException {
    Optional<Problem> unfit = account.unfit();
    if (unfit.isPresent()) {
      throw unfit.get().exception();
    }
    Installation installation = programs.choose(request.serverMajor());
    cancellation.check();
    programs.prepare(installation);
    cancellation.check();
    return new LocalStart(settings, programs, installation, account, base, request)
        .run(progress, cancellation);
  }

  @Override
  public Sandbox open(SandboxInfo sandbox) throws ProblemException {
    return LocalOpening.open(sandbox, folder(sandbox), account, settings);
  }

  @Override
  public List<SandboxInfo> list() throws ProblemException {
    List<SandboxInfo> found = new ArrayList<>();
    if (!Files.isDirectory(base)) {
      return found;
    }
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(base, SandboxFolder.PREFIX + "*")) {
      folders.forEach(folder -> found.add(StateFile.read(new SandboxFolder(folder), runtime())));
      return found;
    } catch (IOException e) {
      throw LocalStart.failed("list the sandboxes in " + base, e);
    }
  }

  @Override
  public int prepared() throws ProblemException {
    try {
      return PreparedData.count(base);
    } catch (IOException e) {
      throw LocalStart.failed("list the prepared data folders in " + base, e);
    }
  }

  @Override
  public void remove(SandboxInfo sandbox) throws ProblemException {
    new LocalRemoval(account).remove(folder(sandbox));
  }

  private SandboxFolder folder(SandboxInfo sandbox) {
    Path root = base.resolve(sandbox.container()).normalize();
    if (!base.equals(root.getParent()) || !sandbox.container().startsWith(SandboxFolder.PREFIX)) {
      throw new IllegalArgumentException("not a sandbox of " + base + ": " + sandbox.container());
    }
    return new SandboxFolder(root);
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
